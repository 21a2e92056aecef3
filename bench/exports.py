"""Slack exports made from another one: only its latest messages, or the whole of it several times."""

import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_DAY_SECONDS = 86_400
_TIMES = frozenset({"ts", "thread_ts", "latest_reply", "event_ts"})
_CHANNELS = "channels.json"


def latest(export: Path, out: Path, count: int) -> Path:
    """The ``count`` messages with the highest ``ts``, all people and channels; fewer if there are fewer."""
    with zipfile.ZipFile(export) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        times = sorted(message["ts"] for day in _days(source) for message in _read(source, day))
        since = times[-count] if count < len(times) else ""
        for name in _listings(source):
            target.writestr(name, source.read(name))
        for day in _days(source):
            if kept := [message for message in _read(source, day) if message["ts"] >= since]:
                target.writestr(day, json.dumps(kept))
    return out


def repeated(export: Path, out: Path, times: int) -> Path:
    """The same people in ``times`` as many public channels; the n-th copies are written n days later.

    A day file at a time, so that memory does not grow with it.
    """
    with zipfile.ZipFile(export) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _listings(source):
            if name != _CHANNELS:
                target.writestr(name, source.read(name))
        channels = [channel for n in range(times) for channel in _renamed(_read(source, _CHANNELS), n)]
        target.writestr(_CHANNELS, json.dumps(channels))
        for day in _days(source):
            messages = _read(source, day)
            for n in range(times):
                target.writestr(_day_later(day, n), json.dumps(later(messages, n * _DAY_SECONDS)))
    return out


def later(value: Any, seconds: int) -> Any:  # noqa: ANN401 - it is JSON
    """The same JSON with every time in it moved by whole seconds: the rest of a ``ts`` is an identity."""
    if isinstance(value, list):
        return [later(item, seconds) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _moved(item, seconds) if key in _TIMES and isinstance(item, str) else later(item, seconds)
        for key, item in value.items()
    }


def _moved(ts: str, seconds: int) -> str:
    whole, dot, fraction = ts.partition(".")
    return f"{int(whole) + seconds}{dot}{fraction}"


def _renamed(channels: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    if not number:
        return channels
    return [
        {**channel, "id": f"{channel['id']}R{number}", "name": _copy_name(channel["name"], number)}
        for channel in channels
    ]


def _day_later(day: str, number: int) -> str:
    if not number:
        return day
    folder, _, file = day.partition("/")
    moved = date.fromisoformat(file.removesuffix(".json")) + timedelta(days=number)
    return f"{_copy_name(folder, number)}/{moved}.json"


def _copy_name(name: str, number: int) -> str:
    return f"{name}-{number}"


def _days(archive: zipfile.ZipFile) -> Iterator[str]:
    return (name for name in archive.namelist() if "/" in name and name.endswith(".json"))


def _listings(archive: zipfile.ZipFile) -> Iterator[str]:
    return (name for name in archive.namelist() if "/" not in name)


def _read(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads(archive.read(name))
    return content
