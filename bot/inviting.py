"""Carries a question to people: what a round says is done, and whoever it concerns is told.

One unit of work for each step, which holds the workspace: two people who press at the same moment come one
after the other. Everything that is said is a row first.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import rounds
from bot.asker_card import ended
from bot.chat_types import Outgoing, Question, QuestionId
from bot.consent import week_of
from bot.desk import Desk
from bot.hours import Hours, after
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.remembering import remember
from bot.round_messages import messages
from bot.round_ports import Availability
from bot.round_types import Chosen, Due, Free, Paces, Round, RoundState, Step, Tell, Urgency
from bot.showing import Around
from bot.standing_by import hours_of, standing_by, wanted
from bot.still_there import without_who_is_gone
from expertise.types import PersonId

_MANY = 20
_AGAIN = timedelta(minutes=5)


PLANLASTS = timedelta(days=1)
"""How long a plan waits for the asker's word."""


def planned(question: Question, candidates: tuple[Chosen, ...], at: datetime) -> Round:
    """Nobody is asked before the asker says so."""
    return Round(
        question_id=question.id,
        asker=question.asker,
        urgency=Urgency.TODAY,
        opened_at=at,
        until=at + PLANLASTS,
        state=RoundState.PLANNED,
        due=Due.GIVE_UP,
        due_at=at + PLANLASTS,
        candidates=candidates,
    )


async def begin(uow: UnitOfWork, desk: Desk, this: Round) -> Step:
    """The asker says so. It lasts some working time of theirs at most."""
    asker = await free_of(uow, desk, this.asker)
    return begun(this, asker.hours, desk.clock(), desk.manners.paces)


def begun(this: Round, asker: Hours, at: datetime, paces: Paces) -> Step:
    """As ``begin``, knowing the asker's hours."""
    pace = paces[this.urgency]
    until = after(asker, at, pace.lasts) or at + pace.lasts
    offer_at = None if pace.offers is None else after(asker, at, pace.offers) or at + pace.offers
    return rounds.begin(this, at, until, offer_at)


async def due(desk: Desk) -> list[QuestionId]:
    """Rounds whose time has come."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        return await uow.rounds.due(desk.clock(), _MANY)


async def carry_on(desk: Desk, question_id: QuestionId) -> list[str]:
    """Do what is due for a question; keys to be delivered. Done again it changes nothing."""
    around = await _around(desk, question_id)
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        this, at = await uow.rounds.of(question_id), desk.clock()
        if this is None or this.next_at is None or this.next_at > at:
            return []
        question = await uow.questions.by_id(question_id)
        step = await _due(uow, desk, this, question, around)
        keys = await follow(uow, desk, this, step, question)
        await uow.commit()
    return keys


async def put_off(desk: Desk, question_id: QuestionId) -> None:
    """What could not be done is tried again in a while, so that it holds up no other question."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        this, at = await uow.rounds.of(question_id), desk.clock()
        if this is None or this.next_at is None or this.next_at > at:
            return
        later = at + _AGAIN
        await uow.rounds.put(
            replace(this, due_at=_not_before(later, this.due_at), offer_at=_not_before(later, this.offer_at))
        )
        await uow.commit()


def _not_before(later: datetime, moment: datetime | None) -> datetime | None:
    return None if moment is None else max(later, moment)


async def _around(desk: Desk, question_id: QuestionId) -> Mapping[PersonId, Around]:
    """Who is there now, of those who might be invited: asked of the platform, outside any transaction."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        this = await uow.rounds.of(question_id)
        people = await uow.people.by_ids(wanted(this)) if this and this.due is Due.WIDEN else []
    return await desk.faces.around(people) if people else {}


async def _due(
    uow: UnitOfWork,
    desk: Desk,
    this: Round,
    question: Question | None,
    around: Mapping[PersonId, Around],
) -> Step:
    at = desk.clock()
    rest = await without_who_is_gone(uow, this, question, at)
    if question is None or question.text is None or rest.round != this:
        return rest
    step = await _next(uow, desk, this, question.text, around) if _is_due(this, at) else rest
    return rounds.offer(step, at)


def _is_due(this: Round, at: datetime) -> bool:
    return this.due_at is not None and this.due_at <= at


async def _next(
    uow: UnitOfWork, desk: Desk, this: Round, question: str, around: Mapping[PersonId, Around]
) -> Step:
    at, paces = desk.clock(), desk.manners.paces
    match this.due:
        case Due.WIDEN:
            free = await standing_by(uow, desk, this, question, at, around)
            return rounds.widen(this, at, free, paces)
        case Due.STILL_GOOD if this.helper is not None:
            return rounds.ask_helper(this, at, await free_of(uow, desk, this.helper), paces)
        case Due.REPLACE:
            return rounds.replaced(this, at)
        case Due.ASK_SOLVED:
            return rounds.ask_solved(this, at, await free_of(uow, desk, this.asker), paces)
        case _:
            return rounds.give_up(this, at)


async def free_of(uow: UnitOfWork, desk: Desk, who: PersonId) -> Free:
    """Somebody with their hours."""
    (person,) = await uow.people.by_ids([who])
    own = (await uow.availability.of([who])).get(who, Availability())
    hours = hours_of(person, own, desk.manners)
    return Free(person=who, at=desk.clock(), hours=hours)


async def follow(
    uow: UnitOfWork,
    desk: Desk,
    before: Round,
    step: Step,
    question: Question | None,
    chat: str | None = None,
) -> list[str]:
    """Keep a step and intend what it says; keys to be delivered. ``chat`` leads from helper to asker."""
    also: list[Outgoing] = []
    if step.round != before:
        await uow.rounds.put(_without_reasons(step.round))
        also = [
            *await ended(uow, desk, before, step.round, question),
            *await remember(uow, desk, before, step.round, question),
        ]
    invited = [said.to for said in step.said if said.what is Tell.INVITE]
    if invited:
        await uow.unasked.add(invited, week_of(desk.clock()))
    said = await messages(uow, desk, step, question, chat)
    return [each.key for each in (*also, *said) if await intend(uow, each)]


def _without_reasons(this: Round) -> Round:
    """Once it is over, nobody needs to know any more why somebody was thought of."""
    if not this.state.is_over:
        return this
    return replace(this, candidates=tuple(replace(each, why="") for each in this.candidates))
