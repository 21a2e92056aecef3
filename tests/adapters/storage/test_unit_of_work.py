"""A unit of work: all or nothing, one workspace and no other, one writer at a time."""

import asyncio

import numpy as np
import pytest

from adapters.storage import engine, session
from adapters.storage.errors import ConflictError, LockedError
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.storage.unit_of_work import SqlStorage
from bot.chat_types import Muted, MutedKind, OutgoingState, QuestionState
from bot.ports import Storage, UnitOfWork
from bot.types import AuditEntry
from expertise.types import WorkspaceId
from index.types import PUBLIC, PassageId
from tests.adapters.storage.building import (
    ANN,
    BEN,
    CHANNELS,
    CLOSED,
    HERE,
    NOON,
    OPEN,
    PEOPLE,
    RANKER,
    THERE,
    answered,
    channel,
    collected,
    message,
    passage,
    ts,
)
from tests.adapters.storage.test_inbox_store import envelope
from tests.adapters.storage.test_outgoing_store import outgoing
from tests.adapters.storage.test_question_store import FIRST, LINES

MUTED = Muted(kind=MutedKind.CHANNEL, subject="C1")


async def write_everything(work: UnitOfWork) -> None:
    await work.channels.set_members(CLOSED, [ANN])
    await work.messages.add(OPEN, [message(1), message(2, thread_ts=ts(1))])
    await work.messages.set_stale(OPEN, is_stale=True)
    await work.passages.replace(channel(OPEN), [ts(1)], [passage(1), passage(1, 1)])
    ids = await work.log.ids(PUBLIC, PassageId(0), 9)
    await work.vectors.put("m", ids[:1], np.ones((1, 2), np.float32))
    await work.activity.add(PUBLIC, [answered(ANN)])
    await work.load.add(ANN, NOON)
    await work.rankers.add(RANKER)
    await work.rankers.use(1)
    await work.audit.add(AuditEntry(at=NOON, action="a", actor="b", subject=None, detail="c"))
    await work.imports.mark("file", ["part"])
    await work.inbox.add([envelope("event")])
    await work.outgoing.add(outgoing("key"))
    await work.questions.add(FIRST)
    await work.questions.close(FIRST.id, QuestionState.ANSWERED, LINES)
    await work.muted.add(MUTED)


async def read_everything(work: UnitOfWork, ids: list[PassageId]) -> list[object]:
    """All that write_everything leaves behind, as seen from this unit of work."""
    return [
        await work.channels.members(CLOSED),
        await work.channels.channels_of(ANN),
        await work.messages.stale_channels(),
        await work.transcript.by_keys([(OPEN, ts(1))]),
        await work.transcript.thread(OPEN, ts(1)),
        await collected(work.transcript.threads(OPEN)),
        await collected(work.transcript.top_level(OPEN)),
        await work.transcript.count(),
        await work.passages.by_ids(ids),
        await work.passages.count(),
        await work.vectors.unembedded("m", PassageId(0), 9, None),
        await work.vectors.entries("m", ids),
        dict(await work.vectors.languages()),
        await work.vectors.count("m"),
        await work.log.since(0, 9),
        await work.log.head(),
        await work.log.partitions(),
        await work.log.ids(PUBLIC, PassageId(0), 9),
        await work.activity.busiest([PUBLIC], OPEN, NOON, 9),
        await work.activity.around([ANN], [PUBLIC], [OPEN], NOON, 0),
        await work.activity.of_channel(OPEN, NOON),
        dict(await work.load.of([ANN], NOON)),
        await work.rankers.all(),
        await work.rankers.in_use(),
        await work.audit.all(),
        await work.imports.done("file"),
        await work.inbox.next(9),
        await work.outgoing.get("key"),
        await work.questions.by_id(FIRST.id),
        await work.questions.shown(FIRST.id),
        await work.muted.any_of([MUTED]),
    ]


NOBODY: frozenset[object] = frozenset()
NOTHING = [
    NOBODY, NOBODY, [], {}, [], [], [], 0, [], 0, [], [], {}, 0, [], 0, [], [], {}, {OPEN: {}}, {}, {},
    [], None, [], NOBODY, [], None, None, [], False,
]  # fmt: skip


