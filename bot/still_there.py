"""What a round rests on may be gone, the question or people in it: looked at whenever something happens."""

from datetime import datetime

from bot import rounds
from bot.chat_types import Question
from bot.ports import UnitOfWork
from bot.round_types import Round, Step
from expertise.consent import Naming
from expertise.types import PersonId


async def without_who_is_gone(uow: UnitOfWork, this: Round, question: Question | None, at: datetime) -> Step:
    """The round as it is then, and what is to be said of it; unchanged where all are there."""
    if question is None or question.text is None:
        return rounds.stop(this, at)
    step = Step(round=this)
    for who in await _gone(uow, this):
        gone = rounds.leaves(step.round, who, at)
        step = Step(round=gone.round, said=(*step.said, *gone.said))
    return step


async def _gone(uow: UnitOfWork, this: Round) -> list[PersonId]:
    """Those who are waited for in vain: they left, or had themselves erased.

    Whoever was erased may ask anew; what they asked before has no words any more.
    """
    helping = [*([this.helper] if this.helper else []), *(each.person for each in this.open)]
    people = await uow.people.by_ids([this.asker, *helping])
    there = {person.id for person in people if not person.has_left}
    own = await uow.preferences.of(helping)
    erased = {who for who, each in own.items() if each.erased_at and each.naming is Naming.NOT_AT_ALL}
    return [who for who in (this.asker, *helping) if who not in there or who in erased]
