"""Working out loud: somebody says what they just learned, in a channel of their choice, with their name.

The bot posts it, and it is theirs: found as what they said, and taken back when they wish.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot import aloud_pages as pages
from bot import aloud_phrases as phrases
from bot.aloud import LONGEST, Aloud, AloudId
from bot.audience import readable_channels, scope_for
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.desk import Desk
from bot.ingestion import Reading, bury_message, put_message
from bot.notes import Trouble, trouble
from bot.outbox import intend
from bot.own_page import shown
from bot.ports import UnitOfWork
from bot.presses import Press, Todo, job, say
from bot.quoting import NAME, inside, tidy
from bot.taking import derived_id
from bot.views import Action, Note, Page
from expertise.types import Channel, ChannelId, ChannelKind, Message, MessageTs, Person

SAY_ALOUD, TAKE_BACK = "say-aloud", "take-back"
"""Jobs. The subject of each is the words, and the event that wanted it."""

_CHANNELS = (ChannelKind.PUBLIC, ChannelKind.SHARED, ChannelKind.PRIVATE)
_OFFERED = 3


async def offer(what: Press) -> Todo:
    """Show somebody how their words would stand, and ask where; nobody else sees anything yet."""
    words = what.value.strip()
    if not any(map(str.isalnum, words)):
        return await _page(what, pages.how())
    if len(words) > LONGEST:
        too_long = phrases.too_long(len(words), LONGEST)
        return await _page(what, replace(pages.how(), opening=too_long))
    at = what.desk.clock()
    own = AloudId(derived_id(what.desk.workspace, (Action.ALOUD, what.event_id), at))
    one = Aloud(id=own, person_id=what.person.id, text=words, at=at)
    await what.uow.aloud.put(one)
    here = [each for each in await _writable(what.uow, what.person) if each.platform_id == what.channel]
    return await _page(what, pages.preview(one, what.person, here))


async def choose(what: Press) -> Todo:
    """They chose a channel: it is said there, once."""
    aloud_id, _, platform_id = what.value.partition(" ")
    await what.uow.hold()
    one = await _theirs(what, aloud_id)
    channel = next((c for c in await _writable(what.uow, what.person) if c.platform_id == platform_id), None)
    if one is None or channel is None:
        return await say(what, trouble(Trouble.GONE))
    if one.channel_id is not None:
        return await say(what, Note(paragraphs=(phrases.STANDS_ALREADY,)))
    await what.uow.aloud.put(replace(one, channel_id=channel.id))
    post = Outgoing(
        key=aloud_key(one.id, what.event_id),
        kind=OutgoingKind.REPLY,
        payload=what.desk.drawing.note(pages.post(one, what.person)),
        intended_at=what.desk.clock(),
        channel=channel.platform_id,
    )
    await intend(what.uow, post)
    return Todo(jobs=(job(what, SAY_ALOUD, f"{one.id} {what.event_id}"),))


async def choose_by_name(what: Press) -> Todo:
    """They named a channel; where several are called so, they choose."""
    aloud_id, _, name = what.value.partition(" ")
    one = await _theirs(what, aloud_id)
    if one is None:
        return await say(what, trouble(Trouble.GONE))
    wanted = name.strip().removeprefix("#").casefold()
    found = [c for c in await _writable(what.uow, what.person) if wanted in _names(c)]
    if len(found) == 1:
        return await choose(replace(what, value=f"{one.id} {found[0].platform_id}"))
    typed = inside(tidy(name, NAME))
    before = phrases.which_one(typed) if found else phrases.no_such_channel(typed)
    return await _page(what, pages.preview(one, what.person, found[:_OFFERED], before))


async def never_mind(what: Press) -> Todo:
    """They would rather not: forgotten, if it was not said yet."""
    await what.uow.hold()
    one = await _theirs(what, what.value)
    if one is None or one.channel_id is not None:
        return await say(what, trouble(Trouble.GONE))
    await what.uow.aloud.forget([one.id])
    return await _note(what, Note(paragraphs=(phrases.FORGOTTEN,)))


async def want_back(what: Press) -> Todo:
    """They take back what was said."""
    one = await _theirs(what, what.value)
    if one is None:
        return await say(what, trouble(Trouble.GONE))
    return Todo(jobs=(job(what, TAKE_BACK, f"{one.id} {what.event_id}"),))


# ------------------------------------------------------------------ jobs


def aloud_key(aloud_id: str, event_id: str) -> str:
    """Names the message that says it."""
    return f"aloud:{aloud_id}:{event_id}"


async def keep(desk: Desk, reading: Reading, aloud_id: AloudId, said: Outgoing) -> list[str]:
    """What was posted is its author's message from now on; keys of what they hear of that.

    Where the channel did not take it, it is a draft again; what its author forgot meanwhile is taken away.
    """
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        one = await uow.aloud.get(aloud_id)
        if one is None:
            keys = await _take_away(uow, desk, aloud_id, said)
        else:
            keys = await _keep(uow, desk, reading, one, said)
        await uow.commit()
    return keys


async def _take_away(uow: UnitOfWork, desk: Desk, aloud_id: AloudId, said: Outgoing) -> list[str]:
    if said.channel is None or said.ts is None:
        return []
    return [await _remove(uow, desk, said.channel, aloud_id, said.ts)]


async def _keep(uow: UnitOfWork, desk: Desk, reading: Reading, one: Aloud, said: Outgoing) -> list[str]:
    """Nothing where that was done before, and perhaps another channel chosen since."""
    channels = await uow.channels.by_ids([one.channel_id] if one.channel_id else [])
    channel = next((each for each in channels.values() if each.platform_id == said.channel), None)
    if channel is None or one.ts is not None:
        return []
    (person,) = await uow.people.by_ids([one.person_id])
    if said.state is OutgoingState.SENT and said.ts is not None:
        one = replace(one, ts=said.ts, at=said.sent_at or desk.clock())
        await put_message(uow, channel, _message(one, channel.id, said.ts), reading)
        told = desk.drawing.note(pages.stands(one, channel))
    else:
        one = replace(one, channel_id=None)
        cannot = phrases.could_not_say(pages.name_of(channel))
        told = desk.drawing.page(pages.preview(one, person, [], cannot))
    await uow.aloud.put(one)
    key = f"{said.key}:told"
    await intend(uow, _directly(desk, key, told, person))
    return [key]


async def take_back(desk: Desk, reading: Reading, aloud_id: AloudId) -> list[str]:
    """Delete it where it was said, and from what is found; keys to be delivered."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        one = await uow.aloud.get(aloud_id)
        if one is None:
            return []
        keys = await withdraw(uow, desk, reading, [one])
        (person,) = await uow.people.by_ids([one.person_id])
        told = desk.drawing.note(Note(paragraphs=(phrases.TAKEN_BACK,)))
        key = f"aloud-back:{one.id}:told"
        await intend(uow, _directly(desk, key, told, person))
        await uow.commit()
    return [*keys, key]


