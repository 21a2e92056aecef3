"""A drainer goes on by itself: it is woken, takes what is urgent first, and stops when it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.chat_types import Event, InboxState
from bot.draining import After, Drainer
from bot.ports import Storage, UnitOfWork
from expertise.types import WorkspaceId
from tests.adapters.storage.building import HERE, OPEN, THERE, settle, ts
from tests.adapters.storage.test_inbox_store import envelope
from tests.support.clocks import FakeClock
from tests.support.drained import Act, Handler, fill, prepared, states


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def test_a_question_overtakes_a_burst_of_talk(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    talk = [envelope(f"talk {number}", lane=f"C{number % 20}") for number in range(4_000)]
    drainer = Drainer(storage, clock, seconds=60)
    await fill(storage, *talk, envelope("waits since before", lane="C1", is_urgent=True))

    async with draining(drainer, HERE, handler), asyncio.timeout(60):
        while len(handler.seen) < 30:  # noqa: ASYNC110 a list rings no bell
            await asyncio.sleep(0.001)
        had_come = len(handler.seen)
        await fill(storage, envelope("comes now", lane="C2", is_urgent=True))
        drainer.wake(HERE)
        while "comes now" not in handler.seen:  # noqa: ASYNC110 as above
            await asyncio.sleep(0.001)

    assert handler.seen.index("waits since before") < 30
    assert handler.seen.index("comes now") < had_come + 200


async def test_a_drainer_hands_on_what_is_there_and_what_comes(storage: Storage, clock: FakeClock) -> None:
    handled: asyncio.Queue[str] = asyncio.Queue()

    async def handle(work: UnitOfWork, event: Event) -> After:
        await work.messages.remove((OPEN, ts(1)))

        async def after() -> None:
            handled.put_nowait(event.event_id)

        return after

    await fill(storage, envelope("a"))
    drainer = Drainer(storage, clock, seconds=60)
    running = asyncio.create_task(drainer.run(HERE, prepared(handle)))
    async with asyncio.timeout(20):
        assert await handled.get() == "a"
        await fill(storage, envelope("b"))
        drainer.wake(HERE)
        assert await handled.get() == "b"

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_events_of_a_workspace_that_is_not_served_wait_until_it_is(
    storage: Storage, clock: FakeClock, handler: Handler
) -> None:
    drainer = Drainer(storage, clock, seconds=60)
    await settle(storage, THERE)
    await fill(storage, envelope("a"))

    async with draining(drainer, THERE, handler):
        drainer.wake(HERE)
        await asyncio.sleep(0.05)
        meanwhile = await states(storage)
    async with draining(drainer, HERE, handler), asyncio.timeout(20):
        while await states(storage) != {InboxState.DONE: 1}:  # noqa: ASYNC110 a state of rows rings no bell
            await asyncio.sleep(0.01)

    assert meanwhile == {InboxState.NEW: 1}
    assert handler.seen == ["a"]


@asynccontextmanager
async def draining(drainer: Drainer, where: WorkspaceId, handle: Act) -> AsyncIterator[None]:
    running = asyncio.create_task(drainer.run(where, prepared(handle)))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("steps", range(6))
async def test_a_drainer_that_is_woken_and_told_to_stop_at_once_stops(
    storage: Storage, clock: FakeClock, handler: Handler, steps: int
) -> None:
    drainer = Drainer(storage, clock, seconds=60)
    await fill(storage, envelope("a"))
    running = asyncio.create_task(drainer.run(HERE, prepared(handler)))
    async with asyncio.timeout(20):
        while await states(storage) != {InboxState.DONE: 1}:  # noqa: ASYNC110 a state of rows rings no bell
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)

    drainer.wake(HERE)
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    ended, _ = await asyncio.wait([running], timeout=20)

    assert ended
    assert running.cancelled()
