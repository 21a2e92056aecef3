"""Two people are brought together: where they talk, and what introduces them to each other.

In the thread where it was asked, where both may read it now; else in a conversation of the two, as far as
their platform has one. Of what they share only what both may read now is told. Fails closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot import inviting_phrases
from bot.audience import readable_channels, scope_for
from bot.chat_types import Question, QuestionId
from bot.desk import Desk
from bot.first_names import short_name
from bot.identity import person_id
from bot.incoming import Pressed, Via
from bot.invitation_notes import called
from bot.permalinks import permalink
from bot.placing import channel_of, thread_of
from bot.ports import UnitOfWork
from bot.quoting import CHANNEL, tidy
from bot.types import Platform
from bot.views import Action
from expertise.types import Channel, ChannelId, ChannelKind, Message, MessageKind, PersonId, Scope

_KNOWN_TO_ALL = (ChannelKind.PUBLIC, ChannelKind.SHARED)
_CHATS = (ChannelKind.GROUP, ChannelKind.DIRECT)
_LOOKED_THROUGH = 200
"""Of the asker's latest threads, to find one that both wrote in."""
_MOST_CHANNELS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A thread that both may read: the channel's name, the day that it began, and where it is."""

    channel: str
    first: Message
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where two people talk: in ``thread``; else in a group message, or a chat that one of them opens.

    ``chat`` is the helper's way to the asker. ``channels`` are the names of some that both are in,
    ``past`` is the last thread that both wrote in.
    """

    thread: Spot | None = None
    is_group: bool = False
    chat: str | None = None
    channels: tuple[str, ...] = field(default=())
    past: Spot | None = None


async def door_to_asker(desk: Desk, pressed: Pressed) -> str | None:
    """The way from whoever says that they help to whoever asked, as the platform tells it now."""
    if pressed.action != Action.HELP:
        return None
    async with desk.storage.begin(desk.workspace.id) as uow:
        this = await uow.rounds.of(QuestionId(pressed.value))
        if this is None or this.of(person_id(desk.workspace.id, pressed.person)) is None:
            return None
        askers = await uow.people.by_ids([this.asker])
    for asker in askers:
        return await desk.doors.chat_with(asker, inviting_phrases.greeting(short_name(called(asker))))
    return None


async def meeting(
    uow: UnitOfWork,
    desk: Desk,
    asker: PersonId,
    helper: PersonId,
    question: Question | None,
    chat: str | None = None,
) -> Meeting:
    """As it is now: what has turned private meanwhile is not told.

    ``chat`` is as ``door_to_asker`` gives it, which was asked before this unit of work began.
    """
    readable = await _readable_to_both(uow, asker, helper)
    thread = await _asked_in(uow, desk, question, readable) if question else None
    return Meeting(
        thread=thread,
        is_group=thread is None and desk.workspace.platform is Platform.SLACK,
        chat=chat,
        channels=await _both_in(uow, asker, helper, readable),
        past=await _last_together(uow, desk, asker, helper, readable, thread),
    )


async def _readable_to_both(uow: UnitOfWork, one: PersonId, other: PersonId) -> Mapping[ChannelId, Channel]:
    scopes = [await scope_for(uow, one), await scope_for(uow, other)]
    return await readable_channels(uow, Scope(partitions=scopes[0].partitions & scopes[1].partitions))


async def _asked_in(
    uow: UnitOfWork, desk: Desk, question: Question, readable: Mapping[ChannelId, Channel]
) -> Spot | None:
    """The thread where the asker named the bot; what was asked elsewhere was said to the bot alone."""
    channel, root = await channel_of(uow, desk.workspace, question.channel), thread_of(question)
    if question.via is not Via.MENTION or channel is None or root is None:
        return None
    if channel.id not in readable or channel.is_archived:
        return None
    first = (await uow.transcript.by_keys([(channel.id, root)])).get((channel.id, root))
    return _spot(desk, channel, first)


async def _both_in(
    uow: UnitOfWork, one: PersonId, other: PersonId, readable: Mapping[ChannelId, Channel]
) -> tuple[str, ...]:
    """Channels that both are known to be in, of those that are no secret."""
    shared = await uow.channels.channels_of(one) & await uow.channels.channels_of(other)
    channels = [readable[each] for each in shared if each in readable]
    names = sorted(each.name for each in channels if each.kind in _KNOWN_TO_ALL and not each.is_archived)
    return tuple(tidy(name, CHANNEL) for name in names[:_MOST_CHANNELS])


async def _last_together(
    uow: UnitOfWork,
    desk: Desk,
    one: PersonId,
    other: PersonId,
    readable: Mapping[ChannelId, Channel],
    but: Spot | None,
) -> Spot | None:
    """The last thread that both wrote in, if it can be shown; not the one that they are sent to anyway."""
    channels = [each.id for each in readable.values() if each.kind not in _CHATS]
    threads = await uow.ties.together(one, other, channels, _LOOKED_THROUGH)
    past = [key for key in threads if but is None or key != but.first.key][:1]
    found = await uow.transcript.by_keys(past)
    return _spot(desk, readable[past[0][0]], found.get(past[0])) if past else None


def _spot(desk: Desk, channel: Channel, first: Message | None) -> Spot | None:
    """None where the first message is gone, or no link can be made."""
    if first is None or first.kind is MessageKind.TOMBSTONE:
        return None
    link = permalink(desk.workspace, channel, first)
    return Spot(channel=tidy(channel.name, CHANNEL), first=first, link=link) if link else None
