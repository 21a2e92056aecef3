"""Somebody presses that people are to be asked for them: a plan comes as a direct message.

Where they pressed, a word says so. Decided by the round as it is in the unit of work of the press, so that
every press hears what is true by then.
"""

from dataclasses import replace

from bot import notes
from bot import plan_phrases as say
from bot.chat_types import Job, Question, QuestionId
from bot.notes import Trouble
from bot.planning import show
from bot.presses import Press, Todo, job
from bot.presses import say as tell
from bot.round_types import Chosen, Round, RoundState
from bot.taking import derived_id
from bot.types import Platform, Workspace
from bot.views import Note
from expertise.types import PersonId

PLAN = "plan"
"""A job: find whom to ask, and show it. Its subject: the question, the person to be first, and the event that
asked for it."""

_NOBODY = "-"


async def ask_for_me(what: Press, question: Question, first: PersonId | None) -> Todo:
    """Show whom I would ask, ``first`` before all others; or say what has become of it."""
    await what.uow.hold()
    latest = await _latest(what, question)
    this = await what.uow.rounds.of(latest.id)
    if latest.text is None:
        return await tell(what, notes.trouble(Trouble.GONE))
    if this is None:
        return await _comes(what, latest, first)
    if this.state is RoundState.PLANNED:
        return await _is_there(what, latest, this, first)
    if this.was_dropped:
        return await _comes(what, await anew(what, latest, latest.text), first)
    return await _tell(what, become_of(this))


async def anew(what: Press, question: Question, text: str) -> Question:
    """The question once more, kept: for a plan of its own, in these words.

    Each has one that follows at most, as its plan is over by then. Where it was asked stays the same.
    """
    again = replace(
        question, id=_next_id(what.desk.workspace, question), text=text, asked_at=what.desk.clock()
    )
    await what.uow.questions.add(again)
    return again


async def _latest(what: Press, question: Question) -> Question:
    """As it was asked last: in other words, or again after "Never mind"."""
    while later := await what.uow.questions.by_id(_next_id(what.desk.workspace, question)):
        question = later
    return question


def _next_id(workspace: Workspace, question: Question) -> QuestionId:
    return derived_id(workspace, (PLAN, question.id), question.asked_at)


async def _comes(what: Press, question: Question, first: PersonId | None) -> Todo:
    """The plan comes in a moment. No word where one sees it come, or the platform's own reply says so."""
    is_beside = what.channel is not None and what.desk.workspace.platform is Platform.SLACK
    said = await _tell(what, say.COMES) if is_beside else Todo()
    return replace(said, jobs=(plan_job(what, question.id, first),))


def plan_job(what: Press, question_id: QuestionId, first: PersonId | None = None) -> Job:
    """Of this press alone: what could not be planned before may be by now."""
    return job(what, PLAN, f"{question_id} {first or _NOBODY} {what.event_id}")


def wanted(subject: str) -> tuple[QuestionId, str, PersonId | None]:
    """What such a job is about: the question, the event, whose id may hold anything, and who was picked."""
    question_id, _, rest = subject.partition(" ")
    first, _, event = rest.partition(" ")
    return QuestionId(question_id), event, None if first in ("", _NOBODY) else PersonId(first)


async def _is_there(what: Press, question: Question, this: Round, first: PersonId | None) -> Todo:
    """Whom they pick now comes first."""
    if first is None or [each.person for each in this.candidates[:1]] == [first]:
        return await _tell(what, say.IS_THERE)
    known = [each for each in this.candidates if each.person == first] or [Chosen(person=first)]
    others = [each for each in this.candidates if each.person != first]
    await what.uow.rounds.put(replace(this, candidates=(*known, *others)))
    shown = await show(what.uow, what.desk, question, again=what.event_id)
    said = await _tell(what, say.IS_FIRST)
    return replace(said, keys=(*shown, *said.keys))


def become_of(this: Round) -> str:
    """What is true of a plan that was decided, for its asker: of whoever was asked nothing."""
    if this.state.is_over:
        return say.IS_OVER
    return say.HELPED if this.state is RoundState.HELPING else say.UNDER_WAY


async def _tell(what: Press, words: str) -> Todo:
    return await tell(what, Note(paragraphs=(words,)))
