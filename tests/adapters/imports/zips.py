"""Builders of small export zips, good and bad."""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from adapters.imports.slack_export import SlackExport
from bot.history import RawMessage

if TYPE_CHECKING:
    from pathlib import Path

Opener = Callable[[dict[str, Any]], SlackExport]
"""Makes an export of files, and opens it."""
Reader = Callable[..., RawMessage]
"""Makes an export of one message with those fields, and reads it."""

CENTRAL = b"PK\x01\x02"
ANN, BOB = "U0ANN", "U0BOB"
DAY = "general/2024-03-01.json"
TS = "1709280000.000100"  # on that day
LATER = "1709280060.000200"


def account(platform_id: str = ANN, **fields: Any) -> dict[str, Any]:
    name = platform_id.removeprefix("U0").lower()
    return {"id": platform_id, "name": name, "profile": {"real_name": name.title()}} | fields


def channel(platform_id: str = "C0GENERAL", name: str = "general", **fields: Any) -> dict[str, Any]:
    return {"id": platform_id, "name": name, "created": 1433558319} | fields


def message(text: str = "hello", ts: str = TS, **fields: Any) -> dict[str, Any]:
    return {"type": "message", "user": ANN, "text": text, "ts": ts} | fields


def contents(messages: list[Any] | None = None, **files: Any) -> dict[str, Any]:
    """Give an export's files by path; keywords name top files, None takes one away."""
    whole = {"users": [account(ANN), account(BOB)], "channels": [channel()]} | files
    tops = {f"{name}.json": value for name, value in whole.items() if value is not None}
    return tops | ({DAY: messages} if messages is not None else {})


def packed(path: Path, files: dict[str, Any]) -> Path:
    """Write a zip; values that are bytes as they are, others as JSON."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, value in files.items():
            target.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


def named(path: Path, name: str) -> Path:
    """Write a zip with one member whose name nothing has tidied."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(info, "[]")
    return path


def zeros(path: Path, *, mib: int, member: str = DAY) -> Path:
    """Write a bomb: zeros, deflated about a thousandfold."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target, target.open(member, "w") as file:
        for _ in range(mib):
            file.write(bytes(1024 * 1024))
    return path


def lie_about_size(path: Path, size: int) -> Path:
    """Declare another unpacked size for the first member."""
    return patched(path, path.read_bytes().index(CENTRAL) + 24, struct.pack("<I", size))


def patched(path: Path, at: int, new: bytes) -> Path:
    """Overwrite bytes of the file."""
    data = bytearray(path.read_bytes())
    data[at : at + len(new)] = new
    path.write_bytes(bytes(data))
    return path


def all_messages(export: SlackExport) -> list[RawMessage]:
    """Read every day of every channel."""
    days = [day for channel in export.channels() for day in export.days(channel)]
    return [message for day in days for message in export.messages(day)]
