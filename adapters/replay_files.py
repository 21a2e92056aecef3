"""Replay sets and runs as files: queries in JSON lines, rankings in TREC form."""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.imports.errors import Unreadable, UnreadableError
from bot.identity import channel_id, person_id
from bot.replaying import Past, PastQuestion, Replayed
from expertise.types import MessageTs

_BEST = 100
_STEP = 1e-4
_TAG = "kenner"
_ANSWERS = "ans:"


def read_queries(path: Path, past: Past) -> list[PastQuestion]:
    """The queries of a replay set: one a line. Raises ``UnreadableError``."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [_query(json.loads(line), past) for line in lines if line.strip()]
    except FileNotFoundError as error:
        raise UnreadableError(Unreadable.NOT_FOUND, path=str(path)) from error
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise UnreadableError(Unreadable.DAMAGED, path=str(path)) from error


def _query(raw: dict[str, Any], past: Past) -> PastQuestion:
    workspace = past.workspace.id
    ts = str(raw["ts"])
    return PastQuestion(
        qid=str(raw["qid"]),
        text=str(raw["text"]),
        ts=MessageTs(ts),
        at=_moment(ts),
        channel_id=channel_id(workspace, str(raw["channel"])) if raw.get("channel") else None,
        asker_id=person_id(workspace, str(raw["asker"])) if raw.get("asker") else None,
        excluded=frozenset(person_id(workspace, str(p)) for p in raw.get("exclude") or ()),
    )


def _moment(ts: str) -> datetime:
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(
        microseconds=int(fraction.ljust(6, "0")[:6] or 0)
    )


def write_run(path: Path, past: Past, outcome: Sequence[Replayed]) -> None:
    """``qid Q0 docid rank score tag``, best hundred a query, scores falling strictly by at least 1e-4."""
    with path.open("w", encoding="utf-8") as out:
        for one in outcome:
            for rank, (name, score) in enumerate(_falling(_ranked(past, one)), 1):
                out.write(f"{one.question.qid} Q0 {name} {rank} {score:.6f} {_TAG}\n")


def _ranked(past: Past, one: Replayed) -> list[tuple[str, float]]:
    if one.question.qid.startswith(_ANSWERS):
        names = {channel.id: channel.platform_id for channel in past.channels}
        return [(f"{names[t.channel_id]}/{t.ts}", t.score) for t in one.ranking.threads[:_BEST]]
    return [(c.person.platform_id, c.score) for c in one.ranking.candidates[:_BEST]]


def _falling(ranked: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    last = float("inf")
    for name, score in ranked:
        last = min(score, last - 1.1 * _STEP)
        yield name, last
