"""Whether anything is to be suggested to a message that asks, and where: decided from rows alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.audience import scope_in
from bot.chat_types import Muted, MutedKind
from bot.consent import consenting, week_of
from bot.desk import Desk
from bot.identity import channel_id
from bot.incoming import Via
from bot.noticing_questions import asks_for_help
from bot.ports import UnitOfWork
from bot.round_ports import Availability
from bot.standing_by import budget
from bot.stretches import name_of_thread
from bot.suggestion_types import Silence, Suggested, Suggesting, SuggestionKey
from bot.taking import NEWCOMER_QUESTIONS, derived_id
from expertise.passages import is_pause
from expertise.types import Channel, ChannelKind, Message, MessageKind, Person, PersonId, Question, Scope

LATEST = timedelta(hours=1)
"""After that nobody waits for a suggestion any more."""

_MOST_LOOKED_AT = 100
_MOST_QUESTIONS = 20
_MOST_ADDED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Where, to whom, and what is to be looked for. ``mode`` is the one that holds for this asker."""

    channel: Channel
    message: Message
    asker: Person
    mode: Suggesting
    need: Question


async def look(uow: UnitOfWork, desk: Desk, this: Suggested, at: datetime) -> Going | Silence:
    """What is to be done about a message that asks, or why nothing is."""
    if at - this.asked_at > desk.manners.suggests_after + LATEST:
        return Silence.TOO_LATE
    channel = (await uow.channels.by_ids([this.key.channel_id])).get(this.key.channel_id)
    mode = await uow.suggesting.of(this.key.channel_id)
    if channel is None or mode is Suggesting.OFF or not await _is_open(uow, channel):
        return Silence.OFF
    message = (await uow.transcript.by_keys([this.key])).get(this.key)
    asker = next(iter(await uow.people.by_ids([this.asker])), None)
    if message is None or asker is None or message.author_id != this.asker or asker.has_left:
        return Silence.GONE
    if not asks_for_help(message.text, await _afterwards(uow, message)):
        return Silence.GONE
    why = await _why_silent(uow, desk, channel, message, asker)
    if why is not None:
        return why
    scope = await scope_in(uow, channel)
    if mode is Suggesting.IN_THREAD and await is_newcomer(uow, desk, asker.id, channel, scope, this.key):
        mode = Suggesting.PRIVATE
    if mode is Suggesting.PRIVATE and await _has_enough(uow, desk, asker.id, at):
        return Silence.ENOUGH
    need = await _need(uow, desk, channel, message, scope, at)
    return Going(channel=channel, message=message, asker=asker, mode=mode, need=need)


async def _is_open(uow: UnitOfWork, channel: Channel) -> bool:
    listened = await uow.listened.of(channel.id)
    is_in = listened is None or listened.is_in
    return is_in and not channel.is_archived and channel.kind is not ChannelKind.DIRECT


async def _why_silent(
    uow: UnitOfWork, desk: Desk, channel: Channel, message: Message, asker: Person
) -> Silence | None:
    if asker.is_outsider or asker.is_bot:
        return Silence.OUTSIDER
    thread = await uow.transcript.thread(channel.id, message.ts)
    if any(_is_by_another(reply, message) for reply in thread):
        return Silence.ANSWERED
    if await _asked_by_name(uow, desk, channel, asker, thread or [message]):
        return Silence.ASKED
    if await uow.muted.any_of(mutes(channel, message, asker.id)):
        return Silence.MUTED
    return Silence.ANSWERED if not message.thread_ts and await _goes_on(uow, message) else None


def mutes(channel: Channel, message: Message, asker: PersonId) -> tuple[Muted, ...]:
    """What must not be muted for a suggestion."""
    return (
        Muted(kind=MutedKind.THREAD, subject=f"{channel.platform_id}/{message.ts}"),
        Muted(kind=MutedKind.CHANNEL, subject=channel.platform_id),
        Muted(kind=MutedKind.PERSON, subject=asker),
    )


