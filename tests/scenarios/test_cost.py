"""What a small change costs goes by its thread, and not by how much has been said before.

The same things happen in a workspace of 3,500 messages and in one of 350,000; what each costs is counted.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from adapters.storage.engine import open_engine
from adapters.storage.schema import migrate
from adapters.storage.unit_of_work import SqlStorage
from bot.arranging import arrange
from bot.indexing import embed_missing, publish
from bot.ingestion import put_message, remove_message, turn
from bot.ports import UnitOfWork
from expertise.types import Channel, ChannelKind, Message
from index.snapshot import IndexFolder
from index.types import PUBLIC, Partition, Vectors
from tests.support.asking import index_folder, no_progress
from tests.support.builders import ACME, channel, message, person
from tests.support.rows import READING, enter

pytestmark = pytest.mark.slow

SMALL, LARGE = 3_500, 350_000
CHANNELS = 50
PEOPLE = 200
CLOSING_PASSAGES = 2_000
SHORT, LONG = 5, 200
PROBES = 2 * (SHORT + LONG) + SHORT
MOST_STATEMENTS = 50
STEPS_A_CALL = 100
"""SQLite's virtual machine reports after so many of its steps: they grow with the rows that it visits."""
A_PAGE = 10_000
"""Steps for what is read around any message, and to spare."""
STEPS_A_MESSAGE = 400
GENERAL = channel("general")
CLOSED = channel("closed", ChannelKind.PRIVATE)
CLOSING = channel("closing")
OTHERS = [
    channel(f"other-{n}", ChannelKind.PRIVATE if n % 10 == 0 else ChannelKind.PUBLIC)
    for n in range(CHANNELS - 3)
]
WORDS = [f"{a}{b}{c}" for a in "bdfglmnprstv" for b in "aeiou" for c in ("ra", "sel", "tin", "mok", "lun")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one change needed: to be stored, to be embedded, and to be published."""

    what: str
    length: int
    statements: int
    steps: int
    embedded: int
    touched: frozenset[Partition]


Costs = dict[str, Cost]


@pytest.fixture(scope="session")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Costs]:
    """By size of the workspace, by what happened. Printed as a table."""
    return {
        size: asyncio.run(measure(tmp_path_factory.mktemp(f"of-{size}"), size)) for size in (SMALL, LARGE)
    }


# ------------------------------------------------------------------ what must hold


def test_a_change_costs_the_same_in_a_workspace_of_any_size(
    costs: dict[int, Costs], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print("\n" + "\n".join(table(costs)))  # noqa: T201 figures to read
    for what, small in costs[SMALL].items():
        assert abs(costs[LARGE][what].statements - small.statements) <= 2, what
        assert abs(costs[LARGE][what].embedded - small.embedded) <= 2, what


def test_a_change_costs_a_few_dozen_statements(costs: dict[int, Costs]) -> None:
    assert max(cost.statements for cost in costs[LARGE].values()) <= MOST_STATEMENTS


def test_the_database_takes_no_more_steps_in_a_large_workspace(costs: dict[int, Costs]) -> None:
    """Apart from pages that are not filled in a small one."""
    more = {what: costs[LARGE][what].steps - round(1.25 * cost.steps) for what, cost in costs[SMALL].items()}

    assert {what: steps for what, steps in more.items() if steps > A_PAGE} == {}


def test_the_database_takes_steps_by_the_length_of_the_thread(costs: dict[int, Costs]) -> None:
    for what, cost in costs[LARGE].items():
        assert cost.steps <= A_PAGE + STEPS_A_MESSAGE * cost.length, what


def test_no_more_is_embedded_than_the_thread_has_passages(costs: dict[int, Costs]) -> None:
    for what, cost in costs[LARGE].items():
        assert cost.embedded <= cost.length + 1, what
    assert costs[LARGE][f"reply added to a thread of {LONG}"].embedded <= 2


def test_a_channel_that_turns_private_is_not_embedded_again(costs: dict[int, Costs]) -> None:
    assert costs[LARGE]["channel turned private"].embedded == 0


def test_publishing_touches_only_partitions_that_changed(costs: dict[int, Costs]) -> None:
    for each in costs.values():
        apart = {
            "channel turned private": {PUBLIC, CLOSING.id},
            "reply added in a private channel": {CLOSED.id},
        }
        for what, cost in each.items():
            assert cost.touched == apart.get(what, {PUBLIC}), what


def table(costs: dict[int, Costs]) -> Iterator[str]:
    """A line a change, small workspace beside large."""
    yield f"{f'{SMALL:,} | {LARGE:,} messages':<38}{'statements':>14}{'steps':>20}{'embedded':>12}"
    for what, small in costs[SMALL].items():
        large = costs[LARGE][what]
        statements = f"{small.statements} | {large.statements}"
        steps = f"{small.steps:,} | {large.steps:,}"
        yield f"{what:<38}{statements:>14}{steps:>20}{f'{small.embedded} | {large.embedded}':>12}"


# ------------------------------------------------------------------ measuring


@dataclass(slots=True)
class Meter:
    """Counts statements, and the steps that SQLite takes for them."""

    statements: int = 0
    calls: int = 0

    def on_statement(self, *_: object) -> None:
        self.statements += 1

    def on_connect(self, connection: DBAPIConnection, _record: object) -> None:
        adapted: Any = connection
        adapted.run_async(lambda driver: driver.set_progress_handler(self._on_steps, STEPS_A_CALL))

    def _on_steps(self) -> int:
        self.calls += 1
        return 0

    @property
    def steps(self) -> int:
        return self.calls * STEPS_A_CALL


@dataclass(slots=True)
class CountingEmbedder:
    """An ``Embedder`` that costs next to nothing, and counts."""

    model_id: str = "counting@1"
    dimension: int = 8
    languages: frozenset[str] | None = None
    count: int = 0
    _random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.count += len(texts)
        made = self._random.standard_normal((len(texts), self.dimension), np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


Change = Callable[[UnitOfWork], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A filled workspace under measurement."""

    storage: SqlStorage
    meter: Meter
    embedder: CountingEmbedder
    index: IndexFolder
    partitions: Path

    async def cost(self, what: str, length: int, change: Change) -> Cost:
        """Let it happen, embed and publish."""
        statements, steps, embedded = self.meter.statements, self.meter.steps, self.embedder.count
        before = self._places()
        async with self.storage.begin(ACME.id) as uow:
            await change(uow)
            await uow.commit()
        steps = self.meter.steps - steps
        await self.refresh()
        after = self._places()
        return Cost(
            what=what,
            length=length,
            statements=self.meter.statements - statements,
            steps=steps,
            embedded=self.embedder.count - embedded,
            touched=frozenset(p for p in {*before, *after} if before.get(p) != after.get(p)),
        )

    async def refresh(self) -> None:
        await embed_missing(self.storage, ACME.id, self.embedder, no_progress)
        await publish(self.storage, ACME.id, self.index, self.embedder.model_id)

    def _places(self) -> dict[Partition, set[tuple[str, int]]]:
        """Every file of each partition, and where it lies."""
        now = self.index.current()
        folders = now.folders if now else {}
        return {partition: set(_files(self.partitions / name)) for partition, name in folders.items()}


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    for path in (folder, *folder.rglob("*")):
        yield str(path), path.stat().st_ino


async def measure(home: Path, size: int) -> Costs:
    """Build a workspace of that many messages, then let things happen in it."""
    async with filled(home, size) as bench:
        at = probes()
        changes: list[tuple[str, int, Change]] = []
        for length in (SHORT, LONG):
            thread, talk = at[f"thread {length}"], at[f"talk {length}"]
            middle = thread[length // 2]
            reply = replace(new(thread[-1], 0.5), thread_ts=thread[0].ts)
            changes += [
                (f"reply added to a thread of {length}", length, putting(reply)),
                (f"message edited in a thread of {length}", length, putting(edited(middle))),
                (f"message deleted from a thread of {length}", length, removing(middle)),
                (f"message added to talk of {length}", length, putting(new(talk[length // 2], 0.5))),
                (f"message edited in talk of {length}", length, putting(edited(talk[length // 3]))),
                (f"message deleted from talk of {length}", length, removing(talk[length // 3])),
            ]
        private = at["private"]
        inside = replace(new(private[-1], 0.5), thread_ts=private[0].ts)
        changes += [
            ("reply added in a private channel", SHORT, putting(inside, CLOSED)),
            ("channel turned private", CLOSING_PASSAGES, lambda uow: turn(uow, CLOSING, ChannelKind.PRIVATE)),
        ]
        return {what: await bench.cost(what, length, change) for what, length, change in changes}


def putting(one: Message, where: Channel = GENERAL) -> Change:
    return lambda uow: put_message(uow, where, one, READING)


def removing(one: Message) -> Change:
    return lambda uow: remove_message(uow, GENERAL, one.ts, READING)


def edited(one: Message) -> Message:
    return replace(one, text=f"{one.text} or rather not at all")


def new(beside: Message, minutes: float) -> Message:
    at = (beside.at - message("").at).total_seconds() / 60 + minutes
    own = message("one more thing about this", "p3", at)
    return replace(own, channel_id=beside.channel_id)


# ------------------------------------------------------------------ the workspace


@asynccontextmanager
async def filled(home: Path, size: int) -> AsyncIterator[Bench]:
    """In a database of its own, embedded and published."""
    url = f"sqlite+aiosqlite:///{home / 'kenner.db'}"
    await migrate(url)
    await fill(url, size)
    meter, embedder, engine = Meter(), CountingEmbedder(), open_engine(url)
    event.listen(engine.sync_engine, "before_cursor_execute", meter.on_statement)
    event.listen(engine.sync_engine, "connect", meter.on_connect)
    bench = Bench(
        storage=SqlStorage(engine),
        meter=meter,
        embedder=embedder,
        index=index_folder(home / "index", embedder),
        partitions=home / "index" / "partitions",
    )
    await bench.refresh()
    yield bench
    await bench.storage.close()


async def fill(url: str, size: int) -> None:
    """The probes, and as much else as makes up the size."""
    storage = SqlStorage(url)
    fixed: dict[str, list[Message]] = {GENERAL.id: [], CLOSED.id: []}
    for stretch in probes().values():
        fixed[stretch[0].channel_id] += stretch
    fixed[CLOSING.id] = closing()
    rest = size - CLOSING_PASSAGES - PROBES
    busy = [GENERAL, CLOSED, *OTHERS]
    channels = [*busy, CLOSING]
    await enter(storage, people=[person(f"p{n}") for n in range(PEOPLE)], channels=channels)
    for number, one in enumerate(channels):
        count = rest // len(busy) + (number < rest % len(busy)) if one in busy else 0
        async with storage.begin(ACME.id) as uow:
            await uow.messages.add(one.id, [*fixed.get(one.id, ()), *chatter(one, count, Random(number))])
            await arrange(uow, one, READING)
            await uow.commit()
    async with storage.begin(ACME.id) as uow:
        assert await uow.transcript.count() == size
    await storage.close()


def probes() -> dict[str, list[Message]]:
    """Stretches in which things will happen, long before everything else."""
    random, found, start = Random(5), {}, -10_000.0
    for length in (SHORT, LONG):
        found[f"thread {length}"] = stretch(random, GENERAL, start, length, is_thread=True)
        found[f"talk {length}"] = stretch(random, GENERAL, start + 2_000, length, is_thread=False)
        start += 4_000
    found["private"] = stretch(random, CLOSED, start, SHORT, is_thread=True)
    return found


def closing() -> list[Message]:
    """Messages far enough apart for each to be a passage."""
    random = Random(6)
    return [said(random, CLOSING, 30.0 * n) for n in range(CLOSING_PASSAGES)]


def chatter(where: Channel, count: int, random: Random) -> Iterator[Message]:
    """Threads and talk, one after the other, with pauses."""
    at = 0.0
    while count:
        length = min(count, random.randint(2, 12))
        yield from stretch(random, where, at, length, is_thread=random.random() < 0.5)
        at += length + 30
        count -= length


def stretch(random: Random, where: Channel, start: float, length: int, *, is_thread: bool) -> list[Message]:
    """So many messages, a minute apart."""
    thread = start if is_thread else None
    return [said(random, where, start + n, thread) for n in range(length)]


def said(random: Random, where: Channel, at: float, thread: float | None = None) -> Message:
    text = " ".join(random.choices(WORDS, k=random.randint(4, 12)))
    return message(text, f"p{random.randrange(PEOPLE)}", at, thread=thread, of=where.name)
