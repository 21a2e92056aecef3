"""The workspace changes: people talk, come and go, channels are made, closed and opened. Rows follow.

What is not known yet (a new channel, somebody's name, who is in a private channel) is asked of the
platform first; then one transaction does the rest, so that doing it twice changes nothing.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from typing import Protocol

from bot.card_following import withdraw_all
from bot.identity import channel_id, person_id
from bot.incoming import (
    ChannelGone,
    ChannelSeen,
    Deleted,
    Incoming,
    Membership,
    PersonSeen,
    Posted,
)
from bot.ingestion import Reading, bury_message, put_message, turn
from bot.listened import Listened
from bot.ports import Storage, UnitOfWork
from bot.removing import empty_channel
from bot.respecting import as_theirs, not_erased
from bot.types import Workspace
from expertise.types import Channel, ChannelKind, Message, Person, WorkspaceId

_OPEN = (ChannelKind.PUBLIC, ChannelKind.SHARED)


class Directory(Protocol):
    """What the platform says of people and channels, now. None where it does not know, or may not say."""

    async def person(self, platform_id: str) -> PersonSeen | None: ...

    async def channel(self, platform_id: str) -> ChannelSeen | None: ...

    async def members(self, platform_id: str) -> frozenset[str] | None:
        """Platform ids of everyone in the channel."""

    def forget(self, platform_id: str) -> None:
        """Something happened to that person or channel: ask anew when next asked."""


async def _passed_over(_: Collection[PersonSeen]) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What listening needs. ``me`` is the bot's own platform id.

    ``on_seen`` is told whom the platform described, once their rows are there.
    """

    storage: Storage
    workspace: Workspace
    directory: Directory
    reading: Reading
    me: str
    on_seen: Callable[[Collection[PersonSeen]], Awaitable[None]] = _passed_over


Change = Callable[[UnitOfWork], Awaitable[bool]]
"""Does what is to be done in one unit of work, without waiting for anything else; False: nothing for us."""


async def hear(listening: Listening, incoming: Incoming) -> bool:
    """Let rows follow what happened; False where it was nothing for us.

    Idempotent: heard twice, or after a crash again, it leaves the same rows.
    """
    change = await prepare(listening, incoming)
    if change is None:
        return False
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.hold()
        is_ours = await change(uow)
        await uow.commit()
    return is_ours


async def prepare(listening: Listening, incoming: Incoming) -> Change | None:
    """Ask the platform for what is not known yet; what is left to do then needs nothing but rows.

    None where it is nothing for us.
    """
    match incoming:
        case Posted():
            return await _posted(listening, incoming)
        case Deleted():
            return await _deleted(listening, incoming)
        case Membership() | ChannelSeen() | ChannelGone():
            listening.directory.forget(incoming.channel)
            return await _about_a_channel(listening, incoming)
        case PersonSeen():
            listening.directory.forget(incoming.person)
            await see_people(listening, [incoming])
            return _people_seen(listening, [incoming])
        case _:
            return None


async def _about_a_channel(
    listening: Listening, incoming: Membership | ChannelSeen | ChannelGone
) -> Change | None:
    match incoming:
        case Membership():
            return await _membership(listening, incoming)
        case ChannelSeen():
            return await _channel_seen(listening, incoming)
        case ChannelGone():
            return await _gone(listening, incoming)


async def see_people(listening: Listening, seen: Collection[PersonSeen]) -> None:
    """People as they are now."""
    async with listening.storage.begin(listening.workspace.id) as uow:
        await _people_seen(listening, seen)(uow)
        await uow.commit()
    await listening.on_seen(seen)


def _people_seen(listening: Listening, seen: Collection[PersonSeen]) -> Change:
    async def keep(uow: UnitOfWork) -> bool:
        await uow.people.save([_person(listening.workspace.id, each) for each in seen])
        return True

    return keep


