"""A question from chat, from the moment it is kept to the answer that is intended for its place.

Two transactions, and no network in either: the first keeps the question with the event that brought it,
the second what was shown, together with the message that is to show it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from bot import consent
from bot.answering import Tools, find
from bot.audience import scope_for, scope_in
from bot.chat_types import (
    Outgoing,
    OutgoingKind,
    Question,
    QuestionId,
    QuestionState,
    Shown,
)
from bot.consent import Policy
from bot.errors import ChangingError, IndexMissingError
from bot.identity import channel_id, question_id
from bot.incoming import Asked, Via
from bot.looking import in_its_place, intend_note, looking_key, may_wait_here
from bot.measuring import Meter, Stage, Tally, timed
from bot.notes import Trouble, looking, notice, trouble
from bot.offering import Offer
from bot.outbox import intend
from bot.ports import Clock, Storage, UnitOfWork
from bot.rechecking import still_holds
from bot.showing import Around, Showing, answer_view, asked_by_place, people_in
from bot.telling import Answer
from bot.turns import count_first
from bot.types import Workspace
from bot.views import AnswerView, Mode, Note, Page
from expertise.consent import QUIET, Naming
from expertise.errors import EmptyQuestionError
from expertise.types import Channel, ChannelKind, MessageTs, Person, PersonId
from expertise.types import Question as Need

NEWCOMER_QUESTIONS = 3
"""So many first questions of a person are answered privately, whatever the place."""

TOP = 3
_MOST_FOLLOWED = 20
TRIES = 5
"""How often people are found anew, where what an answer is made of changes meanwhile."""
CONTEXT = 1_000
"""Characters of a thread's first message that help to understand what is asked in it."""


class Drawing(Protocol):
    """Draws views for one platform, as JSON that its ``ChatPlatform`` can send."""

    def answer(self, view: AnswerView, reply_url: str | None = None) -> str: ...

    def note(self, note: Note, reply_url: str | None = None) -> str: ...

    def page(self, page: Page, reply_url: str | None = None) -> str: ...

    def home(self, page: Page) -> str: ...


class Faces(Protocol):
    """Who is around, asked of the platform at this moment and never kept."""

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What answering in chat needs. ``tools`` raises IndexMissingError where nothing was read yet."""

    storage: Storage
    workspace: Workspace
    tools: Callable[[], Tools]
    policy: Policy
    faces: Faces
    drawing: Drawing
    clock: Clock
    meter: Meter


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an answer goes, and so who will see it. ``channel`` is None where only the asker is."""

    mode: Mode
    kind: OutgoingKind
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of looking for people: an answer, or why there is none."""

    question: Question
    place: Place
    need: Need
    told: Answer | Trouble


async def take(uow: UnitOfWork, workspace: Workspace, asked: Asked, at: datetime) -> QuestionId | None:
    """Keep a question, once; its id. None where nobody known asks.

    One that was asked in a message is the same for each event that tells of it.
    """
    asker = (await uow.people.by_platform_ids([asked.asker])).get(asked.asker)
    if asker is None:
        return None
    own = _id_of(workspace, asked, at)
    if await uow.questions.by_id(own) is None:
        question = Question(
            id=own,
            asker=asker.id,
            text=asked.text,
            via=asked.via,
            asked_at=at,
            channel=asked.channel,
            thread_ts=asked.thread_ts,
            ts=asked.ts,
            is_private=asked.via is not Via.MENTION or await is_newcomer(uow, asker.id),
            reply_url=asked.response_url,
        )
        await uow.questions.add(question)
    return own


def _id_of(workspace: Workspace, asked: Asked, at: datetime) -> QuestionId:
    when = asked.written_at or at
    return derived_id(workspace, (asked.via, asked.asker, asked.channel, asked.ts or at.isoformat()), when)


def derived_id(workspace: Workspace, told: Sequence[object], when: datetime) -> QuestionId:
    """The id of a question that these tell from all others: the same whenever they are told again."""
    digest = sha256("\0".join(map(str, (workspace.id, *told))).encode()).digest()
    return question_id(when, lambda count: digest[:count])


async def is_newcomer(uow: UnitOfWork, person_id: PersonId) -> bool:
    """Whether these are somebody's first questions, which nobody else needs to see answered."""
    return len(await uow.questions.asked_by(person_id)) < NEWCOMER_QUESTIONS


