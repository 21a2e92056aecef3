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
from bot.past import Past, PastQuestion, Replayed
from expertise.baselines import ThreadKey
from expertise.types import MessageTs, PersonId

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
        wants_threads=str(raw["qid"]).startswith(_ANSWERS),
        excluded=frozenset(person_id(workspace, str(p)) for p in raw.get("exclude") or ()),
    )


def _moment(ts: str) -> datetime:
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(
        microseconds=int(fraction.ljust(6, "0")[:6] or 0)
    )


class Names:
    """People and threads as runs and qrels name them: by the platform's ids."""

    def __init__(self, past: Past) -> None:
        self._people = {person.id: person.platform_id for person in past.people}
        self._channels = {channel.id: channel.platform_id for channel in past.channels}

    def person(self, person_id: PersonId) -> str:
        return self._people[person_id]

    def thread(self, key: ThreadKey) -> str:
        """``CHANNEL_ID/THREAD_TS``."""
        return f"{self._channels[key[0]]}/{key[1]}"


def write_run(path: Path, past: Past, outcome: Sequence[Replayed]) -> None:
    """``qid Q0 docid rank score tag``, best hundred a query, scores falling strictly by at least 1e-4."""
    names = Names(past)
    with path.open("w", encoding="utf-8") as out:
        for one in outcome:
            for rank, (name, score) in enumerate(run_lines(names, one), 1):
                out.write(f"{one.question.qid} Q0 {name} {rank} {score:.6f} {_TAG}\n")


def run_lines(names: Names, one: Replayed) -> list[tuple[str, float]]:
    """Names and scores of one query as a run has them: people, or for the kind ``answers`` threads."""
    return [(name, round(score, 6)) for name, score in _falling(_ranked(names, one))]


def _ranked(names: Names, one: Replayed) -> list[tuple[str, float]]:
    if one.question.wants_threads:
        threads = one.ranking.threads[:_BEST]
        worth = one.ranking.answers / threads[0].score if threads else 0.0  # the first one's is its chance
        return [(names.thread((t.channel_id, t.ts)), t.score * worth) for t in threads]
    return [(c.person.platform_id, c.score) for c in one.ranking.candidates[:_BEST]]


def _falling(ranked: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    last = float("inf")
    for name, score in ranked:
        last = min(score, last - 1.1 * _STEP)
        yield name, last