async def _channel_seen(listening: Listening, seen: ChannelSeen) -> Change | None:
    """A channel as it is now. What the platform did not say is asked, if the channel is new to us.

    Whatever is not open gets its members in the same transaction: before that, nobody reads it.
    """
    target = channel_id(listening.workspace.id, seen.channel)
    async with listening.storage.begin(listening.workspace.id) as uow:
        before = (await uow.channels.by_ids([target])).get(target)
    if before is None and (seen.kind is None or seen.name is None):
        asked = await listening.directory.channel(seen.channel)
        if asked is None:
            return None
        seen = asked
    if before is not None and before.kind in _OPEN and seen.kind is ChannelKind.PRIVATE:
        await _close(listening, seen)
    members = await listening.directory.members(seen.channel)
    await save_unknown(listening, members or ())

    async def keep(uow: UnitOfWork) -> bool:
        await _put_channel(uow, listening.workspace.id, seen, members)
        return True

    return keep


async def _close(listening: Listening, seen: ChannelSeen) -> None:
    """At once, before anybody is asked who is inside: until that is known, nobody reads it."""
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.hold()
        await _put_channel(uow, listening.workspace.id, seen, None)
        await uow.commit()


async def _put_channel(
    uow: UnitOfWork, workspace: WorkspaceId, seen: ChannelSeen, members: frozenset[str] | None
) -> None:
    target = channel_id(workspace, seen.channel)
    before = (await uow.channels.by_ids([target])).get(target)
    inside = await uow.people.by_platform_ids(members or ())
    has_outsiders = any(person.is_outsider for person in inside.values())
    after = _channel(before, workspace, seen, has_outsiders=has_outsiders)
    await uow.channels.save([after])
    if before is not None and before.kind is not after.kind:
        await uow.passages.move(after)
        await uow.suggestions.look_again_in(target)
    if after.kind is ChannelKind.PUBLIC:
        await uow.channels.set_members(target, ())
    elif members is not None or before is None or before.kind in _OPEN:
        known = await uow.channels.members(target)
        await uow.channels.set_members(target, {person.id for person in inside.values()})
        for came in (person for person in inside.values() if person.id not in known):
            await _all_may_read_less(uow, after, came)


def _channel(
    before: Channel | None, workspace: WorkspaceId, seen: ChannelSeen, *, has_outsiders: bool
) -> Channel:
    known = before or Channel(
        id=channel_id(workspace, seen.channel),
        platform_id=seen.channel,
        name=seen.channel,
        kind=ChannelKind.PRIVATE,
    )
    kind = seen.kind or known.kind
    if kind in _OPEN:
        is_shared = seen.is_shared or has_outsiders
        kind = ChannelKind.SHARED if is_shared else ChannelKind.PUBLIC
    return replace(
        known,
        kind=kind,
        name=known.name if seen.name is None else seen.name,
        purpose=known.purpose if seen.purpose is None else seen.purpose,
        is_archived=known.is_archived if seen.is_archived is None else seen.is_archived,
    )


async def save_unknown(listening: Listening, platform_ids: Collection[str]) -> None:
    """Ask the platform for people whom we have not seen yet, and keep them."""
    async with listening.storage.begin(listening.workspace.id) as uow:
        known = await uow.people.by_platform_ids(platform_ids)
    told = [await listening.directory.person(each) for each in sorted({*platform_ids} - {*known})]
    if seen := [each for each in told if each is not None]:
        await see_people(listening, seen)


async def _posted(listening: Listening, posted: Posted) -> Change | None:
    if not await _knows_channel(listening, posted.channel):
        return None
    authors = [posted.author] if posted.author else []
    await save_unknown(listening, authors)

    async def put(uow: UnitOfWork, channel: Channel) -> None:
        for message in await rows_of(uow, channel, [posted]):
            await put_message(uow, channel, message, listening.reading, is_restored=posted.is_restored)

    return _in_known_channel(listening, posted.channel, put)


async def rows_of(uow: UnitOfWork, channel: Channel, said: Collection[Posted]) -> list[Message]:
    """Messages as rows, without those whose authors had them erased."""
    people = await uow.people.by_platform_ids({each.author for each in said if each.author})
    rows = [message_of(channel, each, people.get(each.author or "")) for each in said]
    return await not_erased(uow, await as_theirs(uow, channel.id, rows))


def message_of(channel: Channel, posted: Posted, author: Person | None) -> Message:
    """A message as a row."""
    return Message(
        channel_id=channel.id,
        ts=posted.ts,
        at=posted.at,
        author_id=author.id if author else None,
        text=posted.text,
        thread_ts=posted.thread_ts,
        kind=posted.kind,
        edited_at=posted.edited_at,
    )


