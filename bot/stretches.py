"""Threads as passages know them: real ones, and stretches of talk that nobody put into a thread."""

from bot.ingestion import talk_around
from bot.ports import UnitOfWork
from expertise.passages import conversations
from expertise.types import ChannelId, Message, MessageTs, Thread


async def thread_of(uow: UnitOfWork, channel_id: ChannelId, ts: MessageTs) -> Thread | None:
    """The thread, or stretch of talk, that is called so; None where nothing is left of it."""
    said = await uow.transcript.thread(channel_id, ts)
    if any(message.thread_ts for message in said):
        return Thread(channel_id=channel_id, ts=ts, messages=tuple(said))
    return await _stretch_with(uow, said[0]) if said else None


async def name_of_thread(uow: UnitOfWork, message: Message) -> MessageTs:
    """What the thread, or the stretch of talk, is called that a message stands in."""
    if message.thread_ts is not None:
        return message.thread_ts
    stretch = await _stretch_with(uow, message)
    return stretch.ts if stretch else message.ts


async def _stretch_with(uow: UnitOfWork, message: Message) -> Thread | None:
    stretches = conversations(await talk_around(uow, message))
    return next((each for each in stretches if message.ts in {m.ts for m in each.messages}), None)
