"""The inbox: each event once, in the order of arrival, and handled by one."""

import asyncio
from datetime import timedelta
from typing import Any

from bot.chat_types import InboxState
from bot.incoming import Envelope
from bot.ports import Storage, UnitOfWork
from bot.types import Platform
from tests.adapters.storage.building import HERE, NOON, THERE


def envelope(name: str, **changes: Any) -> Envelope:
    fields = {
        "platform": Platform.SLACK,
        "workspace": "T1",
        "event_id": name,
        "kind": "message",
        "lane": "C1",
        "body": '{"text": "hello"}',
        "received_at": NOON,
        **changes,
    }
    return Envelope(**fields)


async def names(work: UnitOfWork, limit: int = 9, without: tuple[str, ...] = ()) -> list[str]:
    return [event.event_id for event in await work.inbox.next(limit, without)]


async def test_events_come_back_as_they_came_in_the_order_of_arrival(work: UnitOfWork) -> None:
    added = await work.inbox.add([envelope("b", kind="button", lane="C2"), envelope("a", body="ü")])
    await work.inbox.add([envelope("c")])

    first, second, third = await work.inbox.next(9)

    assert added == {"a", "b"}
    assert (first.event_id, first.kind, first.lane, first.body) == ("b", "button", "C2", '{"text": "hello"}')
    assert (second.event_id, second.body, third.event_id) == ("a", "ü", "c")
    assert first.sequence < second.sequence < third.sequence
    assert (first.received_at, first.state, first.attempts) == (NOON, InboxState.NEW, 0)
    assert (first.due_at, first.handled_at) == (None, None)


async def test_an_event_is_kept_once_also_when_it_comes_twice_at_once(work: UnitOfWork) -> None:
    first = await work.inbox.add([envelope("a"), envelope("a", body="again"), envelope("b")])
    second = await work.inbox.add([envelope("b"), envelope("c"), envelope("a")])

    assert (first, second) == ({"a", "b"}, {"c"})
    assert await names(work) == ["a", "b", "c"]
    assert await work.inbox.add([]) == frozenset()


async def test_a_handled_event_that_comes_again_is_not_new(work: UnitOfWork) -> None:
    await work.inbox.add([envelope("a")])
    (event,) = await work.inbox.next(9)
    await work.inbox.take(event.sequence, NOON)

    assert await work.inbox.add([envelope("a")]) == frozenset()
    assert await names(work) == []


async def test_the_next_events_may_leave_out_lanes(work: UnitOfWork) -> None:
    await work.inbox.add([envelope("a"), envelope("b", lane="C2"), envelope("c"), envelope("d", lane="C3")])

    assert await names(work, limit=1) == ["a"]
    assert await names(work, without=("C1",)) == ["b", "d"]
    assert await names(work, without=("C1", "C2", "C3")) == []


async def test_an_event_is_taken_once(work: UnitOfWork) -> None:
    await work.inbox.add([envelope("a")])
    (event,) = await work.inbox.next(9)

    assert await work.inbox.take(event.sequence, NOON)
    assert not await work.inbox.take(event.sequence, NOON)
    assert not await work.inbox.take(event.sequence + 1, NOON)


async def test_two_who_take_the_same_event_at_once_do_not_both_get_it(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.inbox.add([envelope("a")])
        (event,) = await work.inbox.next(9)
        await work.commit()

    async def take() -> bool:
        async with storage.begin(HERE) as work:
            is_mine = await work.inbox.take(event.sequence, NOON)
            await work.commit()
            return is_mine

    assert sorted(await asyncio.gather(*(take() for _ in range(4)))) == [False, False, False, True]


async def test_what_is_tried_again_stays_new_with_its_time_and_its_attempts(work: UnitOfWork) -> None:
    await work.inbox.add([envelope("a"), envelope("b")])
    first, second = await work.inbox.next(9)
    later = NOON + timedelta(seconds=4)

    await work.inbox.mark(first.sequence, InboxState.NEW, attempts=2, at=NOON, due_at=later)
    await work.inbox.mark(second.sequence, InboxState.FAILED, attempts=3, at=NOON)

    (event,) = await work.inbox.next(9)
    assert (event.event_id, event.attempts, event.due_at) == ("a", 2, later)
    assert (await work.upkeep.standing()).inbox == {InboxState.NEW: 1, InboxState.FAILED: 1}


async def test_what_is_finished_is_not_marked_again(work: UnitOfWork) -> None:
    await work.inbox.add([envelope("a")])
    (event,) = await work.inbox.next(9)
    await work.inbox.take(event.sequence, NOON)

    await work.inbox.mark(event.sequence, InboxState.NEW, attempts=1, at=NOON)

    assert await names(work) == []


async def test_each_workspace_has_its_own_events_and_what_is_not_committed_is_taken_back(
    storage: Storage,
) -> None:
    async with storage.begin(HERE) as work:
        await work.inbox.add([envelope("a")])
        (event,) = await work.inbox.next(9)
        await work.commit()
        await work.inbox.take(event.sequence, NOON)
    async with storage.begin(THERE) as other:
        assert not await other.inbox.take(event.sequence, NOON)
        await other.inbox.mark(event.sequence, InboxState.FAILED, attempts=9, at=NOON)
        assert await other.inbox.add([envelope("a")]) == {"a"}
        await other.commit()

    async with storage.begin(HERE) as work:
        assert await work.inbox.next(9) == [event]