async def _deleted(listening: Listening, deleted: Deleted) -> Change | None:
    """Kept also where nothing was heard of the channel yet: the message itself may be heard after this."""
    if not await _knows_channel(listening, deleted.channel):
        return None

    async def remove(uow: UnitOfWork, channel: Channel) -> None:
        await bury_message(uow, channel, deleted.ts, deleted.at, listening.reading)

    return _in_known_channel(listening, deleted.channel, remove)


async def _membership(listening: Listening, change: Membership) -> Change | None:
    """Somebody came or went. Members of public channels are not kept, unless one is an outsider."""
    if not await _knows_channel(listening, change.channel):
        return None
    if change.person == listening.me:
        return _came_or_went(listening, change)
    await save_unknown(listening, [change.person])

    async def follow(uow: UnitOfWork, channel: Channel) -> None:
        person = (await uow.people.by_platform_ids([change.person])).get(change.person)
        if person is None:
            return
        if channel.kind is ChannelKind.PUBLIC:
            if change.is_member and person.is_outsider:
                shared = await turn(uow, channel, ChannelKind.SHARED)
                await uow.channels.set_members(shared.id, {person.id})
            return
        inside = set(await uow.channels.members(channel.id))
        if inside or not change.is_member:  # of unknown members, one alone is not all
            inside = inside | {person.id} if change.is_member else inside - {person.id}
            await uow.channels.set_members(channel.id, inside)
            await _all_may_read_less(uow, channel, person if change.is_member else None)

    return _in_known_channel(listening, change.channel, follow)


async def _all_may_read_less(uow: UnitOfWork, channel: Channel, came: Person | None) -> None:
    """With an outsider in a channel, what is suggested there may be drawn from it alone."""
    if came is not None and came.is_outsider:
        await uow.suggestions.look_again_in(channel.id)


def _came_or_went(listening: Listening, change: Membership) -> Change:
    """The bot itself was invited, or removed. What it read stays readable to those who may read it."""

    async def note(uow: UnitOfWork, channel: Channel) -> None:
        known = await uow.listened.of(channel.id) or Listened(channel_id=channel.id)
        await uow.listened.save([replace(known, is_in=change.is_member)])

    return _in_known_channel(listening, change.channel, note)


async def _gone(listening: Listening, gone: ChannelGone) -> Change:
    async def forget(uow: UnitOfWork, channel: Channel) -> None:
        await empty_channel(uow, channel, listening.reading)
        await withdraw_all(uow, channel)
        await uow.channels.save([replace(channel, is_archived=True)])
        if await uow.listened.of(channel.id):  # should we ever be in it again, it is read from its end
            await uow.listened.save([Listened(channel_id=channel.id, is_in=False)])

    return _in_known_channel(listening, gone.channel, forget)


async def _knows_channel(listening: Listening, platform_id: str) -> bool:
    async with listening.storage.begin(listening.workspace.id) as uow:
        if await _channel_of(uow, listening, platform_id):
            return True
    return await hear(listening, ChannelSeen(channel=platform_id))


def _in_known_channel(
    listening: Listening, platform_id: str, do: Callable[[UnitOfWork, Channel], Awaitable[None]]
) -> Change:
    async def change(uow: UnitOfWork) -> bool:
        channel = await _channel_of(uow, listening, platform_id)
        if channel is None:
            return False
        await do(uow, channel)
        return True

    return change


async def _channel_of(uow: UnitOfWork, listening: Listening, platform_id: str) -> Channel | None:
    target = channel_id(listening.workspace.id, platform_id)
    return (await uow.channels.by_ids([target])).get(target)


def _person(workspace: WorkspaceId, seen: PersonSeen) -> Person:
    return Person(
        id=person_id(workspace, seen.person),
        platform_id=seen.person,
        name=seen.name,
        handle=seen.handle,
        title=seen.title,
        time_zone=seen.time_zone,
        is_bot=seen.is_bot,
        has_left=seen.has_left,
        is_outsider=seen.is_outsider,
        picture=seen.picture,
    )
