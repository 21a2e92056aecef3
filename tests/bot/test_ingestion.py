"""Messages come, change and go one by one: what is derived is as if all had come at once."""

import asyncio
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.arranging import arrange
from bot.audience import scope_for
from bot.ingestion import bury_message, put_message, remove_message, turn
from bot.ports import Storage, UnitOfWork
from expertise.types import ChannelKind, Message, MessageKind, MessageTs
from index.types import PUBLIC, Partition
from tests.support.builders import ACME, channel, message, minute, person_id, ts_of
from tests.support.rows import READING, activity, enter, load, nearly, passages, post, said

GENERAL = channel()
SECRET = Partition(GENERAL.id)
LONG = " ".join(f"word{n}" for n in range(70))


# ------------------------------------------------------------------ by example


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


async def test_memory_and_database_keep_the_same(memory: Storage, sqlite: Storage) -> None:
    messages = _busy_day()
    kept = []
    for storage in (memory, sqlite):
        await enter(storage)
        await post(storage, messages)
        async with storage.begin(ACME.id) as uow:
            kept.append((await passages(uow), await activity(uow), await said(uow), await uow.log.head()))

    assert kept[0] == kept[1]


async def test_bulk_and_one_by_one_come_to_the_same(storage: Storage, memory: Storage) -> None:
    await enter(storage)
    await post(storage, _busy_day())
    async with storage.begin(ACME.id) as uow:
        one_by_one = await passages(uow), nearly(await activity(uow))
        messages = await said(uow)
    bulk = MemoryStorage()
    await enter(bulk)

    await load(bulk, messages)

    async with bulk.begin(ACME.id) as uow:
        assert (await passages(uow), nearly(await activity(uow))) == one_by_one


def _busy_day() -> list[Message]:
    people = ["ada", "bob", "cyd", "dan"]
    talk = [message(f"talk number {n} goes on and on", people[n % 4], 7 * n) for n in range(30)]
    replies = [
        message(f"reply number {n} to that", people[n % 3], 500 + n, thread=7 * (n % 9)) for n in range(20)
    ]
    return [*talk, *replies, message("with more to say", "ada", 33.5)]


# ------------------------------------------------------------------ by property


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens in chat."""

    act: str
    at: int
    thread: int
    author: str | None
    text: str
    kind: MessageKind


STEPS = st.builds(
    Step,
    act=st.sampled_from(
        ["put", "put", "put", "reply", "reply", "remove", "bury", "restore", "private", "public"]
    ),
    at=st.integers(0, 12).map(lambda n: 8 * n),
    thread=st.integers(0, 12).map(lambda n: 8 * n),
    author=st.sampled_from(["ada", "bob", "cyd", None]),
    text=st.sampled_from(["where is the runbook?", "It is in the wiki.", "> quoted only", "ok", "", LONG]),
    kind=st.sampled_from([*[MessageKind.PERSON] * 6, MessageKind.BOT, MessageKind.TOMBSTONE]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_whatever_happens_leaves_what_adding_the_rest_at_once_would(steps: list[Step]) -> None:
    asyncio.run(_compare(steps))


async def _compare(steps: list[Step]) -> None:
    lived, bulk = MemoryStorage(), MemoryStorage()
    await enter(lived)
    async with lived.begin(ACME.id) as uow:
        expected = await _live(uow, steps)
        (now,) = await uow.channels.all()
        survivors = await said(uow)
        kept = await passages(uow), nearly(await activity(uow)), await uow.log.head()
        assert {m.ts: (m.text, m.author_id) for m in survivors} == expected
        _every_parent_is_marked(survivors)
        for survivor in survivors:
            await put_message(uow, now, _as_first_posted(survivor), READING)
        assert (await passages(uow), nearly(await activity(uow)), await uow.log.head()) == kept
        await uow.commit()

    await enter(bulk, channels=[now])
    await load(bulk, survivors)
    async with bulk.begin(ACME.id) as uow:
        assert (await passages(uow), nearly(await activity(uow))) == kept[:2]


async def _live(uow: UnitOfWork, steps: list[Step]) -> dict[str, object]:
    """Let it happen; gives text and author of every message that is left."""
    current = GENERAL
    left: dict[str, Message] = {}
    for step in steps:
        if step.act in ("private", "public"):
            current = await turn(uow, current, ChannelKind(step.act))
        elif step.act == "remove":
            for ts in (_top(step).ts, _reply(step).ts):
                await remove_message(uow, current, ts, READING)
                left.pop(ts, None)
        elif step.act == "bury":
            for gone in (_top(step), _reply(step)):
                await bury_message(uow, current, gone.ts, gone.at, READING)
                left[gone.ts] = replace(gone, text="", author_id=None, kind=MessageKind.TOMBSTONE)
        elif step.act == "restore":
            posted = _top(step)
            before = left.get(posted.ts)
            await put_message(uow, current, posted, READING, is_restored=True)
            is_buried = before is not None and before.kind is MessageKind.TOMBSTONE
            left[posted.ts] = posted if is_buried else _latest(before, posted)
        else:
            posted = _reply(step) if step.act == "reply" else _top(step)
            await put_message(uow, current, posted, READING)
            left[posted.ts] = _latest(left.get(posted.ts), posted)
    return {ts: (message.text, message.author_id) for ts, message in left.items()}


def _latest(before: Message | None, posted: Message) -> Message:
    """Nothing follows a tombstone but another."""
    if before is None or before.kind is not MessageKind.TOMBSTONE:
        return posted
    return posted if posted.kind is MessageKind.TOMBSTONE else before


def _top(step: Step) -> Message:
    return message(step.text, step.author, step.at, kind=step.kind)


def _reply(step: Step) -> Message:
    """Half a minute and more after its thread's first message, at a time that names the thread."""
    at = step.thread + 100 + step.at / 64
    return message(step.text, step.author, at, thread=step.thread, kind=step.kind)


def _every_parent_is_marked(messages: list[Message]) -> None:
    replied_to = {m.thread_ts for m in messages if m.thread_ts}
    assert all(m.thread_ts == m.ts for m in messages if m.ts in replied_to)


def _as_first_posted(survivor: Message) -> Message:
    return replace(survivor, thread_ts=None) if survivor.thread_ts == survivor.ts else survivor


@pytest.mark.parametrize("kind", [MessageKind.BOT, MessageKind.SYSTEM, MessageKind.TOMBSTONE])
async def test_what_no_person_said_is_kept_but_never_quoted(storage: Storage, kind: MessageKind) -> None:
    await enter(storage)

    await post(storage, [message("a reminder that comes each morning", "ada", kind=kind)])

    async with storage.begin(ACME.id) as uow:
        assert len(await said(uow)) == 1
        assert await passages(uow) == {}
