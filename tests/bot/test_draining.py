"""Draining: in order within a lane, each event handled once, and none holds up other lanes."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from adapters import logs
from bot.chat_types import Event, InboxState
from bot.draining import After, Draining, Patience, drain, hurry
from bot.errors import NotForUsError, TryAgainError
from bot.ports import Storage, UnitOfWork
from tests.adapters.storage.building import HERE, OPEN, message
from tests.adapters.storage.test_inbox_store import envelope
from tests.support.clocks import FakeClock
from tests.support.drained import Act, Handler, fill, prepared, states

SECRET = "the payroll of Ada"


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def _back_to_defaults() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def to(storage: Storage, handle: Act, clock: FakeClock, patience: Patience | None = None) -> Draining:
    return Draining(
        storage=storage,
        workspace_id=HERE,
        handle=prepared(handle),
        clock=clock,
        lanes=3,
        patience=patience or Patience(retryable=4, poison=2),
    )


async def test_every_event_is_handled_once_in_the_order_of_its_lane(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    names = [f"{n:03}" for n in range(450)]
    await fill(storage, *(envelope(name, lane=f"C{n % 7}") for n, name in enumerate(names)))

    for _ in range(2):
        assert await drain(to(storage, handler, clock)) is None

    for lane in range(7):
        own = [name for name in handler.seen if int(name) % 7 == lane]
        assert own == names[lane::7]
    assert await states(storage) == {InboxState.DONE: 450}


async def test_two_who_drain_at_once_share_the_work(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(storage, *(envelope(str(n), lane=f"C{n % 5}") for n in range(50)))

    await asyncio.gather(*(drain(to(storage, handler, clock)) for _ in range(2)))

    assert sorted(handler.seen, key=int) == [str(n) for n in range(50)]


async def test_what_is_urgent_waits_for_talk_neither_of_its_lane_nor_of_others(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(
        storage,
        envelope("talk"),
        envelope("question", is_urgent=True),
        envelope("edit of the question"),
        envelope("deletion of the question", is_urgent=True),
        envelope("elsewhere", lane="C2", is_urgent=True),
    )

    await hurry(to(storage, handler, clock))
    first = list(handler.seen)
    await drain(to(storage, handler, clock))

    assert [each for each in first if each != "elsewhere"] == ["question", "deletion of the question"]
    assert "elsewhere" in first
    assert handler.seen[3:] == ["talk", "edit of the question"]


async def test_what_is_urgent_and_must_be_tried_again_holds_up_what_is_urgent_and_talk_after_it(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(
        storage,
        envelope("talk"),
        envelope("question", is_urgent=True),
        envelope("press", is_urgent=True),
        envelope("edit of the question"),
    )
    handler.fails["question"] = [TryAgainError()]
    own = to(storage, handler, clock)

    due = await hurry(own), await drain(own)
    meanwhile = list(handler.seen)
    clock.pass_(5)
    await hurry(own)
    await drain(own)

    assert None not in due
    assert meanwhile == ["talk"]
    assert handler.seen == ["talk", "question", "press", "edit of the question"]


@pytest.mark.parametrize("fails", [False, True])
async def test_two_who_come_to_an_event_at_once_do_not_both_ask_outside_for_it(
    storage: Storage, handler: Handler, clock: FakeClock, *, fails: bool
) -> None:
    asked: list[str] = []
    may_go_on = asyncio.Event()

    async def handle(event: Event) -> Callable[[UnitOfWork], Awaitable[After | None]]:
        asked.append(event.event_id)
        await may_go_on.wait()
        if fails:
            raise TryAgainError
        return lambda work: handler(work, event)

    await fill(storage, envelope("question", is_urgent=True), envelope("edit of the question"))
    own = replace(to(storage, handler, clock), handle=handle)
    both = [asyncio.create_task(each(own)) for each in (hurry, drain)]
    async with asyncio.timeout(20):
        while not asked:  # noqa: ASYNC110 a list rings no bell
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        may_go_on.set()
        dues = await asyncio.gather(*both)

    assert asked == (["question"] if fails else ["question", "edit of the question"])
    assert [due is not None for due in dues] == [fails, fails]


async def test_no_more_lanes_go_on_at_once_than_may(storage: Storage, clock: FakeClock) -> None:
    at_once, most = 0, 0

    async def handle(_work: UnitOfWork, _event: Event) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    await fill(storage, *(envelope(str(n), lane=f"C{n}") for n in range(20)))
    await drain(to(storage, handle, clock))

    assert 1 <= most <= 3


async def test_what_a_handler_wrote_and_that_it_is_done_are_one(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(storage, envelope("a"))
    handler.fails["a"] = [TryAgainError()]

    await drain(to(storage, handler, clock))

    async with storage.begin(HERE) as work:
        assert await work.transcript.count() == 0
    assert await states(storage) == {InboxState.NEW: 1}


async def test_a_use_case_that_commits_itself_commits_that_it_is_done(
    storage: Storage, clock: FakeClock
) -> None:
    async def handle(work: UnitOfWork, event: Event) -> None:
        await work.messages.add(OPEN, [message(event.sequence)])
        await work.commit()
        raise RuntimeError("too late")

    await fill(storage, envelope("a"), envelope("b"))
    await drain(to(storage, handle, clock))
    clock.pass_(60)
    await drain(to(storage, handle, clock))

    assert await states(storage) == {InboxState.DONE: 2}


async def test_what_fails_for_now_is_tried_again_later_and_holds_up_its_lane_alone(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(storage, envelope("a"), envelope("b"), envelope("other", lane="C2"), envelope("c"))
    handler.fails["a"] = [TryAgainError(), TryAgainError()]

    first = await drain(to(storage, handler, clock))
    at_once = await drain(to(storage, handler, clock))
    assert (handler.seen, first, at_once) == (["other"], *[clock.now + timedelta(seconds=1)] * 2)

    clock.pass_(1)
    assert await drain(to(storage, handler, clock)) == clock.now + timedelta(seconds=2)
    clock.pass_(2)
    assert await drain(to(storage, handler, clock)) is None
    assert handler.seen == ["other", "a", "b", "c"]


async def test_an_event_that_always_fails_is_given_up_without_a_word_of_it_and_its_lane_goes_on(
    storage: Storage, handler: Handler, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up()
    await fill(storage, envelope("a", body=json.dumps(SECRET)), envelope("b"))
    handler.fails["a"] = [ValueError(SECRET)] * 9

    for _ in range(3):
        await drain(to(storage, handler, clock))
        clock.pass_(60)

    logged = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert handler.seen == ["b"]
    assert await states(storage) == {InboxState.FAILED: 1, InboxState.DONE: 1}
    assert [(line["event"], line["error"]) for line in logged] == [
        ("event to be tried again", "ValueError"),
        ("event given up", "ValueError"),
    ]
    assert SECRET not in json.dumps(logged)


async def test_patience_is_longer_with_what_may_succeed_but_ends(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(storage, envelope("a"))
    handler.fails["a"] = [TryAgainError() for _ in range(9)]
    rounds = 0

    while InboxState.NEW in await states(storage):
        await drain(to(storage, handler, clock))
        clock.pass_(600)
        rounds += 1

    assert rounds == 4


def test_pauses_double_until_they_are_long_enough() -> None:
    pauses = [Patience().pause(n).total_seconds() for n in (1, 2, 3, 9, 10, 1_000)]

    assert pauses == [1, 2, 4, 256, 300, 300]


async def test_what_is_nothing_for_us_is_ignored(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    await fill(storage, envelope("a"), envelope("b"))
    handler.fails["a"] = [NotForUsError()]

    await drain(to(storage, handler, clock))

    assert await states(storage) == {InboxState.IGNORED: 1, InboxState.DONE: 1}


async def test_what_comes_after_is_done_once_it_is_committed_and_its_failure_changes_nothing(
    storage: Storage, handler: Handler, clock: FakeClock
) -> None:
    seen: list[dict[InboxState, int]] = []

    async def after() -> None:
        seen.append(await states(storage))
        raise RuntimeError("lost")

    handler.after = after
    await fill(storage, envelope("a"))
    await drain(to(storage, handler, clock))

    assert seen == [{InboxState.DONE: 1}]
    assert await drain(to(storage, handler, clock)) is None