async def answer(desk: Desk, question_id: QuestionId) -> list[str]:
    """Find people for a question that was kept, and intend the answer; keys to be delivered, in order.

    Done again after a crash it does nothing where the answer is intended already. Where something changed
    while people were found (who may read what, who may be named, a message), they are found anew.
    """
    for _ in range(TRIES):
        found = await look(desk, question_id)
        if found is None:
            return [answer_key(question_id)]
        if keys := await tell(desk, found):
            return keys
    raise ChangingError


async def look(desk: Desk, question_id: QuestionId) -> Found | None:
    """Find people for a question that was kept; None where its answer is intended already. Writes nothing."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        if question is None or question.state is not QuestionState.RECEIVED:
            return None
        place = await _place(uow, desk.workspace, question)
        need = await need_of(uow, desk, question, place)
    return Found(question=question, place=place, need=need, told=await look_for(desk, need))


async def look_for(desk: Desk, need: Need) -> Answer | Trouble:
    """Whoever may know, or why nobody could be looked for."""
    try:
        with timed(desk.meter, Stage.RANK):
            return await find(desk.storage, desk.workspace, need, desk.tools(), TOP)
    except EmptyQuestionError:
        return Trouble.NO_QUESTION
    except IndexMissingError:
        return Trouble.NOTHING_READ


async def say_that_we_look(desk: Desk, question_id: QuestionId) -> str | None:
    """Intend a note in the answer's place, where one can stand and none is said yet; its key."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        question = await uow.questions.by_id(question_id)
        if question is None:
            return None
        place = await _place(uow, desk.workspace, question)
        note = await _outgoing(uow, desk, question, place.kind, desk.drawing.note(looking()))
        note = replace(note, key=looking_key(question.id))
        if not may_wait_here(place.kind) or not await intend_note(uow, question, note):
            return None
        await uow.commit()
    return note.key


async def tell(desk: Desk, found: Found) -> list[str]:
    """Intend what is to be said of what was found; keys to be delivered, the answer's first.

    None of them: it holds no more, and is to be looked for anew. A note that we look must not be under way
    any more. Done again it changes nothing.
    """
    if isinstance(found.told, Trouble):
        return await _regret(desk, found.question, found.place, found.told)
    return await _show(desk, found.question, found.place, found.need, found.told)


