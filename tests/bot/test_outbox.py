"""The outbox: nothing is said twice, nothing is lost, and no channel hears more than one message a second."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters import logs
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.outbox import Outbox, intend
from bot.ports import Storage, UnitOfWork
from tests.adapters.storage.building import HERE, settle
from tests.adapters.storage.test_outgoing_store import outgoing as any_outgoing
from tests.support.chat import Crash, FakePlatform, Fate, MortalStorage, Script
from tests.support.clocks import FakeClock

MESSAGES = tuple(
    any_outgoing(f"{n}", channel=f"C{n % 2}", kind=kind)
    for n, kind in enumerate(
        (
            OutgoingKind.REPLY,
            OutgoingKind.DIRECT,
            OutgoingKind.INVITATION,
            OutgoingKind.INVITATION,
            OutgoingKind.TOGETHER,
            OutgoingKind.REPLY,
        )
    )
)
FATES = st.lists(st.sampled_from([*Fate, Fate.WELL, Fate.WELL]), max_size=60)


def outgoing(key: str, **changes: Any) -> Outgoing:
    return any_outgoing(key, **{"channel": "C1", **changes})


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    logs.set_up("CRITICAL")
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def platform(clock: FakeClock) -> FakePlatform:
    return FakePlatform(clock)


@pytest.fixture
async def outbox(storage: Storage, platform: FakePlatform, clock: FakeClock) -> Outbox:
    await settle(storage, HERE)
    return Outbox(storage, platform, "me", clock, clock.sleep)


async def intended(storage: Storage, *messages: Outgoing) -> None:
    async with storage.begin(HERE) as work:
        for message in messages:
            await intend(work, message)
        await work.commit()


async def found(storage: Storage, key: str) -> Outgoing:
    async with storage.begin(HERE) as work:
        message = await work.outgoing.get(key)
    assert message is not None
    return message


async def test_what_is_intended_is_said_and_remembered(
    storage: Storage, outbox: Outbox, platform: FakePlatform, clock: FakeClock
) -> None:
    await intended(storage, outgoing("a"))

    sent = await outbox.deliver(HERE, "a")

    assert [post.key for post in platform.posts] == ["a"]
    assert sent == await found(storage, "a")
    assert (sent.state, sent.ts, sent.sent_at, sent.attempts) == (OutgoingState.SENT, "1.0", clock.now, 1)


async def test_what_is_intended_twice_or_delivered_twice_is_said_once(
    storage: Storage, outbox: Outbox, platform: FakePlatform
) -> None:
    await intended(storage, outgoing("a"), outgoing("a", payload='{"other": 1}'))

    await asyncio.gather(*(outbox.deliver(HERE, "a") for _ in range(3)))

    assert [post.key for post in platform.posts] == ["a"]
    assert (await found(storage, "a")).payload == "{}"


async def test_what_was_not_committed_is_not_said(
    storage: Storage, outbox: Outbox, platform: FakePlatform
) -> None:
    async with storage.begin(HERE) as work:
        await intend(work, outgoing("a"))

    assert await outbox.deliver(HERE, "a") is None
    assert platform.posts == []


async def test_what_is_refused_is_not_tried_again(
    storage: Storage, outbox: Outbox, platform: FakePlatform
) -> None:
    platform.refuses["a"] = "is_archived"
    await intended(storage, outgoing("a"), outgoing("b"))

    refused = await outbox.deliver(HERE, "a")
    await outbox.deliver(HERE, "a")
    await outbox.deliver(HERE, "b")

    assert refused is not None
    assert (refused.state, refused.error) == (OutgoingState.FAILED, "is_archived")
    assert len(platform.calls) == 2


async def test_what_is_to_be_said_instead_of_what_was_refused_is_said(
    storage: Storage, platform: FakePlatform, clock: FakeClock
) -> None:
    async def otherwise(work: UnitOfWork, unsaid: Outgoing) -> list[str]:
        await intend(work, outgoing(f"not {unsaid.key}"))
        return [f"not {unsaid.key}"]

    await settle(storage, HERE)
    outbox = Outbox(storage, platform, "me", clock, clock.sleep, unsaid=otherwise)
    platform.refuses["a"] = "is_archived"
    await intended(storage, outgoing("a"))

    await outbox.deliver(HERE, "a")

    assert [post.key for post in platform.posts] == ["not a"]


async def test_what_breaks_for_ever_is_given_up_and_its_channel_goes_on(
    storage: Storage, outbox: Outbox, platform: FakePlatform
) -> None:
    platform.breaks["a"] = TypeError("a bug")
    await intended(storage, outgoing("a"), outgoing("b"))

    await asyncio.gather(outbox.deliver(HERE, "a"), outbox.deliver(HERE, "b"))

    given_up = await found(storage, "a")
    assert (given_up.state, given_up.error, given_up.attempts) == (OutgoingState.UNKNOWN, "TypeError", 10)
    assert [post.key for post in platform.posts] == ["b"]


async def test_a_channel_hears_one_message_a_second_and_channels_do_not_wait_for_each_other(
    memory: Storage, platform: FakePlatform, clock: FakeClock
) -> None:
    await settle(memory, HERE)
    outbox = Outbox(memory, platform, "me", clock, clock.sleep)
    start = clock.now.timestamp()
    messages = [outgoing(f"{n:02}", channel=f"C{n % 4}") for n in range(12)]
    await intended(memory, *messages)

    await asyncio.gather(*(outbox.deliver(HERE, each.key) for each in messages))

    by_channel = {c: [p for p in platform.posts if p.channel == c] for c in ("C0", "C1", "C2", "C3")}
    assert [[post.at - start for post in own] for own in by_channel.values()] == [[0, 1, 2]] * 4
    assert all([p.key for p in own] == sorted(p.key for p in own) for own in by_channel.values())


async def test_a_channel_that_is_told_to_wait_waits_and_no_other(memory: Storage, clock: FakeClock) -> None:
    await settle(memory, HERE)
    platform = FakePlatform(clock, Script([Fate.LIMITED]))
    outbox = Outbox(memory, platform, "me", clock, clock.sleep)
    start = clock.now.timestamp()
    await intended(memory, outgoing("a"), outgoing("b"), outgoing("c", channel="C2"))

    await asyncio.gather(*(outbox.deliver(HERE, key) for key in "abc"))

    assert {post.key: post.at - start for post in platform.posts} == {"c": 0, "a": 7, "b": 8}


async def test_what_another_process_is_sending_is_left_to_it(
    storage: Storage, outbox: Outbox, platform: FakePlatform, clock: FakeClock
) -> None:
    await intended(storage, outgoing("a"))
    async with storage.begin(HERE) as work:
        await work.outgoing.claim("a", "another", clock.now)
        await work.commit()

    left = await outbox.deliver(HERE, "a")
    await outbox.resume(HERE)

    assert left is not None
    assert (left.state, platform.posts) == (OutgoingState.SENDING, [])


@pytest.mark.parametrize("kind", [OutgoingKind.HOME, OutgoingKind.UPDATE])
async def test_what_may_repeat_is_done_again_without_looking(
    storage: Storage, clock: FakeClock, kind: OutgoingKind
) -> None:
    await settle(storage, HERE)
    platform = FakePlatform(clock, Script([Fate.LOST]), can_find=False)
    outbox = Outbox(storage, platform, "me", clock, clock.sleep)
    await intended(storage, outgoing("a", kind=kind, channel=None, recipient="U1"))

    sent = await outbox.deliver(HERE, "a")

    assert sent is not None
    assert sent.state is OutgoingState.SENT
    assert len(platform.calls) == 2


async def live(outbox: Outbox, keys: list[str]) -> bool:
    """One life of a process; whether it lived to the end."""
    is_alive = True
    try:
        async with asyncio.TaskGroup() as group:
            for key in keys:
                group.create_task(outbox.deliver(HERE, key))
    except* Crash:
        is_alive = False
    return is_alive


async def lives(fates: list[Fate], *, can_find: bool) -> tuple[MemoryStorage, FakePlatform, list[int]]:
    """As many lives as it takes; also how many calls had been made when each ended."""
    storage, clock, script = MemoryStorage(), FakeClock(), Script(fates)
    await settle(storage, HERE)
    await intended(
        storage, *(replace(m, intended_at=m.intended_at + timedelta(seconds=int(m.key))) for m in MESSAGES)
    )
    platform, ends, is_over = FakePlatform(clock, script, can_find=can_find), [0], False
    while not is_over:
        outbox = Outbox(MortalStorage(storage, script), platform, "me", clock, clock.sleep)
        async with storage.begin(HERE) as work:
            left = [each.key for each in await work.outgoing.unsettled("me")]
        is_over = await live(outbox, left)
        ends.append(len(platform.calls))
    return storage, platform, ends


async def test_messages_are_said_in_the_order_of_the_calls_also_when_one_caller_stops_waiting(
    storage: Storage, outbox: Outbox, platform: FakePlatform
) -> None:
    keys = [f"{n:02}" for n in range(8)]
    await intended(storage, *map(outgoing, keys))

    tasks = [asyncio.create_task(outbox.deliver(HERE, key)) for key in keys]
    await tasks[0]
    tasks[3].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert [post.key for post in platform.posts] == [key for key in keys if key != "03"]


@settings(max_examples=300, deadline=None)
@given(FATES)
def test_however_often_it_dies_and_answers_are_lost_each_is_said_once_and_in_order(fates: list[Fate]) -> None:
    async def play() -> None:
        storage, platform, ends = await lives(fates, can_find=True)

        said = {post.key: post.ts for post in platform.posts}
        rows = [await found(storage, message.key) for message in MESSAGES]
        assert Counter(post.key for post in platform.posts) == Counter(m.key for m in MESSAGES)
        assert [(row.state, row.ts) for row in rows] == [(OutgoingState.SENT, said[row.key]) for row in rows]
        for channel in ("C0", "C1"):
            heard = [post.key for post in platform.posts if post.channel == channel]
            assert heard == sorted(heard)
            for start, end in pairwise(ends):
                own = [at for name, at in platform.calls[start:end] if name == channel]
                assert all(later - earlier >= 1 for earlier, later in pairwise(own))

    asyncio.run(play())


@settings(max_examples=200, deadline=None)
@given(FATES)
def test_where_nothing_can_be_found_replies_are_said_at_least_once_and_invitations_at_most_once(
    fates: list[Fate],
) -> None:
    async def play() -> None:
        storage, platform, _ = await lives(fates, can_find=False)

        said = Counter(post.key for post in platform.posts)
        for message in MESSAGES:
            row = await found(storage, message.key)
            if message.kind is OutgoingKind.INVITATION:
                assert said[message.key] <= 1
                assert row.state in (OutgoingState.SENT, OutgoingState.UNKNOWN)
                assert said[message.key] == 1 or row.state is OutgoingState.UNKNOWN
            else:
                assert said[message.key] >= 1
                assert row.state is OutgoingState.SENT

    asyncio.run(play())


async def test_what_an_earlier_run_left_is_delivered_in_its_order_with_one_look(
    storage: Storage, outbox: Outbox, platform: FakePlatform, clock: FakeClock
) -> None:
    first, second = outgoing("b"), outgoing("a", intended_at=clock.now + timedelta(seconds=1))
    await intended(storage, second, replace(first, intended_at=clock.now))
    await platform.send(HERE, first)
    async with storage.begin(HERE) as work:
        await work.outgoing.claim("b", "me", clock.now)
        await work.commit()

    await outbox.resume(HERE)

    assert [post.key for post in platform.posts] == ["b", "a"]
    assert (await found(storage, "b")).ts == "1.0"
