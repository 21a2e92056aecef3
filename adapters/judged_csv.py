"""Judgements of past threads as a file, one a line: by whoever read question and thread.

Columns: question and thread, each CHANNEL_ID/TS; verdict, one of yes, partly, no; weight, how many questions
like it the line stands for, or nothing where it was not drawn; reason, for whoever reads the file.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from adapters.imports.errors import Unreadable, UnreadableError
from bot.identity import channel_id
from bot.past import Past, Replayed
from bot.tuning_types import Judged, Key, Verdict
from expertise.types import ChannelId, MessageTs, WorkspaceId

COLUMNS = ("question", "thread", "verdict", "weight", "reason")


def read_judged(path: Path, workspace: WorkspaceId) -> list[Judged]:
    """What was judged; lines without a verdict are left out. Raises ``UnreadableError``."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [_judged(row, workspace) for row in csv.DictReader(lines) if row["verdict"].strip()]
    except FileNotFoundError as error:
        raise UnreadableError(Unreadable.NOT_FOUND, path=str(path)) from error
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UnreadableError(Unreadable.DAMAGED, path=str(path)) from error


def _judged(row: Mapping[str, str], workspace: WorkspaceId) -> Judged:
    return Judged(
        question=_key(row["question"], workspace),
        thread=_key(row["thread"], workspace),
        verdict=Verdict(row["verdict"].strip().lower()),
        weight=float(row["weight"]) if row["weight"].strip() else None,
    )


def _key(name: str, workspace: WorkspaceId) -> Key:
    channel, _, ts = name.partition("/")
    if not ts:
        raise ValueError(name)
    return Key(channel_id(workspace, channel), MessageTs(ts))


def write_sheet(path: Path, past: Past, drawn: Iterable[tuple[Replayed, float]]) -> int:
    """A sheet to be filled in: question, thread and weight, without the chance; how many lines."""
    channels = {channel.id: channel.platform_id for channel in past.channels}
    rows = [_line(one, weight, channels) for one, weight in drawn]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)


def _line(one: Replayed, weight: float, channels: Mapping[ChannelId, str]) -> tuple[str, ...]:
    question, pick = one.question, one.ranking.promising
    if pick is None or question.channel_id is None:
        raise ValueError(question.qid)
    asked = f"{channels[question.channel_id]}/{question.ts}"
    return asked, f"{channels[pick.channel_id]}/{pick.ts}", "", f"{weight:.3f}", ""
