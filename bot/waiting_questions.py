"""Questions that can wait, told in the weekly note of who may know: to have a look at, or not.

Whom the asker has on their plan, and whose week was full, where nobody is left to be asked; and, of questions
that everybody here can read where they were asked, whoever wrote about such things in public. So what a note
tells is shaped by the plan, which its owner is on, and by what everybody may read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from bot import consent, posting
from bot import weekly_phrases as say
from bot.answering import find
from bot.audience import scope_for
from bot.chat_types import Question, QuestionId
from bot.desk import Desk
from bot.errors import IndexMissingError, TryAgainError
from bot.invitation_notes import called
from bot.inviting_phrases import of_you
from bot.outcomes import is_not_their_field
from bot.placing import channel_of
from bot.ports import UnitOfWork
from bot.quoting import inside, tidy
from bot.reasons import chosen, told_to
from bot.remembering import known_of
from bot.round_types import Chosen, Due, Round, RoundState, Urgency
from bot.standing_by import wanted
from bot.views import Action, Button, Entry
from bot.weekly_ports import Hint
from bot.weekly_types import Line, Reader
from bot.weeks import Week
from expertise.consent import Naming
from expertise.errors import EmptyQuestionError
from expertise.types import Person, PersonId
from expertise.types import Question as Need

NEAR = 3
"""People who are told of a question at most, beside those on its plan."""

MOST = 3
"""Questions in one note."""

_QUESTION = 200
_OPEN = (RoundState.INVITING, RoundState.DRAFTED)
_Hints = dict[PersonId, list[Hint]]
_log = structlog.get_logger()


class WaitingQuestions:
    """Implements ``bot.weekly_types.Contributor``."""

    name = "waiting-questions"

    async def hints(self, desk: Desk, _week: Week) -> Mapping[PersonId, Sequence[Hint]]:
        """By the plan, and by what everybody may read."""
        found: _Hints = {}
        async with desk.storage.begin(desk.workspace.id) as uow:
            open_ = [each for one in await uow.rounds.waiting() if (each := await waiting(uow, one))]
            needs = [await _need(uow, desk, this, question) for this, question in open_]
        for (this, question), need in zip(open_, needs, strict=True):
            near = await _near(desk, question.id, need) if need else []
            for one in (*_left_on_the_plan(this), *near):
                hint = Hint(of=self.name, about=question.id, why=one.why, channels=one.channels)
                found.setdefault(one.person, []).append(hint)
        return found

    async def lines(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, hints: Sequence[Hint]
    ) -> Sequence[Line]:
        """Those that are still open to them, the longest waiting first."""
        told: list[Line] = []
        for hint in sorted(hints, key=lambda each: each.about):
            found = await waiting(uow, QuestionId(hint.about))
            if found and len(told) < MOST and await may_look(uow, desk, *found, reader.person):
                told.append(await _line(uow, *found, reader.person, hint))
        return told


async def may_look(uow: UnitOfWork, desk: Desk, this: Round, question: Question, person: Person) -> bool:
    """Whether a question is open to somebody who was not asked, and neither they nor consent forbid it."""
    if this.state not in _OPEN or person.id in (this.asker, *this.left_out) or this.of(person.id):
        return False
    if person.has_left or person.is_bot or person.is_outsider or question.text is None:
        return False
    at, text = desk.clock(), question.text
    levels = await consent.namings(uow, [person.id], text, at, desk.policy)
    known = (await known_of(uow, [person.id], at)).get(person.id, ())
    if levels[person.id] is Naming.NOT_AT_ALL or is_not_their_field(known, text):
        return False
    return person.id in wanted(this) or await posting.is_for_all(uow, desk, question)


async def waiting(uow: UnitOfWork, question_id: QuestionId) -> tuple[Round, Question] | None:
    """None where it is open no more, or cannot wait: then a note would come too late."""
    this, question = await uow.rounds.of(question_id), await uow.questions.by_id(question_id)
    if this is None or question is None or question.text is None:
        return None
    return (this, question) if this.state in _OPEN and this.urgency is not Urgency.TODAY else None


def _left_on_the_plan(this: Round) -> list[Chosen]:
    """Nobody is invited any more, and they were not: their week was full."""
    if this.due is Due.WIDEN:
        return []
    whys = {each.person: each for each in this.candidates}
    return [whys.get(who, Chosen(person=who)) for who in wanted(this)]


async def _need(uow: UnitOfWork, desk: Desk, this: Round, question: Question) -> Need | None:
    """What is looked for, within what everybody may read; None where the question is not for everybody."""
    if question.text is None or not await posting.is_for_all(uow, desk, question):
        return None
    at = desk.clock()
    scope = await consent.consenting(uow, await scope_for(uow, None), question.text, at, desk.policy)
    involved = {this.asker, *this.left_out, *wanted(this), *(each.person for each in this.invitations)}
    where = await channel_of(uow, desk.workspace, question.channel)
    return Need(
        text=question.text,
        asked_at=at,
        scope=replace(scope, unnamed=scope.unnamed | involved),
        channel_id=where.id if where else None,
        thread_ts=question.thread_ts or question.ts,
    )


async def _near(desk: Desk, question_id: QuestionId, need: Need) -> list[Chosen]:
    """Of those found, whoever can be shown for what they wrote or declared.

    A question that cannot be looked for holds up no other: there is one beginning a week, for all of them.
    """
    try:
        told = await find(desk.storage, desk.workspace, need, desk.tools(), NEAR)
    except (IndexMissingError, TryAgainError):
        raise
    except EmptyQuestionError:
        return []
    except Exception as error:  # noqa: BLE001 whatever it is: it is looked for another week
        _log.error("not looked for", workspace=desk.workspace.id, question=question_id, exc_info=error)
        return []
    return [chosen(each, told.asked_at) for each in told.suggestions if not each.member_of]


async def stuck(uow: UnitOfWork, this: Round, question: Question) -> str:
    """Who is stuck with what; an asker who stays without name is a colleague."""
    return f"{_words(question)}: {say.is_stuck(await _asker(uow, this), '')}"


def look_button(question: Question) -> Button:
    """Leads to the invitation."""
    says = say.have_a_look_says(_words(question))
    return Button(action=Action.HAVE_A_LOOK, label=say.HAVE_A_LOOK, says=says, value=question.id)


async def _line(uow: UnitOfWork, this: Round, question: Question, reader: Person, hint: Hint) -> Line:
    one = Chosen(person=reader.id, why=hint.why, channels=hint.channels)
    why = await told_to(uow, one, reader.id)
    detail = say.is_stuck(await _asker(uow, this), of_you(why) if why else "")
    entry = Entry(title=_words(question), detail=detail, buttons=(look_button(question),))
    return Line(heading=say.WAITING, entry=entry, is_unasked=True, about=f"question {question.id}")


async def _asker(uow: UnitOfWork, this: Round) -> str:
    people = await uow.people.by_ids([this.asker])
    return called(people[0], is_named=this.is_named)


def _words(question: Question) -> str:
    return f"“{inside(tidy(question.text or '', _QUESTION))}”"
