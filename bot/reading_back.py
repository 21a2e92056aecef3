"""Reads a channel's history from the platform: newest first, a page a step, and answering meanwhile.

The same reading fills the gap after the bot was down, and at night takes away what the platform no
longer has: Kenner is never richer than the platform.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.arranging import arrange
from bot.errors import NoSuchChannelError, NotInsideError
from bot.identity import channel_id
from bot.incoming import ChannelGone, Membership, Posted
from bot.ingestion import remove_message
from bot.listened import Listened
from bot.listening import Listening, hear, rows_of, save_unknown
from bot.ports import UnitOfWork
from bot.respecting import no_older
from expertise.types import Channel, ChannelId, Message, MessageKind, MessageTs

MARGIN = timedelta(hours=1)
"""Read once more before the last message heard: events may have been under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages outside threads, the newest first; ``threads`` are those whose replies are to be asked for.

    Replies that came along stand among the messages. ``further`` is what the next page is asked for by, where
    that is not the id of the last message: the platform's own word. ``tells_deletions``: what was deleted
    stands among the messages as a tombstone, so that nothing is gone only because it is not told, or not yet.
    """

    messages: tuple[Posted, ...]
    threads: tuple[MessageTs, ...] = ()
    has_more: bool = False
    further: str | None = None
    tells_deletions: bool = False


class History(Protocol):
    """What was said, as the platform tells it now. Raises NotInsideError where that may not be read."""

    async def page(self, channel: str, before: str | None, since: datetime | None) -> Page:
        """The page just before a message, or ``further`` than another one, or the latest.

        Nothing that was neither said nor changed ``since`` then.
        """

    async def replies(self, channel: str, ts: MessageTs) -> tuple[Posted, ...]: ...


async def read_back(listening: Listening, history: History, platform_id: str) -> bool:
    """Read one page further into the past; True where the beginning is reached, or we are not inside.

    Interrupted, the page is read again and changes nothing. Passages are cut after pages 1, 2, 4, 8 …
    and the last, so that a long history is not cut again for each page.
    """
    try:
        return await _read_page(listening, history, platform_id)
    except NotInsideError as error:
        await _out(listening, platform_id, error)
        return True


async def reconcile(listening: Listening, history: History, platform_id: str, since: datetime) -> int:
    """Make our rows since then what the platform has: add, change, take away; how many went.

    What comes while the platform is read is left as it came. Where nobody told us that we are not inside
    any more, or that there is no such channel, we know it from now on.
    """
    try:
        return await _compare(listening, history, platform_id, since)
    except NotInsideError as error:
        await _out(listening, platform_id, error)
        return 0


async def _out(listening: Listening, platform_id: str, error: NotInsideError) -> None:
    """Of a channel that the platform does not show us, nobody says who may read it: its words go."""
    if isinstance(error, NoSuchChannelError):
        await hear(listening, ChannelGone(channel=platform_id))
    else:
        await hear(listening, Membership(channel=platform_id, person=listening.me, is_member=False))


async def _read_page(listening: Listening, history: History, platform_id: str) -> bool:
    target = channel_id(listening.workspace.id, platform_id)
    async with listening.storage.begin(listening.workspace.id) as uow:
        known = await uow.listened.of(target)
    if known is None or not known.is_in or known.is_read:
        return True
    page = await history.page(platform_id, known.reached, None)
    said = await _with_replies(listening.me, history, platform_id, page)
    await save_unknown(listening, {each.author for each in said if each.author})
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.hold()
        channel = (await uow.channels.by_ids([target])).get(target)
        now = await uow.listened.of(target)
        if channel is None or now is None or not now.is_in:
            return True
        rows = await rows_of(uow, channel, said)
        await uow.messages.add(target, await no_older(uow, rows))
        after = _further(now, page, len(rows))
        await _cut(uow, channel, listening, after, has_new=bool(rows))
        await uow.listened.save([after])
        await uow.commit()
    return after.is_read


async def _compare(listening: Listening, history: History, platform_id: str, since: datetime) -> int:
    target = channel_id(listening.workspace.id, platform_id)
    async with listening.storage.begin(listening.workspace.id) as uow:
        ours = {message.ts for message in await _stored(uow, target, since)}
    said: list[Posted] = []
    before: str | None = None
    has_more, is_told = True, False
    while has_more:
        page = await history.page(platform_id, before, since)
        said += await _with_replies(listening.me, history, platform_id, page)
        before = _reached(page, before)
        has_more, is_told = page.has_more and bool(page.messages), page.tells_deletions
    await save_unknown(listening, {each.author for each in said if each.author})
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.hold()
        channel = (await uow.channels.by_ids([target])).get(target)
        if channel is None:
            return 0
        now = {message.ts: message for message in await _stored(uow, target, since)}
        taken = ours - now.keys()  # by somebody, while we read
        there = {each.ts for each in said}
        # What is gone goes first: a message that lost all its replies is no thread any more.
        missing = [m for ts, m in now.items() if ts in ours and ts not in there and not _is_buried(m)]
        gone = [] if is_told else missing
        for message in gone:
            await remove_message(uow, channel, message.ts, listening.reading)
        rows = [row for row in await rows_of(uow, channel, said) if row.ts not in taken]
        changed = await uow.messages.add(target, await no_older(uow, rows))
        if changed or gone:
            await arrange(uow, channel, listening.reading)
        await uow.commit()
    return len(gone)


async def _with_replies(me: str, history: History, platform_id: str, page: Page) -> list[Posted]:
    """Without what the bot said, which is no evidence of anything, and not heard either."""
    said = list(page.messages)
    for ts in page.threads:
        said += await history.replies(platform_id, ts)
    return list({each.ts: each for each in said if each.author != me}.values())


def _further(known: Listened, page: Page, rows: int) -> Listened:
    return replace(
        known,
        reached=_reached(page, known.reached),
        is_read=not page.has_more or not page.messages,
        pages=known.pages + 1,
        messages=known.messages + rows,
    )


def _reached(page: Page, before: str | None) -> str | None:
    return page.further or (page.messages[-1].ts if page.messages else before)


async def _cut(
    uow: UnitOfWork, channel: Channel, listening: Listening, after: Listened, *, has_new: bool
) -> None:
    is_power_of_two = after.pages & (after.pages - 1) == 0
    if after.is_read or is_power_of_two:
        await arrange(uow, channel, listening.reading)
    elif has_new:
        await uow.messages.set_stale(channel.id, is_stale=True)


def _is_buried(message: Message) -> bool:
    """Whether only we know of it, that it was deleted. The platform tells of those with replies alone."""
    return message.kind is MessageKind.TOMBSTONE and message.thread_ts is None


async def _stored(uow: UnitOfWork, channel: ChannelId, since: datetime) -> list[Message]:
    """The messages that the platform tells of since then.

    Replies are told with their thread: those of a thread that began earlier are not looked at.
    """
    top = [message async for message in uow.transcript.top_level(channel, since)]
    replies = [
        reply
        for message in top
        if message.thread_ts == message.ts
        for reply in await uow.transcript.thread(channel, message.ts)
    ]
    return list({message.ts: message for message in (*top, *replies)}.values())
