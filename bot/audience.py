"""Who will see a reply, and so what may shape it. Fails closed: what is not known to be readable is not."""

from bot.errors import UnknownChannelError
from bot.ports import UnitOfWork
from expertise.types import Channel, ChannelId, ChannelKind, PersonId, Scope
from index.types import PUBLIC, Partition


async def scope_for(uow: UnitOfWork, person_id: PersonId | None) -> Scope:
    """The scope of a reply that one person sees alone: public channels and their own.

    Nobody in particular sees public channels only.
    """
    own = await uow.channels.channels_of(person_id) if person_id else frozenset()
    closed = {
        Partition(c.id) for c in await uow.channels.all() if c.id in own and c.kind is not ChannelKind.PUBLIC
    }
    return Scope(partitions=frozenset({PUBLIC, *closed}))


async def readable_channels(uow: UnitOfWork, scope: Scope) -> dict[ChannelId, Channel]:
    """The channels that stand within the scope now. The index may still hold one that has turned private."""
    return {c.id: c for c in await uow.channels.all() if c.partition in scope.partitions}


async def readable_channel(uow: UnitOfWork, name: str, scope: Scope) -> Channel:
    """The channel of that name or id within the scope.

    Raises UnknownChannelError alike for one that does not exist and one that may not be read.
    """
    wanted = name.removeprefix("#").casefold()
    for channel in (await readable_channels(uow, scope)).values():
        if wanted in {channel.name.casefold(), channel.platform_id.casefold()}:
            return channel
    raise UnknownChannelError(name)
