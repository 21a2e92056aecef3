"""A large invented workspace, as rows: passages with speakers, who has answered where, threads of askers.

A few channels hold most of what is said, and a few people say most of it, everywhere and in each channel.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

from adapters.storage import tables
from adapters.storage.schema import migrate
from adapters.storage.times import to_us
from bench.materials import application_at
from bench.sentences import recombined
from bench.vectors import zipf_sizes
from expertise.activity import LATELY, gain
from expertise.types import ChannelId, PersonId, Role, WorkspaceId
from index.types import PUBLIC

CHANNELS = 300
END = datetime(2024, 6, 1, tzinfo=UTC)
YEARS = 3
ASKERS = 50
_ASKERS_THREADS = 120
_TEXTS = 20_000
_SPEAKERS = (0.2, 0.3, 0.25, 0.15, 0.1)
"""Shares of passages with one, two … speakers: 2.65 on average, as among real ones."""
_FEWEST_IN_CHANNEL = 20
_PASSAGES_EACH = 20
"""A channel of so many passages has one more person who speaks there."""
_WORKSPACE = WorkspaceId(str(UUID(int=1)))

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was written. Passage ids are 1 to ``passages``; each channel's are a range of them."""

    folder: Path
    workspace_id: WorkspaceId
    passages: int
    channels: dict[ChannelId, range]
    askers: Sequence[PersonId]
    end: datetime

    def channel_of(self, number: int) -> ChannelId:
        """Where question ``number`` is asked: a channel that is as likely as it is large."""
        at = np.random.default_rng(number).integers(1, self.passages + 1)
        return next(channel_id for channel_id, ids in self.channels.items() if at in ids)

    def in_channels(self, chooser: np.random.Generator, channels: int, count: int) -> list[int]:
        """Passages of a few channels, chosen as likely as they are large; some may come twice."""
        sizes = np.array([len(ids) for ids in self.channels.values()], dtype=np.float64)
        every = list(self.channels.values())
        chosen = [every[at] for at in chooser.choice(len(every), channels, p=sizes / sizes.sum())]
        return [int(chooser.integers(ids.start, ids.stop)) for ids in islice(chosen * count, count)]


async def filled(folder: Path, texts: Sequence[str], passages: int, people: int, seed: int) -> History:
    """Write the workspace into a new database in ``folder``. The texts are put together anew."""
    await migrate(application_at(folder).settings.url)
    return _Writing(folder, passages, people, seed).write(texts)


