"""Somebody asks in a channel: if a past thread answers it, that is said; if not, nothing is.

The message is kept as a row in the unit of work that stores it, and decided a while later, so that a person
may be first. Deciding goes in three steps, like answering: look whether there is anything to do, find, and
tell in one transaction that looks at all of it once more. A crash leaves the row as it was, still due.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import consent
from bot.bars import Bars, bars_of
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.desk import Desk
from bot.errors import IndexMissingError
from bot.identity import channel_id
from bot.incoming import Incoming, Posted
from bot.introducing import introduce
from bot.noticing_questions import asks_for_help
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.rechecking import still_holds
from bot.suggestion_finding import Found, bar_of, find_answer
from bot.suggestion_places import Going, look
from bot.suggestion_quotes import named, quotes_of
from bot.suggestion_types import Silence, Suggested, Suggesting, SuggestionKey, SuggestionState
from bot.suggestion_views import Quote, Telling, view_of
from bot.views import Note
from expertise.types import ChannelId, ChannelKind, MessageKind, MessageTs, Person

MOST_DEEPER = 2
"""People who are named as who could go deeper, at most."""

SUGGESTION = "suggestion:"
"""Begins the key of what says one; the channel and the message that asks follow."""

MANY = 20
_AGAIN = timedelta(minutes=5)
_ANEW = timedelta(seconds=5)
"""Until what has changed meanwhile can be found."""


async def notice(uow: UnitOfWork, desk: Desk, happened: Incoming) -> None:
    """Keep a message that asks, where suggestions are wished; once it is stored, and with it."""
    if not isinstance(happened, Posted) or not _may_ask(happened) or not asks_for_help(happened.text):
        return  # the words first: they cost less than a look at the rows
    key = SuggestionKey(channel_id(desk.workspace.id, happened.channel), happened.ts)
    if await uow.suggesting.of(key.channel_id) is Suggesting.OFF:
        return
    message = (await uow.transcript.by_keys([key])).get(key)
    if message is None or message.author_id is None or message.kind is not MessageKind.PERSON:
        return
    if await uow.suggestions.of(key) is None:
        due_at = message.at + desk.manners.suggests_after
        this = Suggested(key=key, asker=message.author_id, asked_at=message.at, due_at=due_at)
        await uow.suggestions.put(this)


def _may_ask(said: Posted) -> bool:
    """A person's first words of a thread, as they were first said."""
    is_first = said.thread_ts is None or said.thread_ts == said.ts
    is_new = said.edited_at is None and not said.is_restored
    return is_first and is_new and said.kind is MessageKind.PERSON and said.author is not None


async def due(desk: Desk) -> list[SuggestionKey]:
    """What is to be decided, or looked at again, by now."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        return await uow.suggestions.due(desk.clock(), MANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen at a moment, before anything was looked for."""

    this: Suggested
    at: datetime
    going: Going | Silence
    bars: Bars | None = None


async def decide(desk: Desk, key: SuggestionKey) -> list[str]:
    """Decide about a message that waits; keys to be delivered. Done again it changes nothing.

    Where something changed while an answer was looked for, it is looked for anew, a moment later.
    """
    seen = await _see(desk, key)
    if seen is None:
        return []
    if isinstance(seen.going, Silence) or seen.bars is None:
        return await _stay_silent(desk, seen, Found(silence=_why(seen.going)))
    bar = bar_of(seen.bars, seen.going.mode)
    found = await find_answer(desk, seen.going.need, bar)
    return await _tell(desk, seen, seen.going, found)


async def put_off(desk: Desk, key: SuggestionKey) -> None:
    """What could not be done is tried again in a while, so that it holds up no other."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        this, at = await uow.suggestions.of(key), desk.clock()
        if this is not None and this.due_at is not None and this.due_at <= at:
            await uow.suggestions.put(replace(this, due_at=at + _AGAIN))
            await uow.commit()


def _why(going: Going | Silence) -> Silence:
    return going if isinstance(going, Silence) else Silence.FAILED


async def _see(desk: Desk, key: SuggestionKey) -> Looked | None:
    """None where there is nothing to decide."""
    at = desk.clock()
    async with desk.storage.begin(desk.workspace.id) as uow:
        this = await _waiting(uow, key, at)
        if this is None:
            return None
        going = await look(uow, desk, this, at)
        if isinstance(going, Silence):
            return Looked(this=this, at=at, going=going)
        try:
            language = desk.tools().detect(going.message.text)
        except IndexMissingError:
            return Looked(this=this, at=at, going=Silence.NOTHING)
        bars = await bars_of(uow, going.channel, language)
    return Looked(this=this, at=at, going=going, bars=bars)


async def _waiting(uow: UnitOfWork, key: SuggestionKey, at: datetime) -> Suggested | None:
    this = await uow.suggestions.of(key)
    is_due = this is not None and this.due_at is not None and this.due_at <= at
    return this if is_due and this and this.state is SuggestionState.WAITING else None


async def _stay_silent(desk: Desk, seen: Looked, found: Found) -> list[str]:
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        if await _waiting(uow, seen.this.key, seen.at) == seen.this:
            await uow.suggestions.put(_silent(seen, found))
            await uow.commit()
    return []


def _silent(seen: Looked, found: Found) -> Suggested:
    mode = seen.going.mode if isinstance(seen.going, Going) else None
    return replace(
        seen.this,
        state=SuggestionState.SILENT,
        silence=found.silence,
        due_at=None,
        mode=mode,
        chance=found.chance,
    )


async def _tell(desk: Desk, seen: Looked, going: Going, found: Found) -> list[str]:
    """Say it, or keep why not: all in one transaction, in which everything is looked at once more."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        if await _waiting(uow, seen.this.key, seen.at) != seen.this:
            return []
        now = await look(uow, desk, seen.this, seen.at)
        if isinstance(now, Silence):
            await uow.suggestions.put(_silent(seen, replace(found, silence=now)))
            await uow.commit()
            return []
        if now != going or (found.told and not await still_holds(uow, found.told, going.need.scope)):
            await uow.suggestions.put(replace(seen.this, due_at=desk.clock() + _ANEW))
            await uow.commit()
            return []
        keys = await _put(uow, desk, seen, going, found)
        await uow.commit()
    return keys