def _is_by_another(said: Message, message: Message) -> bool:
    return said.kind is MessageKind.PERSON and said.author_id not in (None, message.author_id)


async def _asked_by_name(
    uow: UnitOfWork, desk: Desk, channel: Channel, asker: Person, thread: list[Message]
) -> bool:
    """Whether the bot was asked in it, and so answers anyway."""
    for said in thread:
        told = (Via.MENTION, asker.platform_id, channel.platform_id, said.ts)
        if await uow.questions.by_id(derived_id(desk.workspace, told, said.at)) is not None:
            return True
    return False


async def _afterwards(uow: UnitOfWork, message: Message) -> str:
    """What whoever asked wrote next, below it or after it, before anybody else."""
    thread = await uow.transcript.thread(message.channel_id, message.ts)
    own = [said.text for said in thread if said.ts != message.ts and said.author_id == message.author_id]
    async for said in uow.transcript.top_level(message.channel_id, message.at):
        if said.author_id != message.author_id or len(own) >= _MOST_ADDED:
            break
        own += [said.text] if said.ts != message.ts else []
    return "\n".join(own)


async def _goes_on(uow: UnitOfWork, message: Message) -> bool:
    """Where nobody uses threads: whether somebody else speaks next, other than to ask something too."""
    last, seen = message.at, 0
    async for said in uow.transcript.top_level(message.channel_id, message.at):
        seen += 1
        if is_pause(last, said.at) or seen > _MOST_LOOKED_AT:
            return False
        last = said.at
        is_answer = said.thread_ts is None and not asks_for_help(said.text)
        if said.ts != message.ts and is_answer and _is_by_another(said, message):
            return True
    return False


async def is_newcomer(
    uow: UnitOfWork, desk: Desk, person_id: PersonId, channel: Channel, scope: Scope, but: SuggestionKey
) -> bool:
    """Whether these are somebody's first questions, as far as everyone here may know."""
    open_ = {each.id for each in await uow.channels.all() if each.partition in scope.partitions}
    earlier = {each.key for each in await uow.suggestions.asked_by(person_id)} - {but}
    earlier |= await _asked_by_mention(uow, desk, person_id)
    earlier |= {
        SuggestionKey(own.channel_id, own.ts)
        for own in await uow.own_words.latest(person_id, _MOST_LOOKED_AT)
        if own.ts == own.thread_ts and own.ts != but.ts and asks_for_help(own.text)
    }
    here = [key for key in earlier if key.channel_id in open_ | {channel.id}]
    return len(here) < NEWCOMER_QUESTIONS


async def _asked_by_mention(uow: UnitOfWork, desk: Desk, person_id: PersonId) -> set[SuggestionKey]:
    """What they asked the bot before others; that they asked it alone is known to nobody else."""
    latest = (await uow.questions.asked_by(person_id))[-_MOST_QUESTIONS:]
    asked = [each for own in latest if (each := await uow.questions.by_id(own)) is not None]
    return {
        SuggestionKey(channel_id(desk.workspace.id, each.channel), each.ts)
        for each in asked
        if each.via is Via.MENTION and each.channel is not None and each.ts is not None
    }


async def _has_enough(uow: UnitOfWork, desk: Desk, person_id: PersonId, at: datetime) -> bool:
    """Whether somebody got as much this week as they want that they did not ask for."""
    own = (await uow.availability.of([person_id])).get(person_id, Availability())
    spent = (await uow.unasked.of([person_id], week_of(at))).get(person_id, 0)
    return spent >= budget(own, desk.manners)


async def _need(
    uow: UnitOfWork, desk: Desk, channel: Channel, message: Message, scope: Scope, at: datetime
) -> Question:
    """What is looked for, in what everyone in the channel may read. The talk around it is no answer to it."""
    return Question(
        text=message.text,
        asked_at=at,
        scope=await consenting(uow, scope, message.text, at, desk.policy),
        asker_id=message.author_id,
        channel_id=channel.id,
        thread_ts=await name_of_thread(uow, message),
    )