async def withdraw(uow: UnitOfWork, desk: Desk, reading: Reading, these: Sequence[Aloud]) -> list[str]:
    """Have these taken away wherever they stand, and forget them; keys to be delivered."""
    keys = []
    channels = await uow.channels.by_ids({each.channel_id for each in these if each.channel_id})
    for one in these:
        channel = channels.get(one.channel_id) if one.channel_id else None
        if channel is not None and one.ts is not None:
            await bury_message(uow, channel, one.ts, one.at, reading)
            keys.append(await _remove(uow, desk, channel.platform_id, one.id, one.ts))
    await uow.aloud.forget([each.id for each in these])
    return keys


async def _remove(uow: UnitOfWork, desk: Desk, where: str, aloud_id: AloudId, ts: MessageTs) -> str:
    removal = Outgoing(
        key=f"aloud-back:{aloud_id}",
        kind=OutgoingKind.REMOVAL,
        payload="{}",
        intended_at=desk.clock(),
        channel=where,
        target_ts=ts,
    )
    await intend(uow, removal)
    return removal.key


def _message(one: Aloud, channel_id: ChannelId, ts: MessageTs) -> Message:
    return Message(channel_id=channel_id, ts=ts, at=one.at, author_id=one.person_id, text=one.text)


async def _writable(uow: UnitOfWork, person: Person) -> list[Channel]:
    """Channels that somebody can read, and that the bot has not been put out of, by name and id."""
    readable = (await readable_channels(uow, await scope_for(uow, person.id))).values()
    out = {each.channel_id for each in await uow.listened.all() if not each.is_in}
    open_ = [c for c in readable if c.kind in _CHANNELS and not c.is_archived and c.id not in out]
    return sorted(open_, key=lambda channel: (channel.name, channel.platform_id))


def _names(channel: Channel) -> tuple[str, str]:
    """Its whole name, and without that of its team."""
    return channel.name.casefold(), channel.name.rpartition(" › ")[2].casefold()


async def _theirs(what: Press, aloud_id: str) -> Aloud | None:
    one = await what.uow.aloud.get(AloudId(aloud_id))
    return one if one is not None and one.person_id == what.person.id else None


def _directly(desk: Desk, key: str, payload: str, person: Person) -> Outgoing:
    return Outgoing(
        key=key,
        kind=OutgoingKind.DIRECT,
        payload=payload,
        intended_at=desk.clock(),
        recipient=person.platform_id,
    )


async def _page(what: Press, page: Page) -> Todo:
    return await _shown(what, what.desk.drawing.page(page, what.reply_url))


async def _note(what: Press, note: Note) -> Todo:
    return await _shown(what, what.desk.drawing.note(note, what.reply_url))


async def _shown(what: Press, payload: str) -> Todo:
    """In place of the page that was pressed."""
    key = f"said:{what.event_id}"
    await intend(what.uow, shown(what, key, payload))
    return Todo(keys=(key,))


ABOUT_ALOUD: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.ALOUD: offer,
    Action.ALOUD_IN: choose,
    Action.ALOUD_ELSEWHERE: choose_by_name,
    Action.ALOUD_NOT: never_mind,
    Action.ALOUD_BACK: want_back,
}
