"""A message is added, edited or deleted, a channel turns private: rows, passages and activity follow.

The cost is that of reading the thread, or the stretch of talk, that the message stands in; only what
changes of it is cut anew.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.ports import UnitOfWork
from bot.types import Answered, MessageKey
from expertise.passages import Tokens, answers, conversations, cut, is_pause
from expertise.ports import Detect
from expertise.types import Channel, ChannelKind, Message, MessageKind, MessageTs, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How text is read: the model's way to count, and the language detector."""

    tokens: Tokens
    detect: Detect


async def put_message(
    uow: UnitOfWork, channel: Channel, message: Message, reading: Reading, *, is_restored: bool = False
) -> None:
    """Add a message, or replace the one with its key; everything derived follows.

    Older words than ours, delivered late, change nothing; nor does any word of one that is deleted, unless
    its deletion was taken back.
    """
    known = (await uow.transcript.by_keys([message.key])).get(message.key)
    rises = is_restored and known is not None and known.kind is MessageKind.TOMBSTONE
    if known is None or rises or not is_later(known, message):
        await _change(uow, channel, message, reading)
        if known is not None:
            await uow.suggestions.look_again(channel.id, [message.ts])


def is_later(one: Message, other: Message) -> bool:
    """Whether one was edited after the other was, or is deleted and the other is not yet: that is final."""
    if MessageKind.TOMBSTONE in (one.kind, other.kind):
        return other.kind is not MessageKind.TOMBSTONE
    return one.edited_at is not None and (other.edited_at is None or other.edited_at < one.edited_at)


async def remove_message(uow: UnitOfWork, channel: Channel, ts: MessageTs, reading: Reading) -> None:
    """Forget a message. Replies to it stay, and nobody is said to have asked any more."""
    known = (await uow.transcript.by_keys([(channel.id, ts)])).get((channel.id, ts))
    if known:
        await _change(uow, channel, known, reading, is_removed=True)
        await uow.suggestions.look_again(channel.id, [ts])


async def bury_message(
    uow: UnitOfWork, channel: Channel, ts: MessageTs, at: datetime, reading: Reading
) -> None:
    """A message was deleted: forget it, but for that it was, at its time ``at``.

    What was read of it before, and is written only now, does not bring it back: see ``is_later``.
    """
    await remove_message(uow, channel, ts, reading)
    tombstone = Message(
        channel_id=channel.id, ts=ts, at=at, author_id=None, text="", kind=MessageKind.TOMBSTONE
    )
    await _change(uow, channel, tombstone, reading)


async def turn(uow: UnitOfWork, channel: Channel, kind: ChannelKind) -> Channel:
    """A channel becomes private, or public again: all that is derived from it moves partition.

    Who was in it while everyone could read it is no proof of who may read it now: nobody, until members
    are set anew.
    """
    await uow.hold()
    turned = replace(channel, kind=kind)
    if channel.kind is ChannelKind.PUBLIC and kind is not ChannelKind.PUBLIC:
        await uow.channels.set_members(channel.id, ())
    await uow.channels.save([turned])
    await uow.passages.move(turned)
    await uow.suggestions.look_again_in(channel.id)
    return turned


async def _change(
    uow: UnitOfWork, channel: Channel, message: Message, reading: Reading, *, is_removed: bool = False
) -> None:
    await uow.hold()
    before = await _neighbourhood(uow, message)
    if is_removed:
        await uow.messages.remove(message.key)
    else:
        await _store(uow, channel, message)
    if is_removed or message.kind is MessageKind.TOMBSTONE:
        await forget_aloud(uow, channel, [message.ts])
    after = await _neighbourhood(uow, message)
    await _follow(uow, channel, _without(before, after), _without(after, before), reading)


async def forget_aloud(uow: UnitOfWork, channel: Channel, gone: Collection[MessageTs]) -> None:
    """Words that the bot posted for somebody go with the message that says them."""
    theirs = await uow.aloud.at(channel.id, gone)
    if theirs:
        await uow.aloud.forget([each.id for each in theirs.values()])


def _without(threads: Sequence[Thread], others: Sequence[Thread]) -> list[Thread]:
    """Those that are not the same there: a long stretch of talk is many conversations, and few change."""
    same = {thread.ts: thread for thread in others}
    return [thread for thread in threads if same.get(thread.ts) != thread]


async def _store(uow: UnitOfWork, channel: Channel, message: Message) -> None:
    """Store it; a message with replies is a parent, whichever came first and however often it comes."""
    wanted = [await _with_replies(uow, message)]
    if message.thread_ts and message.thread_ts != message.ts:
        key: MessageKey = (channel.id, message.thread_ts)
        parent = (await uow.transcript.by_keys([key])).get(key)
        if parent and parent.thread_ts is None:
            wanted.append(replace(parent, thread_ts=parent.ts))
    await uow.messages.add(channel.id, wanted)


async def _with_replies(uow: UnitOfWork, message: Message) -> Message:
    if message.thread_ts is not None:
        return message
    known = await uow.transcript.thread(message.channel_id, message.ts)
    is_parent = any(other.thread_ts == message.ts for other in known)
    return replace(message, thread_ts=message.ts) if is_parent else message


async def _neighbourhood(uow: UnitOfWork, message: Message) -> list[Thread]:
    """The threads and conversations that can change with this message."""
    found: list[Thread] = []
    root = message.thread_ts or message.ts
    members = await uow.transcript.thread(message.channel_id, root)
    if any(m.thread_ts for m in members):
        found.append(Thread(channel_id=message.channel_id, ts=root, messages=tuple(members)))
    is_reply = message.thread_ts is not None and message.thread_ts != message.ts
    if not is_reply:
        found.extend(conversations(await talk_around(uow, message)))
    elif members and members[0].ts == root:
        found.extend(conversations(await talk_around(uow, members[0])))
    return found


async def talk_around(uow: UnitOfWork, message: Message) -> list[Message]:
    """Top-level messages around one, up to the pauses before and after it."""
    stream = uow.transcript.top_level
    earlier = await _until_pause(message, stream(message.channel_id, message.at, backwards=True))
    later = await _until_pause(message, stream(message.channel_id, message.at))
    return [*reversed(earlier), *later]


async def _until_pause(start: Message, messages: AsyncIterator[Message]) -> list[Message]:
    found: list[Message] = []
    last = start.at
    async for message in messages:
        if message.kind is not MessageKind.PERSON:
            continue
        if is_pause(*sorted((last, message.at))):
            break
        found.append(message)
        last = message.at
    return found


async def _follow(
    uow: UnitOfWork, channel: Channel, before: Sequence[Thread], after: Sequence[Thread], reading: Reading
) -> None:
    passages = [passage for thread in after for passage in cut(thread, reading.tokens, reading.detect)]
    names = {thread.ts for thread in (*before, *after)}
    await uow.passages.replace(channel, names, passages)
    await uow.activity.add(channel.partition, _difference(channel, before, after))


def _difference(channel: Channel, before: Iterable[Thread], after: Iterable[Thread]) -> list[Answered]:
    was = {(thread.ts, person, at) for thread in before for person, at in answers(thread).items()}
    now = {(thread.ts, person, at) for thread in after for person, at in answers(thread).items()}
    gone = [Answered(channel_id=channel.id, person_id=p, at=at, sign=-1) for _, p, at in sorted(was - now)]
    come = [Answered(channel_id=channel.id, person_id=p, at=at) for _, p, at in sorted(now - was)]
    return gone + come