async def test_what_is_committed_is_there_for_the_next(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await write_everything(work)
        await work.commit()
        ids = await work.log.ids(PUBLIC, PassageId(0), 9)

    async with storage.begin(HERE) as work:
        found = await read_everything(work, ids)

    assert all(found)


async def test_leaving_without_commit_takes_everything_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await write_everything(work)
        ids = await work.log.ids(PUBLIC, PassageId(0), 9)

    async with storage.begin(HERE) as work:
        assert await read_everything(work, ids) == NOTHING


async def test_an_error_takes_everything_back_and_goes_on_up(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.begin(HERE) as work:
            await write_everything(work)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()

    async with storage.begin(HERE) as work:
        assert await read_everything(work, []) == NOTHING


async def test_only_what_came_after_the_commit_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await write_everything(work)
        await work.commit()
        ids = await work.log.ids(PUBLIC, PassageId(0), 9)
        before = repr(await read_everything(work, ids))
        await work.messages.add(OPEN, [message(1, text="changed"), message(3)])
        await work.messages.remove((OPEN, ts(2)))
        await work.messages.set_stale(OPEN, is_stale=False)
        await work.vectors.put("n", ids, np.zeros((2, 2), np.float32))
        await work.passages.clear(channel(OPEN), [])
        await work.log.trim(3)
        await work.activity.add(PUBLIC, [answered(ANN, sign=-1), answered(BEN)])
        await work.load.add(ANN, NOON)
        await work.inbox.take((await work.inbox.next(1))[0].sequence, NOON)
        await work.outgoing.settle("key", OutgoingState.SENT, NOON)
        await work.questions.close(FIRST.id, QuestionState.FAILED)
        await work.upkeep.erase_questions([FIRST.id])
        await work.muted.remove(MUTED)
        await work.channels.set_members(CLOSED, [BEN])
        await work.people.save([PEOPLE[1]])
        await work.channels.save([CHANNELS[1]])

    async with storage.begin(HERE) as work:
        assert repr(await read_everything(work, ids)) == before


async def test_a_workspace_sees_nothing_of_another_with_the_same_people_and_channels(
    storage: Storage,
) -> None:
    async with storage.begin(HERE) as work:
        await write_everything(work)
        await work.commit()
        ids = await work.log.ids(PUBLIC, PassageId(0), 9)

    async with storage.begin(THERE) as work:
        assert await read_everything(work, ids) == NOTHING


async def test_a_workspace_changes_nothing_of_another(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await write_everything(work)
        await work.commit()
        ids = await work.log.ids(PUBLIC, PassageId(0), 9)
        before = repr(await read_everything(work, ids))

    async with storage.begin(THERE) as work:
        await work.channels.set_members(CLOSED, [])
        await work.messages.add(OPEN, [message(1, text="changed")])
        await work.messages.remove((OPEN, ts(1)))
        await work.messages.set_stale(OPEN, is_stale=False)
        await work.vectors.put("n", ids, np.zeros((2, 2), np.float32))
        await work.passages.replace(channel(OPEN), [ts(1)], [])
        await work.passages.clear(channel(OPEN), [])
        await work.log.trim(9)
        await work.activity.clear(PUBLIC, OPEN)
        await work.load.add(ANN, NOON)
        await work.people.save([PEOPLE[0]])
        await work.commit()

    async with storage.begin(HERE) as work:
        assert repr(await read_everything(work, ids)) == before


async def test_a_second_writer_waits_for_the_first(storage: Storage) -> None:
    order = []

    async def second() -> None:
        async with storage.begin(HERE) as work:
            await work.passages.replace(channel(OPEN), [ts(2)], [passage(2)])
            order.append("second")
            await work.commit()

    async with storage.begin(HERE) as work:
        await work.passages.replace(channel(OPEN), [ts(1)], [passage(1)])
        waiting = asyncio.create_task(second())
        await asyncio.wait([waiting], timeout=0.1)
        order.append("first")
        await work.commit()
    await waiting

    async with storage.begin(HERE) as work:
        texts = [
            each.text for each in await work.passages.by_ids(await work.log.ids(PUBLIC, PassageId(0), 9))
        ]
        assert order == ["first", "second"]
        assert texts == [passage(1).text, passage(2).text]
        assert [change.sequence for change in await work.log.since(0, 9)] == [1, 2]


async def test_counts_added_at_once_all_count(storage: Storage) -> None:
    async def answer() -> None:
        async with storage.begin(HERE) as work:
            assert await work.transcript.count() == 0  # read first: no stale snapshot comes in the way
            await work.activity.add(PUBLIC, [answered(ANN)])
            await work.commit()

    await asyncio.gather(*(answer() for _ in range(8)))

    async with storage.begin(HERE) as work:
        assert round((await work.activity.of_channel(OPEN, NOON))[ANN].here, 9) == 8


async def test_a_writer_that_waits_too_long_is_told_that_it_is_locked(
    any_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_SECONDS", 1)
    monkeypatch.setattr(session, "LOCK_SECONDS", 1)
    storage: Storage = SqlStorage(any_url) if any_url else MemoryStorage(lock_seconds=0.1)

    async with storage.begin(HERE) as first, storage.begin(HERE) as second:
        await first.messages.set_stale(OPEN, is_stale=True)
        with pytest.raises(LockedError):
            await second.messages.set_stale(OPEN, is_stale=True)
    await storage.close()


async def test_a_writer_may_be_less_patient_than_the_others(storage: Storage) -> None:
    async with storage.begin(HERE) as first, storage.begin(HERE) as second:
        await first.hold()
        with pytest.raises(LockedError):
            await asyncio.wait_for(second.hold(0.1), 5)
    async with storage.begin(HERE) as work:
        await work.hold(0.1)
        await write_everything(work)


async def test_a_row_that_names_nobody_is_refused(sql_url: str) -> None:
    storage = SqlStorage(sql_url)

    async with storage.begin(WorkspaceId(HERE)) as work:
        with pytest.raises(ConflictError):
            await work.people.save(PEOPLE)
    await storage.close()
