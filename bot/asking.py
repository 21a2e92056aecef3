"""Answers a question from chat that was kept: finds people, and intends the answer for its place.

``taking.py`` kept it, with the event that brought it. One transaction, and no network in it, keeps what
was shown, together with the message that is to show it.
"""

from dataclasses import dataclass, replace

from bot import consent
from bot.answering import find
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId, QuestionState
from bot.desk import Desk
from bot.errors import ChangingError, IndexMissingError
from bot.identity import channel_id
from bot.incoming import Via
from bot.introducing import introduce
from bot.looking import in_its_place, intend_note, looking_key, may_wait_here, note_gone
from bot.measuring import Stage, Tally, timed
from bot.notes import Trouble, looking, trouble
from bot.outbox import intend
from bot.placing import Place, need_of, place_of, thread_of
from bot.ports import UnitOfWork
from bot.presenting import presented
from bot.rechecking import still_holds
from bot.showing import people_in
from bot.telling import Answer
from bot.turns import count_first
from expertise.errors import EmptyQuestionError
from expertise.types import ChannelKind, MessageKind
from expertise.types import Question as Need

TOP = 3

TRIES = 5
"""How often people are found anew, where what an answer is made of changes meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of looking for people: an answer, or why there is none. None: the question is withdrawn."""

    question: Question
    place: Place
    need: Need
    told: Answer | Trouble | None


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
        place = await place_of(uow, desk.workspace, question)
        need = await need_of(uow, desk, question, place)
        is_withdrawn = await _is_withdrawn(uow, desk, question)
    told = None if is_withdrawn else await look_for(desk, need)
    return Found(question=question, place=place, need=need, told=told)


async def _is_withdrawn(uow: UnitOfWork, desk: Desk, question: Question) -> bool:
    """Whether it was asked before others, in a message that is deleted by now: an answer would tell of it.

    Who wants more of an answer asks by a press, and alone.
    """
    is_asked_there = question.via is Via.MENTION and question.follows is None
    if not is_asked_there or question.channel is None or question.ts is None:
        return False
    key = (channel_id(desk.workspace.id, question.channel), question.ts)
    message = (await uow.transcript.by_keys([key])).get(key)
    return message is not None and message.kind is MessageKind.TOMBSTONE


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
        place = await place_of(uow, desk.workspace, question)
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
    if found.told is None:
        return await _withdraw(desk, found.question)
    if isinstance(found.told, Trouble):
        return await _regret(desk, found.question, found.place, found.told)
    return await _show(desk, found.question, found.place, found.need, found.told)


async def give_up(desk: Desk, question_id: QuestionId) -> list[str]:
    """Say that something went wrong, where nothing else could be said; keys to be delivered."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        if question is None or question.state is not QuestionState.RECEIVED:
            return []
        place = await place_of(uow, desk.workspace, question)
    return await _regret(desk, question, place, Trouble.UNEXPECTED)


async def _withdraw(desk: Desk, question: Question) -> list[str]:
    """Say nothing, and take back that we look."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        gone = await note_gone(uow, question, desk.clock)
        if gone is not None:
            await intend(uow, gone)
        await uow.questions.close(question.id, QuestionState.WITHDRAWN)
        await uow.commit()
    return [answer_key(question.id), *([gone.key] if gone else [])]


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
        levels = await consent.namings(uow, people_in(told), told.question, told.asked_at, desk.policy)
        as_shown = presented(told, question, place, levels, around)
        reply_url = question.reply_url if as_shown.kind is OutgoingKind.PRIVATE else None
        payload = desk.drawing.answer(as_shown.view, reply_url)
        outgoing = await _outgoing(uow, desk, question, as_shown.kind, payload)
        keys = await _intend(uow, desk, question, outgoing)
        await uow.questions.close(question.id, as_shown.outcome, as_shown.shown)
        if is_open and (named := [line.person_id for line in as_shown.shown if line.is_named]):
            await uow.namings.add(named, consent.week_of(told.asked_at))
        keys += await introduce(uow, desk, [s.person for s in told.suggestions])
        await uow.commit()
    desk.meter.counted(Tally.ANSWERED if as_shown.view.people else Tally.ABSTAINED)
    if is_open and as_shown.shown:
        await count_first(desk.storage, desk.workspace.id, as_shown.shown[0].person_id, told.asked_at)
    return keys


async def _holds(
    uow: UnitOfWork, desk: Desk, question: Question, decided: tuple[Place, Need], told: Answer
) -> bool:
    """Whether place, scope and consent would be decided the same now, and all that is shown is there."""
    if await _is_withdrawn(uow, desk, question):
        return False
    place = await place_of(uow, desk.workspace, question)
    need = await need_of(uow, desk, question, place)
    return (place, need) == decided and await still_holds(uow, told, need.scope)


def answer_key(question_id: QuestionId) -> str:
    """Names the message that answers a question."""
    return f"answer:{question_id}"


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
