"""Messages go: of a deleted channel, past their time, or somebody's own; what is derived goes with them."""

from collections.abc import AsyncIterator
from datetime import datetime

from bot.arranging import arrange
from bot.ingestion import Reading, forget_aloud
from bot.ports import UnitOfWork
from expertise.types import Channel, Message, PersonId


async def empty_channel(uow: UnitOfWork, channel: Channel, reading: Reading) -> int:
    """Forget every message of a channel; how many."""
    return await _forget(uow, channel, [m async for m in _messages(uow, channel)], reading)


async def forget_before(uow: UnitOfWork, channel: Channel, at: datetime, reading: Reading) -> int:
    """Forget what is older than that; how many."""
    old = [m async for m in _messages(uow, channel) if m.at < at]
    return await _forget(uow, channel, old, reading)


async def forget_author(uow: UnitOfWork, channel: Channel, person_id: PersonId, reading: Reading) -> int:
    """Forget what somebody wrote in a channel; how many messages."""
    own = [m async for m in _messages(uow, channel) if m.author_id == person_id]
    return await _forget(uow, channel, own, reading)


async def _forget(uow: UnitOfWork, channel: Channel, messages: list[Message], reading: Reading) -> int:
    if messages:
        await uow.hold()
        for message in messages:
            await uow.messages.remove(message.key)
        gone = [message.ts for message in messages]
        await uow.suggestions.look_again(channel.id, gone)
        await forget_aloud(uow, channel, gone)
        await arrange(uow, channel, reading)
    return len(messages)


async def _messages(uow: UnitOfWork, channel: Channel) -> AsyncIterator[Message]:
    """Each once: thread parents are top level too."""
    async for message in uow.transcript.top_level(channel.id):
        yield message
    async for thread in uow.transcript.threads(channel.id):
        for message in thread:
            if message.ts != message.thread_ts:
                yield message
