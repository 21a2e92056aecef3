"""Who will see a reply, and so what may shape it. Fails closed: what is not known to be readable is not."""

from collections.abc import Collection

from bot.errors import UnknownChannelError
from bot.ports import UnitOfWork
from expertise.types import Channel, ChannelId, ChannelKind, PersonId, Scope
from index.types import PUBLIC, Partition


async def scope_for(uow: UnitOfWork, person_id: PersonId | None) -> Scope:
    """The scope of a reply that one person sees alone: what is open to everyone here, and their own channels.

    Nobody in particular sees public channels only. An outsider sees nothing but their own channels.
    """
    if person_id is None:
        return Scope(partitions=frozenset({PUBLIC}))
    own = await uow.channels.by_ids(await uow.channels.channels_of(person_id))
    closed = {channel.partition for channel in own.values() if channel.kind is not ChannelKind.PUBLIC}
    return Scope(partitions=frozenset(closed | await _open_to(uow, [person_id])))


async def scope_in(uow: UnitOfWork, channel: Channel) -> Scope:
    """The scope of a reply that everyone in a channel sees: what each of them may read.

    That is the channel itself and what is open to everyone here; where outsiders are in it, or its
    members are unknown, the channel itself alone. A public channel whose members are outsiders
    too is ``SHARED``, so a public one needs no look at its members.
    """
    if channel.kind is ChannelKind.PUBLIC:
        return Scope(partitions=frozenset({PUBLIC}) | await _shared(uow))
    members = await uow.channels.members(channel.id)
    everyone = await _open_to(uow, members) if members and channel.kind is not ChannelKind.SHARED else set()
    return Scope(partitions=frozenset({channel.partition, *everyone}))


async def _open_to(uow: UnitOfWork, people: Collection[PersonId]) -> frozenset[Partition]:
    """What each of these people may read without being a member; nothing if one is an outsider or unknown."""
    known = await uow.people.by_ids(people)
    if len(known) < len(people) or any(person.is_outsider for person in known):
        return frozenset()
    return frozenset({PUBLIC}) | await _shared(uow)


async def _shared(uow: UnitOfWork) -> frozenset[Partition]:
    return frozenset(channel.partition for channel in await uow.channels.shared())


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
