"""Somebody's own questions that are carried to people now: on their page, with a button to stop.

Counts alone: whoever passed stays between them and the bot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import inviting_phrases as say
from bot.chat_types import QuestionId
from bot.ports import UnitOfWork
from bot.quoting import NAME, inside, tidy
from bot.round_types import Round, RoundState
from bot.views import Action, Button, Entry, Section, joined
from expertise.types import Person

_QUESTION = 150
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A question, how many people were asked, and what whoever helps is called, if somebody does."""

    question_id: QuestionId
    question: str
    asked: int
    helper: str = ""


async def carried(uow: UnitOfWork, person: Person) -> list[Carried]:
    """Those that go on, the earliest first."""
    found = []
    for question_id in await uow.rounds.concerning(person.id):
        this, question = await uow.rounds.of(question_id), await uow.questions.by_id(question_id)
        if this and question and question.text and this.asker == person.id and _goes_on(this):
            helping = await uow.people.by_ids([this.helper]) if this.helper else []
            found.append(
                Carried(
                    question_id=question_id,
                    question=question.text,
                    asked=len(this.invitations),
                    helper="".join(each.name for each in helping),
                )
            )
    return found


def open_questions(questions: Sequence[Carried]) -> Iterator[Section]:
    """As they stand on the page; no section where there are none."""
    if not questions:
        return
    left_out = max(0, len(questions) - _MOST)
    rest = (Entry(title=say.more_open(left_out)),) if left_out else ()
    yield Section(
        title=say.OPEN_TITLE,
        entries=tuple(map(_entry, questions[:_MOST])) + rest,
        left_out=left_out,
    )


def _goes_on(this: Round) -> bool:
    return not this.state.is_over and this.state is not RoundState.PLANNED


def _entry(one: Carried) -> Entry:
    question = inside(tidy(one.question, _QUESTION))
    stop = Button(
        action=Action.STOP_ROUND, label=say.STOP, says=say.stop_says(question), value=one.question_id
    )
    helps = say.helps_you(tidy(one.helper, NAME)) if one.helper else ""
    return Entry(title=f"“{question}”", detail=joined(say.asked_so_far(one.asked), helps), buttons=(stop,))
