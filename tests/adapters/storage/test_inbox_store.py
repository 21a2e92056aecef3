"""The inbox: each event once, in the order of arrival, and handled by one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from adapters.storage.unit_of_work import SqlStorage
from bot.chat_types import InboxState
from bot.incoming import Envelope
from bot.ports import Storage, UnitOfWork
from bot.types import Platform
from tests.adapters.storage.building import HERE, NOON, THERE, settle


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


async def test_the_urgent_ones_are_found_among_any_number_of_others_in_the_order_of_arrival(
    work: UnitOfWork,
) -> None:
    talk = [envelope(f"talk {number}") for number in range(20)]
    urgent = [envelope(name, lane=lane, is_urgent=True) for name, lane in (("b", "C2"), ("a", "C1"))]
    await work.inbox.add([*talk[:10], *urgent, *talk[10:], envelope("c", lane="C3", is_urgent=True)])

    found = await work.inbox.urgent(9)
    rest = await work.inbox.urgent(9, ("C2",))
    await work.inbox.take(found[0].sequence, NOON)
    await work.inbox.mark(found[1].sequence, InboxState.FAILED, attempts=1, at=NOON)

    assert [(event.event_id, event.is_urgent) for event in found] == [("b", True), ("a", True), ("c", True)]
    assert [event.event_id for event in rest] == ["a", "c"]
    assert [event.event_id for event in await work.inbox.urgent(9)] == ["c"]
    assert len(await work.inbox.urgent(1)) == 1
    assert await names(work, limit=30) == [*(each.event_id for each in talk), "c"]


async def test_what_is_urgent_is_looked_up_and_not_looked_for(sql_url: str) -> None:
    storage = SqlStorage(sql_url)
    await settle(storage, HERE)
    async with storage.begin(HERE) as work:
        await work.inbox.add([envelope(str(number)) for number in range(2_000)])
        await work.inbox.add([envelope("urgent", is_urgent=True)])
        await work.commit()
        plan = await plan_of(work, lambda: work.inbox.urgent(9, ("C2",)))
    await storage.close()

    assert "ix_inbox_urgent" in plan


async def plan_of(work: UnitOfWork, do: Callable[[], Awaitable[object]], table: str = "inbox") -> str:
    """How the database goes about the statement of that."""
    connection = work.inbox._session._connection  # type: ignore[attr-defined]
    told: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        told.append((statement, values))

    event.listen(connection.sync_connection, "before_cursor_execute", listen)
    await do()
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    if explain == "EXPLAIN":
        await connection.exec_driver_sql(f"ANALYZE {table}")
    statement, values = told[0]
    return str((await connection.exec_driver_sql(f"{explain} {statement}", values)).all())


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
