"""What is read of the past respects what has happened since: later edits, deletions, and erasures.

And whose words they are that the bot posted.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.ingestion import is_later
from bot.ports import UnitOfWork
from expertise.consent import Preferences
from expertise.types import ChannelId, Message, MessageKind


async def not_erased(uow: UnitOfWork, rows: Sequence[Message]) -> list[Message]:
    """Without those whose authors had them erased."""
    own = await uow.preferences.of(sorted({row.author_id for row in rows if row.author_id}))
    return [row for row in rows if not _is_erased(row, own.get(row.author_id) if row.author_id else None)]


async def as_theirs(uow: UnitOfWork, channel_id: ChannelId, rows: Sequence[Message]) -> list[Message]:
    """Messages as they were read; of what the bot posts for people, each with its author and their words."""
    by_bots = [row.ts for row in rows if row.kind is MessageKind.BOT]
    theirs = await uow.aloud.at(channel_id, by_bots) if by_bots else {}
    return [
        replace(row, author_id=own.person_id, text=own.text, kind=MessageKind.PERSON)
        if row.kind is MessageKind.BOT and (own := theirs.get(row.ts))
        else row
        for row in rows
    ]


async def no_older(uow: UnitOfWork, rows: Sequence[Message]) -> list[Message]:
    """The rows that were read, but for those of which we heard something later meanwhile."""
    known = await uow.transcript.by_keys([row.key for row in rows])
    return [_later(row, known.get(row.key)) for row in rows]


def _is_erased(message: Message, decided: Preferences | None) -> bool:
    return decided is not None and decided.erased_at is not None and message.at <= decided.erased_at


def _later(read: Message, known: Message | None) -> Message:
    """A first reply, an edit or the end may have come while the rest was read."""
    if known is None:
        return read
    if is_later(known, read):
        return known
    return replace(read, thread_ts=read.thread_ts or known.thread_ts)
