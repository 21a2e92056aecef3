"""What is imported already, as replay needs it: the public part of a workspace, whole in memory."""

from operator import attrgetter

from bot.past import Past
from bot.ports import Storage, UnitOfWork
from bot.types import Workspace
from expertise.types import Channel, ChannelKind, Message


async def stored_past(storage: Storage, workspace: Workspace) -> Past:
    """The workspace's public channels, their messages in time order, and whoever wrote them."""
    async with storage.begin(workspace.id) as uow:
        channels = [c for c in await uow.channels.all() if c.kind is ChannelKind.PUBLIC]
        messages = [message for channel in channels for message in await _messages(uow, channel)]
        people = await uow.people.by_ids({m.author_id for m in messages if m.author_id})
    return Past(
        workspace=workspace,
        people=people,
        channels=channels,
        messages=sorted(messages, key=attrgetter("ts", "channel_id")),
    )


async def _messages(uow: UnitOfWork, channel: Channel) -> list[Message]:
    found = {message.key: message async for message in uow.transcript.top_level(channel.id)}
    async for thread in uow.transcript.threads(channel.id):
        found |= {message.key: message for message in thread}
    return list(found.values())