async def give_up(desk: Desk, question_id: QuestionId) -> list[str]:
    """Say that something went wrong, where nothing else could be said; keys to be delivered."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        if question is None or question.state is not QuestionState.RECEIVED:
            return []
        place = await _place(uow, desk.workspace, question)
    return await _regret(desk, question, place, Trouble.UNEXPECTED)


async def _regret(desk: Desk, question: Question, place: Place, what: Trouble) -> list[str]:
    """What went wrong is for the asker alone."""
    kind = OutgoingKind.PRIVATE if place.kind is OutgoingKind.REPLY else place.kind
    reply_url = question.reply_url if kind is OutgoingKind.PRIVATE else None
    payload = desk.drawing.note(trouble(what), reply_url)
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        keys = await _intend(uow, desk, question, await _outgoing(uow, desk, question, kind, payload))
        await uow.questions.close(question.id, QuestionState.FAILED)
        await uow.commit()
    desk.meter.counted(Tally.FAILED)
    return keys


async def _intend(uow: UnitOfWork, desk: Desk, question: Question, answer: Outgoing) -> list[str]:
    """The answer, and what becomes of a note that we look."""
    said = await in_its_place(uow, question, answer, desk.clock)
    for each in said:
        await intend(uow, each)
    return [each.key for each in said]


async def _show(desk: Desk, question: Question, place: Place, need: Need, told: Answer) -> list[str]:
    """Intend what is to be said of an answer in a place, and keep what was shown; [] if it holds no more.

    Who was named, and who came first, counts only where everyone here may read it.
    """
    around = await desk.faces.around([s.person for s in told.suggestions]) if place.channel is None else {}
    is_open = place.channel is not None and place.channel.kind is ChannelKind.PUBLIC
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        if not await _holds(uow, desk, question, (place, need), told):
            return []
        levels = await consent.namings(uow, people_in(told), told.question, need_at(told), desk.policy)
        view, people = view_of(question, place, told, levels, around)
        kind = _kind(place, view)
        reply_url = question.reply_url if kind is OutgoingKind.PRIVATE else None
        payload = desk.drawing.answer(view, reply_url)
        keys = await _intend(uow, desk, question, await _outgoing(uow, desk, question, kind, payload))
        await uow.questions.close(question.id, _outcome(view), _lines(people, levels))
        if is_open and (named := [who for who in people if levels.get(who) is Naming.BY_NAME]):
            await uow.namings.add(named, consent.week_of(need_at(told)))
        keys += await _notices(uow, desk, [s.person for s in told.suggestions])
        await uow.commit()
    desk.meter.counted(Tally.ANSWERED if view.people else Tally.ABSTAINED)
    if is_open and people:
        await count_first(desk.storage, desk.workspace.id, people[0], need_at(told))
    return keys


async def _holds(
    uow: UnitOfWork, desk: Desk, question: Question, decided: tuple[Place, Need], told: Answer
) -> bool:
    """Whether place, scope and consent would be decided the same now, and all that is shown is there."""
    place = await _place(uow, desk.workspace, question)
    need = await need_of(uow, desk, question, place)
    return (place, need) == decided and await still_holds(uow, told, need.scope)


def answer_key(question_id: QuestionId) -> str:
    """Names the message that answers a question."""
    return f"answer:{question_id}"


def need_at(told: Answer) -> datetime:
    """When the question was asked."""
    return told.asked_at


async def _place(uow: UnitOfWork, workspace: Workspace, question: Question) -> Place:
    """Fails closed: in a channel that is not known, only the asker sees the answer."""
    if question.via in (Via.DIRECT, Via.HOME):
        return Place(mode=Mode.HOME, kind=OutgoingKind.DIRECT)
    channel = await channel_of(uow, workspace, question.channel)
    if question.is_private or channel is None:
        return Place(mode=Mode.PRIVATE, kind=OutgoingKind.PRIVATE)
    return Place(mode=Mode.IN_THREAD, kind=OutgoingKind.REPLY, channel=channel)


async def channel_of(uow: UnitOfWork, workspace: Workspace, platform_id: str | None) -> Channel | None:
    """The channel of that platform id, if we know it."""
    if platform_id is None:
        return None
    target = channel_id(workspace.id, platform_id)
    return (await uow.channels.by_ids([target])).get(target)


async def need_of(uow: UnitOfWork, desk: Desk, question: Question, place: Place) -> Need:
    """The question as the matcher sees it: scope and consent decided, understood within its thread."""
    scope = await (scope_in(uow, place.channel) if place.channel else scope_for(uow, question.asker))
    where = await channel_of(uow, desk.workspace, question.channel)
    readable = where if where is not None and where.partition in scope.partitions else None
    text = await _understood(uow, question, readable)
    at = question.asked_at
    scope = await consent.consenting(uow, scope, text, at, desk.policy)
    scope = replace(scope, unnamed=scope.unnamed | await _shown_before(uow, question))
    return Need(
        text=text,
        asked_at=at,
        scope=scope,
        asker_id=question.asker,
        channel_id=readable.id if readable else None,
        thread_ts=question.thread_ts or question.ts,
    )


async def _shown_before(uow: UnitOfWork, question: Question) -> frozenset[PersonId]:
    """Everyone who was shown for the questions that this one follows."""
    shown: set[PersonId] = set()
    before = question.follows
    for _ in range(_MOST_FOLLOWED):
        if before is None:
            break
        shown.update(line.person_id for line in await uow.questions.shown(before))
        earlier = await uow.questions.by_id(before)
        before = earlier.follows if earlier else None
    return frozenset(shown)


async def _understood(uow: UnitOfWork, question: Question, channel: Channel | None) -> str:
    """What is asked, with what the thread began with: "and for staging?" alone would find nobody."""
    said = question.text or ""
    if channel is None or question.thread_ts is None or question.thread_ts == question.ts:
        return said
    key = (channel.id, question.thread_ts)
    first = (await uow.transcript.by_keys([key])).get(key)
    if first is None or (said and said in first.text):  # shared: the thread began with this very question
        return said
    return f"{said}\n{first.text[:CONTEXT]}".strip()


def view_of(
    question: Question,
    place: Place,
    told: Answer,
    levels: Mapping[PersonId, Naming],
    around: Mapping[PersonId, Around],
) -> tuple[AnswerView, tuple[PersonId, ...]]:
    """What is shown in that place, and who of it may be asked there."""
    told = replace(told, question=question.text or told.question)  # in the asker's own words
    shown = frozenset(s.person.id for s in told.suggestions)
    candidates = (c.person.id for c in told.ranking.candidates if c.can_be_shown)
    offer = Offer(
        question_id=question.id,
        has_more=any(who not in shown for who in candidates),
        can_share=question.channel is not None and place.mode is Mode.PRIVATE,
    )
    showing = Showing(mode=place.mode, offer=offer, consent=levels, today=told.asked_at.date(), around=around)
    return answer_view(told, showing), asked_by_place(told, showing)


def _kind(place: Place, view: AnswerView) -> OutgoingKind:
    """Where nobody stands out, nobody but the asker sees it."""
    is_alone = view.mode is Mode.PRIVATE and place.kind is OutgoingKind.REPLY
    return OutgoingKind.PRIVATE if is_alone else place.kind


async def _outgoing(
    uow: UnitOfWork, desk: Desk, question: Question, kind: OutgoingKind, payload: str
) -> Outgoing:
    (asker,) = await uow.people.by_ids([question.asker])
    return Outgoing(
        key=answer_key(question.id),
        kind=kind,
        payload=payload,
        intended_at=desk.clock(),
        channel=None if kind is OutgoingKind.DIRECT else question.channel,
        thread_ts=None if kind is OutgoingKind.DIRECT else thread_of(question),
        recipient=None if kind is OutgoingKind.REPLY else asker.platform_id,
    )


def thread_of(question: Question) -> MessageTs | None:
    """The thread to answer in: the one it was asked in, or the one that begins with the question."""
    return question.thread_ts or (question.ts if question.via is Via.MENTION else None)


def _outcome(view: AnswerView) -> QuestionState:
    return QuestionState.ANSWERED if view.people or view.threads else QuestionState.NOBODY


def _lines(people: Sequence[PersonId], levels: Mapping[PersonId, Naming]) -> list[Shown]:
    return [
        Shown(person_id=who, position=place, is_named=levels.get(who) is Naming.BY_NAME)
        for place, who in enumerate(people, 1)
    ]


async def _notices(uow: UnitOfWork, desk: Desk, people: Sequence[Person]) -> list[str]:
    """Tell those who would have been named for the first time that they may be, with a week to say no."""
    by_id = {person.id: person for person in people}
    keys = []
    for who in await consent.untold(uow, by_id, desk.policy):
        now = desk.clock()
        key = f"notice:{who}"
        note = notice((now + QUIET).date())
        told = Outgoing(
            key=key,
            kind=OutgoingKind.DIRECT,
            payload=desk.drawing.note(note),
            intended_at=now,
            recipient=by_id[who].platform_id,
        )
        await consent.told(uow, who, now)
        if await intend(uow, told):
            keys.append(key)
    return keys
