"""Reading messages: threads, and talk outside threads, in the order of (time, ts)."""

from datetime import timedelta

import pytest

from adapters.storage import transcript
from bot.ports import UnitOfWork
from tests.adapters.storage.building import NOON, OPEN, OTHER, collected, message, ts

PARENT = message(10, thread_ts=ts(10))
REPLIES = [message(number, thread_ts=ts(10)) for number in (12, 13, 15)]


@pytest.fixture(params=[1, 2, 64])
def small_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of messages needs several."""
    monkeypatch.setattr(transcript, "FIRST_PAGE", request.param)
    monkeypatch.setattr(transcript, "LARGEST_PAGE", request.param)


async def test_a_thread_is_its_parent_and_the_replies_in_order(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [REPLIES[2], PARENT, message(11), REPLIES[0], REPLIES[1]])

    assert await work.transcript.thread(OPEN, ts(10)) == [PARENT, *REPLIES]


async def test_a_thread_without_its_parent_is_the_replies(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, REPLIES)

    assert await work.transcript.thread(OPEN, ts(10)) == REPLIES


async def test_a_message_alone_is_a_thread_of_one(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(1), message(2)])

    assert await work.transcript.thread(OPEN, ts(1)) == [message(1)]
    assert await work.transcript.thread(OPEN, ts(3)) == []
    assert await work.transcript.thread(OTHER, ts(1)) == []


@pytest.mark.usefixtures("small_pages")
async def test_threads_are_streamed_by_the_name_of_their_first_message(work: UnitOfWork) -> None:
    early = [message(20, thread_ts=ts(3)), message(21, thread_ts=ts(3))]
    late = [message(5, thread_ts=ts(30))]
    elsewhere = message(1, channel_id=OTHER, thread_ts=ts(1))
    await work.messages.add(OPEN, [*late, message(3), *REPLIES, *early, PARENT])
    await work.messages.add(OTHER, [elsewhere])

    assert await collected(work.transcript.threads(OPEN)) == [early, [PARENT, *REPLIES], late]


@pytest.mark.usefixtures("small_pages")
async def test_replies_are_not_top_level_and_parents_are(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(16), *REPLIES, message(9), PARENT])

    assert await collected(work.transcript.top_level(OPEN)) == [message(9), PARENT, message(16)]


@pytest.mark.usefixtures("small_pages")
async def test_reading_starts_at_a_time_forwards_and_just_before_it_backwards(work: UnitOfWork) -> None:
    talk = [message(number) for number in range(1, 8)]
    await work.messages.add(OPEN, talk)
    since = talk[3].at

    assert await collected(work.transcript.top_level(OPEN, since)) == talk[3:]
    assert await collected(work.transcript.top_level(OPEN, since, backwards=True)) == talk[2::-1]
    assert await collected(work.transcript.top_level(OPEN, backwards=True)) == talk[::-1]


@pytest.mark.usefixtures("small_pages")
async def test_messages_of_one_moment_are_ordered_by_ts_as_text(work: UnitOfWork) -> None:
    names = ["1", "10", "2", "B", "a", "é"]
    talk = [message(0, ts=name) for name in names]
    await work.messages.add(OPEN, talk[::-1])

    assert [each.ts for each in await collected(work.transcript.top_level(OPEN))] == names
    assert [each.ts for each in await collected(work.transcript.top_level(OPEN, backwards=True))] == names[
        ::-1
    ]


async def test_a_time_that_no_message_has_lies_between_two(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(1), message(2)])
    between = NOON + timedelta(seconds=1, microseconds=1)

    assert await collected(work.transcript.top_level(OPEN, between)) == [message(2)]
    assert await collected(work.transcript.top_level(OPEN, between, backwards=True)) == [message(1)]


@pytest.mark.usefixtures("small_pages")
async def test_writing_while_reading_does_not_lose_the_place(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(number) for number in range(1, 6)])

    seen = []
    async for each in work.transcript.top_level(OPEN):
        seen.append(each.ts)
        await work.messages.remove(each.key)

    assert seen == [ts(number) for number in range(1, 6)]
    assert await work.transcript.count() == 0


async def test_an_empty_channel_has_nothing_to_read(work: UnitOfWork) -> None:
    assert await collected(work.transcript.threads(OPEN)) == []
    assert await collected(work.transcript.top_level(OPEN, NOON)) == []
    assert await work.transcript.by_keys([]) == {}
    assert await work.transcript.count() == 0
