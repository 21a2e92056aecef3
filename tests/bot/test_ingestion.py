"""Messages come, change and go one by one: what is kept of each, and what is derived."""

import asyncio
from dataclasses import replace

import pytest

from bot.arranging import arrange
from bot.audience import scope_for
from bot.ingestion import bury_message, put_message, remove_message, turn
from bot.ports import Storage
from expertise.types import ChannelKind, MessageKind, MessageTs
from index.types import PUBLIC, Partition
from tests.support.builders import ACME, channel, message, minute, person_id, ts_of
from tests.support.rows import READING, activity, enter, nearly, passages, post, said

GENERAL = channel()
SECRET = Partition(GENERAL.id)
LONG = " ".join(f"word{n}" for n in range(70))


async def test_a_reply_makes_a_thread_of_the_message(storage: Storage) -> None:
    await enter(storage)

    await post(
        storage,
        [message("how do I restore a backup?", "ada"), message("with pg_restore", "bob", 1, thread=0)],
    )

    async with storage.begin(ACME.id) as uow:
        assert [m.thread_ts for m in await said(uow)] == [ts_of(minute(0))] * 2
        assert [p.text for p in (await passages(uow))[PUBLIC]] == [
            "how do I restore a backup?\nwith pg_restore"
        ]
        assert list(await uow.activity.of_channel(GENERAL.id, minute(1))) == [person_id("bob")]


async def test_an_edit_changes_the_passage(storage: Storage) -> None:
    await enter(storage)
    await post(storage, [message("the runbook is in the wiki")])

    await post(storage, [message("the runbook is in the repository")])

    async with storage.begin(ACME.id) as uow:
        assert [p.text for p in (await passages(uow))[PUBLIC]] == ["the runbook is in the repository"]


async def test_older_words_that_are_delivered_late_change_nothing(storage: Storage) -> None:
    await enter(storage)
    first = message("the runbook is in the wiki")
    edits = [replace(first, text=f"the runbook is on page {n}", edited_at=minute(n)) for n in (1, 2)]

    await post(storage, [first, edits[1], edits[0], first])

    async with storage.begin(ACME.id) as uow:
        assert await said(uow) == [edits[1]]
        assert [p.text for p in (await passages(uow))[PUBLIC]] == [edits[1].text]


async def test_a_deleted_message_leaves_nothing_behind(storage: Storage) -> None:
    await enter(storage)
    await post(
        storage,
        [message("how do I restore a backup?", "ada"), message("with pg_restore", "bob", 1, thread=0)],
    )

    async with storage.begin(ACME.id) as uow:
        for at in (1, 0):
            await remove_message(uow, GENERAL, ts_of(minute(at)), READING)
        await uow.commit()

    async with storage.begin(ACME.id) as uow:
        assert await passages(uow) == {}
        assert await uow.activity.of_channel(GENERAL.id, minute(1)) == {}
        assert await uow.activity.busiest({PUBLIC}, None, minute(1), 9) == {}


async def test_a_deletion_that_is_taken_back_brings_the_message_back(storage: Storage) -> None:
    words = message("how do I restore a backup?", "ada")
    await enter(storage)
    async with storage.begin(ACME.id) as uow:
        await put_message(uow, GENERAL, words, READING)
        await bury_message(uow, GENERAL, words.ts, words.at, READING)

        await put_message(uow, GENERAL, words, READING)
        stays_away = await said(uow)
        await put_message(uow, GENERAL, words, READING, is_restored=True)

        assert [m.text for m in stays_away] == [""]
        assert [m.text for m in await said(uow)] == [words.text]


async def test_removing_what_is_not_there_does_nothing(storage: Storage) -> None:
    await enter(storage)

    async with storage.begin(ACME.id) as uow:
        await remove_message(uow, GENERAL, MessageTs("1.0"), READING)
        assert await uow.log.head() == 0


async def test_where_the_question_is_deleted_both_who_replied_have_answered(storage: Storage) -> None:
    await enter(storage)
    await post(
        storage,
        [
            message("how?", "ada"),
            message("so it is done", "bob", 1, thread=0),
            message("or so", "cyd", 2, thread=0),
        ],
    )

    async with storage.begin(ACME.id) as uow:
        await remove_message(uow, GENERAL, ts_of(minute(0)), READING)
        (passage,) = (await passages(uow))[PUBLIC]

    assert {s.person_id: s.role.value for s in passage.speakers} == {
        person_id("bob"): "answered",
        person_id("cyd"): "answered",
    }


async def test_a_message_delivered_again_changes_nothing(storage: Storage) -> None:
    first, reply = (
        message("how do I restore a backup?", "ada"),
        message("with pg_restore", "bob", 1, thread=0),
    )
    alone = message("lunch is ready, come and eat", "cyd", 90)
    await enter(storage)
    await post(storage, [first, reply, alone])
    async with storage.begin(ACME.id) as uow:
        before = await uow.log.head(), await passages(uow), await activity(uow), await said(uow)

    await post(storage, [reply, first, alone, first])

    async with storage.begin(ACME.id) as uow:
        assert (await uow.log.head(), await passages(uow), await activity(uow), await said(uow)) == before


