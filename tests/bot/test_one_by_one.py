"""What came, changed and went one by one leaves what all at once would have, whatever it was."""

import asyncio
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.ingestion import bury_message, put_message, remove_message, turn
from bot.ports import Storage, UnitOfWork
from expertise.types import ChannelKind, Message, MessageKind
from tests.support.builders import ACME, channel, message
from tests.support.rows import READING, activity, enter, load, nearly, passages, post, said

GENERAL = channel()
LONG = " ".join(f"word{n}" for n in range(70))


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