class _Writing:
    def __init__(self, folder: Path, passages: int, people: int, seed: int) -> None:
        self._folder = folder
        self._chooser = np.random.default_rng(seed)
        self._seed = seed
        self._people = [PersonId(str(UUID(int=(1 << 64) + n))) for n in range(people)]
        sizes = [size for size in zipf_sizes(passages, CHANNELS) if size]
        starts = np.cumsum([1, *sizes]).tolist()
        self._channels = {
            ChannelId(str(UUID(int=(2 << 64) + n))): range(starts[n], starts[n] + size)
            for n, size in enumerate(sizes)
        }
        self._weights = np.zeros((people, 2))
        self._counts = np.zeros(people, dtype=np.int64)

    def write(self, texts: Sequence[str]) -> History:
        pool = list(recombined(texts, _TEXTS, self._seed))
        askers = [self._people[at] for at in self._chooser.choice(len(self._people), ASKERS)]
        with closing(sqlite3.connect(self._folder / "kenner.db")) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            self._enter(database)
            for channel_id, ids in self._channels.items():
                self._write_channel(database, channel_id, ids, pool)
            total = (
                (_WORKSPACE, PUBLIC, who, int(count), float(weight), float(recent))
                for who, count, (weight, recent) in zip(
                    self._people, self._counts, self._weights, strict=True
                )
                if count
            )
            _insert(database, tables.activity_total, total)
            for asker in askers:
                _insert(database, tables.messages, self._threads_of(asker))
        return History(
            folder=self._folder,
            workspace_id=_WORKSPACE,
            passages=max(ids.stop for ids in self._channels.values()) - 1,
            channels=self._channels,
            askers=askers,
            end=END,
        )

    def _enter(self, database: sqlite3.Connection) -> None:
        _insert(database, tables.workspaces, [(_WORKSPACE, "slack", "T1", "Bench", "", 0)])
        people = (
            (_WORKSPACE, who, f"U{n}", f"Person {n}", f"p{n}", "", "UTC", 0, 0)
            for n, who in enumerate(self._people)
        )
        _insert(database, tables.people, people)
        channels = (
            (_WORKSPACE, each, f"C{n}", f"channel-{n}", "public", "", 0, 0)
            for n, each in enumerate(self._channels)
        )
        _insert(database, tables.channels, channels)

    def _write_channel(
        self, database: sqlite3.Connection, channel_id: ChannelId, ids: range, pool: Sequence[str]
    ) -> None:
        ended = np.sort(to_us(END) - self._chooser.integers(YEARS * 365 * 86_400, size=len(ids)) * 1_000_000)
        counts = 1 + self._chooser.choice(len(_SPEAKERS), size=len(ids), p=_SPEAKERS)
        speakers = self._drawn(len(ids), int(counts.sum()))
        first = np.cumsum(counts) - counts
        said = self._chooser.integers(len(pool), size=len(ids))
        _insert(
            database,
            tables.passages,
            (
                (
                    *(number, _WORKSPACE, channel_id, PUBLIC, _ts(at, number), 0, pool[text], "en", at, at),
                    _spoken([self._people[who] for who in speakers[start : start + count]], at),
                    None,
                )
                for number, at, text, start, count in zip(
                    ids, ended.tolist(), said.tolist(), first.tolist(), counts.tolist(), strict=True
                )
            ),
        )
        answering = np.ones(len(speakers), dtype=bool)
        answering[first] = False
        _insert(
            database,
            tables.activity,
            self._tallied(channel_id, speakers[answering], np.repeat(ended, counts)[answering]),
        )

    def _drawn(self, passages: int, count: int) -> Ints:
        """People of a channel, the few who say most more often."""
        size = min(len(self._people), max(_FEWEST_IN_CHANNEL, passages // _PASSAGES_EACH))
        own = self._chooser.choice(len(self._people), size, replace=False, p=_falling(len(self._people), 0.5))
        return own[self._chooser.choice(size, count, p=_falling(size, 1.0))]

    def _tallied(
        self, channel_id: ChannelId, people: Ints, at_us: Ints
    ) -> Iterator[tuple[str | int | float, ...]]:
        """What each answer weighs, by person, for the channel; the totals are kept for later."""
        ages = (to_us(END) - at_us) / 1e6
        slow = gain(END) * np.exp2(-ages / timedelta(days=90).total_seconds())
        quick = gain(END, LATELY) * np.exp2(-ages / LATELY.total_seconds())
        size = len(self._people)
        counts = np.bincount(people, minlength=size)
        weights = np.stack([np.bincount(people, each, minlength=size) for each in (slow, quick)], axis=1)
        self._counts += counts
        self._weights += weights
        for who in np.flatnonzero(counts).tolist():
            weight, recent = weights[who].tolist()
            yield _WORKSPACE, channel_id, PUBLIC, self._people[who], int(counts[who]), weight, recent

    def _threads_of(self, asker: PersonId) -> Iterator[tuple[str | int | None, ...]]:
        """A question of the asker's, and three answers, over and over."""
        channels = list(self._channels)
        own = self._chooser.integers(min(20, len(channels)), size=_ASKERS_THREADS)
        for number, channel in enumerate(own.tolist()):
            at = to_us(END) - int(self._chooser.integers(YEARS * 365 * 86_400)) * 1_000_000
            others = [self._people[who] for who in self._drawn(1_000, 3).tolist()]
            thread = _ts(at, int(asker[-5:], 16) % 10_000 * 100 + number)
            for nth, author in enumerate((asker, *others)):
                ts = thread if nth == 0 else f"{thread}{nth}"
                yield _WORKSPACE, channels[channel], ts, author, at + nth, thread, "…", "person", None


def _falling(count: int, power: float) -> NDArray[np.float64]:
    """Shares that fall with the rank."""
    weights: NDArray[np.float64] = np.arange(1, count + 1, dtype=np.float64) ** -power
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _ts(at_us: int, number: int) -> str:
    return f"{at_us // 1_000_000}.{number:07d}"


def _spoken(people: Sequence[PersonId], at_us: int) -> str:
    """As a passage's row holds them: the first asked, the others answered."""
    alone = Role.TOLD if len(set(people)) == 1 else Role.ASKED
    roles = {who: Role.ANSWERED if nth else alone for nth, who in reversed(list(enumerate(people)))}
    return json.dumps([[who, roles[who].value, 90, _ts(at_us, 0)] for who in dict.fromkeys(people)])


def _insert(database: sqlite3.Connection, table: Table, rows: Iterable[tuple[object, ...]]) -> None:
    """Rows with a value for each of the table's first columns, in order; further ones have defaults."""
    rows = iter(rows)
    first = next(rows, None)
    if first is not None:
        names = [column.name for column in table.columns][: len(first)]
        statement = str(insert(table).compile(dialect=sqlite.dialect(), column_keys=names))
        database.executemany(statement, chain([first], rows))