async def test_a_reply_may_come_before_what_it_replies_to(storage: Storage) -> None:
    await enter(storage)

    await post(
        storage,
        [message("with pg_restore", "bob", 1, thread=0), message("how do I restore a backup?", "ada")],
    )

    async with storage.begin(ACME.id) as uow:
        assert [p.text for p in (await passages(uow))[PUBLIC]] == [
            "how do I restore a backup?\nwith pg_restore"
        ]


async def test_a_message_of_one_moment_leaves_no_channel_to_be_cut(storage: Storage) -> None:
    await enter(storage)

    await post(storage, [message("the runbook is in the wiki")])

    async with storage.begin(ACME.id) as uow:
        assert await uow.messages.stale_channels() == []


async def test_a_message_amid_an_import_leaves_the_channel_to_be_cut(storage: Storage) -> None:
    await enter(storage)
    async with storage.begin(ACME.id) as uow:
        await uow.messages.add(GENERAL.id, [message("not cut yet, but soon")])
        await uow.messages.set_stale(GENERAL.id, is_stale=True)
        await uow.commit()

    await post(storage, [message("the runbook is in the wiki", at=90)])

    async with storage.begin(ACME.id) as uow:
        assert await uow.messages.stale_channels() == [GENERAL.id]


async def test_a_reply_touches_only_the_passages_of_its_thread(storage: Storage) -> None:
    await enter(storage)
    for start in range(0, 1000, 100):
        await post(
            storage,
            [
                message(f"question number {start} about things", "ada", start),
                message(LONG, "bob", start + 1, thread=start),
            ],
        )
    async with storage.begin(ACME.id) as uow:
        head = await uow.log.head()

    await post(storage, [message("one more thing", "cyd", 1001, thread=500)])

    async with storage.begin(ACME.id) as uow:
        lines = await uow.log.since(head, 1_000)
        (came,) = await uow.passages.by_ids([line.passage_id for line in lines if line.is_added])
    assert [line.is_added for line in lines] == [False, True]
    assert came.thread_ts == ts_of(minute(500))


async def test_two_replies_at_once_count_once_each(storage: Storage) -> None:
    await enter(storage)
    await post(storage, [message("how do I restore a backup?", "ada")])
    replies = [
        message(f"answer number {n}", who, n, thread=0)
        for n, who in enumerate(["bob", "cyd", "bob", "dan"], 1)
    ]

    await asyncio.gather(*(post(storage, [reply]) for reply in replies))

    async with storage.begin(ACME.id) as uow:
        together = await passages(uow), nearly(await activity(uow))
        assert await arrange(uow, GENERAL, READING) == 0
        assert (await passages(uow), nearly(await activity(uow))) == together


async def test_whoever_was_in_a_public_channel_may_not_read_it_once_it_is_private(storage: Storage) -> None:
    await enter(storage, members={"general": ["ada", "bob"]})

    async with storage.begin(ACME.id) as uow:
        turned = await turn(uow, GENERAL, ChannelKind.PRIVATE)
        alone = await scope_for(uow, person_id("ada"))
        await uow.channels.set_members(GENERAL.id, [person_id("bob")])
        await turn(uow, turned, ChannelKind.GROUP)

        assert alone.partitions == {PUBLIC}
        assert (await scope_for(uow, person_id("bob"))).partitions == {PUBLIC, SECRET}


async def test_a_channel_that_turns_private_takes_everything_along(storage: Storage) -> None:
    await enter(storage)
    await post(
        storage,
        [message("how do I restore a backup?", "ada"), message("with pg_restore", "bob", 1, thread=0)],
    )

    async with storage.begin(ACME.id) as uow:
        turned = await turn(uow, GENERAL, ChannelKind.PRIVATE)
        await put_message(uow, turned, message("or from the dump", "cyd", 2, thread=0), READING)
        await uow.commit()

    async with storage.begin(ACME.id) as uow:
        assert list(await passages(uow)) == [SECRET]
        assert await uow.activity.busiest({PUBLIC}, GENERAL.id, minute(2), 9) == {}
        assert set(await uow.activity.busiest({SECRET}, GENERAL.id, minute(2), 9)) == {
            person_id("bob"),
            person_id("cyd"),
        }
        assert [c.kind for c in await uow.channels.all()] == [ChannelKind.PRIVATE]


@pytest.mark.parametrize("kind", [MessageKind.BOT, MessageKind.SYSTEM, MessageKind.TOMBSTONE])
async def test_what_no_person_said_is_kept_but_never_quoted(storage: Storage, kind: MessageKind) -> None:
    await enter(storage)

    await post(storage, [message("a reminder that comes each morning", "ada", kind=kind)])

    async with storage.begin(ACME.id) as uow:
        assert len(await said(uow)) == 1
        assert await passages(uow) == {}
