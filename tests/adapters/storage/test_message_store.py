"""Messages: adding what is new, updating what differs, saying how many."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import UnitOfWork
from expertise.types import MessageKind
from tests.adapters.storage.building import NOON, OPEN, OTHER, message, ts

EDITED = message(
    2,
    text="edited",
    edited_at=NOON + timedelta(hours=1),
    kind=MessageKind.TOMBSTONE,
    thread_ts=ts(1),
    author_id=None,
)


async def test_messages_come_back_as_they_were_added(work: UnitOfWork) -> None:
    messages = [message(1), EDITED]

    assert await work.messages.add(OPEN, messages) == 2

    assert await work.transcript.by_keys([each.key for each in messages]) == {
        each.key: each for each in messages
    }


async def test_adding_the_same_again_changes_nothing(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(1), EDITED])

    assert await work.messages.add(OPEN, [message(1), EDITED]) == 0


async def test_only_new_and_changed_messages_count(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(1), message(2), message(3)])

    assert await work.messages.add(OPEN, [message(1), EDITED, message(4)]) == 2

    assert await work.transcript.by_keys([EDITED.key]) == {EDITED.key: EDITED}
    assert await work.transcript.count() == 4


async def test_every_part_of_the_content_counts_as_a_change(work: UnitOfWork) -> None:
    before = message(1)
    await work.messages.add(OPEN, [before])
    changes = (
        {"text": "other"},
        {"author_id": None},
        {"at": before.at + timedelta(microseconds=1)},
        {"thread_ts": ts(1)},
        {"kind": MessageKind.BOT},
        {"edited_at": NOON},
    )

    for change in changes:
        before = replace(before, **change)
        assert await work.messages.add(OPEN, [before]) == 1, change

    assert await work.transcript.by_keys([before.key]) == {before.key: before}


async def test_adding_nothing_is_nothing(work: UnitOfWork) -> None:
    assert await work.messages.add(OPEN, []) == 0


async def test_one_ts_in_two_channels_is_two_messages(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(1)])

    assert await work.messages.add(OTHER, [message(1, channel_id=OTHER)]) == 1
    assert await work.transcript.count() == 2


async def test_a_removed_message_is_forgotten_and_removing_it_again_does_nothing(work: UnitOfWork) -> None:
    await work.messages.add(OPEN, [message(1), message(2)])

    await work.messages.remove((OPEN, ts(1)))
    await work.messages.remove((OPEN, ts(1)))
    await work.messages.remove((OTHER, ts(2)))

    assert await work.transcript.by_keys([(OPEN, ts(1)), (OPEN, ts(2))]) == {(OPEN, ts(2)): message(2)}


async def test_a_channel_is_stale_until_it_is_said_not_to_be(work: UnitOfWork) -> None:
    await work.messages.set_stale(OTHER, is_stale=True)
    await work.messages.set_stale(OPEN, is_stale=True)
    assert await work.messages.stale_channels() == sorted((OPEN, OTHER))

    await work.messages.set_stale(OPEN, is_stale=False)
    assert await work.messages.stale_channels() == [OTHER]


@pytest.mark.usefixtures("small_batches")
async def test_more_messages_than_one_statement_takes(work: UnitOfWork) -> None:
    many = [message(number) for number in range(8)]
    await work.messages.add(OPEN, many)

    assert await work.messages.add(OPEN, [*many[:-1], replace(many[-1], text="changed"), message(8)]) == 2
    assert await work.transcript.count() == 9


async def test_any_text_that_people_write_survives(work: UnitOfWork) -> None:
    odd = message(1, text="naïve 👩‍🚀 \n\t'\"%s :x \\ ; DROP TABLE messages; --")

    await work.messages.add(OPEN, [odd])

    assert await work.transcript.thread(OPEN, ts(1)) == [odd]