async def _put(uow: UnitOfWork, desk: Desk, seen: Looked, going: Going, found: Found) -> list[str]:
    if found.silence is not None:
        await uow.suggestions.put(_silent(seen, found))
        return []
    quotes = await quotes_of(uow, desk.workspace, going.need, found.excerpts, desk.policy)
    if not quotes:
        await uow.suggestions.put(_silent(seen, replace(found, silence=Silence.NO_WORDS)))
        return await _introduce(uow, desk, going, found)
    deeper = (await named(uow, found.deeper, going.need, desk.policy))[:MOST_DEEPER]
    this = replace(
        seen.this,
        state=SuggestionState.SHADOW if going.mode is Suggesting.SHADOW else SuggestionState.SAID,
        due_at=None,
        mode=going.mode,
        chance=found.chance,
        excerpts=tuple(e for e in found.excerpts if e.messages in {_names(quote) for quote in quotes}),
        deeper=tuple(person.id for person in deeper),
    )
    await uow.suggestions.put(this)
    if going.mode is Suggesting.SHADOW:
        return []
    return await _say(uow, desk, this, going, quotes, deeper)


def _names(quote: Quote) -> tuple[str, ...]:
    return tuple(message.ts for message in quote.messages)


async def _introduce(uow: UnitOfWork, desk: Desk, going: Going, found: Found) -> list[str]:
    """Whoever would have been quoted, and was not told of us yet, is told; another time they may be named."""
    if going.mode is Suggesting.SHADOW:
        return []
    return await introduce(uow, desk, await uow.people.by_ids([e.author_id for e in found.excerpts]))


async def _say(
    uow: UnitOfWork,
    desk: Desk,
    this: Suggested,
    going: Going,
    quotes: tuple[Quote, ...],
    deeper: tuple[Person, ...],
) -> list[str]:
    """Intend it; what one person gets alone counts towards their week, who is named before all to theirs."""
    at = going.need.asked_at
    told = Telling(
        asker=going.asker,
        channel=going.channel,
        question=going.message.text,
        quotes=quotes,
        deeper=deeper,
        now=this.asked_at,
    )
    said = message_of(this, told, desk, key_of(this))
    await intend(uow, said)
    week = consent.week_of(at)
    if not this.is_in_thread:
        await uow.unasked.add([this.asker], week)
    elif going.channel.kind is ChannelKind.PUBLIC:
        await uow.namings.add({*(quote.author.id for quote in quotes), *this.deeper}, week)
    return [said.key]


async def was_not_suggested(uow: UnitOfWork, unsaid: Outgoing) -> None:
    """It could not be said there: a channel that takes nothing, or somebody who cannot be written to."""
    channel, _, ts = unsaid.key.removeprefix(SUGGESTION).partition(":")
    await uow.hold()
    this = await uow.suggestions.of(SuggestionKey(ChannelId(channel), MessageTs(ts)))
    if this is not None and this.state is SuggestionState.SAID and unsaid.state is OutgoingState.FAILED:
        await uow.suggestions.put(
            replace(this, state=SuggestionState.SILENT, silence=Silence.FAILED, due_at=None)
        )


def key_of(this: Suggested) -> str:
    """Names the message that says it; what is put in its place later adds a number."""
    first = f"{SUGGESTION}{this.key.channel_id}:{this.key.ts}"
    return f"{first}:{this.edition}" if this.edition else first


def message_of(this: Suggested, told: Telling, desk: Desk, key: str) -> Outgoing:
    """As a reply in the asker's thread, or to them alone, in their conversation with the bot."""
    view = view_of(this, told)
    payload = desk.drawing.note(view) if isinstance(view, Note) else desk.drawing.suggestion(view)
    is_there = this.is_in_thread
    return Outgoing(
        key=key,
        kind=OutgoingKind.REPLY if is_there else OutgoingKind.DIRECT,
        payload=payload,
        intended_at=desk.clock(),
        channel=told.channel.platform_id if is_there else None,
        thread_ts=this.key.ts if is_there else None,
        recipient=None if is_there else told.asker.platform_id,
    )
