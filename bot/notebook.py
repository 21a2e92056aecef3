"""A notebook: what somebody asked through the bot, what they learned from it, and what they helped with."""

from bot.chat_types import QuestionId
from bot.notebook_pages import LONGEST, Line, Notebook, named
from bot.notebook_phrases import ended
from bot.notebook_ports import Learned
from bot.ports import UnitOfWork
from bot.round_types import End, RoundState
from expertise.types import Person


async def keep(uow: UnitOfWork, learned: Learned) -> bool:
    """Write down what somebody learned; False, and nothing changes, where there are no words."""
    text = learned.text.strip()[:LONGEST]
    if not text:
        return False
    await uow.notebook.put(
        Learned(person_id=learned.person_id, question_id=learned.question_id, text=text, at=learned.at)
    )
    return True


async def notebook(uow: UnitOfWork, person: Person) -> Notebook:
    """All that is in somebody's."""
    learned = await uow.notebook.of(person.id)
    return Notebook(
        asked=await _asked(uow, person),
        learned=[
            Line(at=each.at, question=await _words(uow, each.question_id), more=each.text)
            for each in reversed(learned)
        ],
        helped=await _helped(uow, person),
    )


async def _asked(uow: UnitOfWork, person: Person) -> list[Line]:
    """What was carried to people for them; what they only looked up is no matter for a notebook."""
    lines = []
    for question_id in reversed(await uow.questions.asked_by(person.id)):
        this = await uow.rounds.of(question_id)
        if this is None or this.state is RoundState.PLANNED or this.was_dropped:
            continue
        helpers = await uow.people.by_ids([this.helper]) if this.helper else []
        helper = "".join(named(each.name) for each in helpers)
        words = await _words(uow, question_id)
        lines.append(Line(at=this.opened_at, question=words, more=ended(this.state.value, helper)))
    return lines


async def _helped(uow: UnitOfWork, person: Person) -> list[Line]:
    """What they said yes to, and did not give back."""
    return [
        Line(at=each.invitation.invited_at, question=await _words(uow, each.question_id))
        for each in reversed(await uow.invitations.of(person.id))
        if each.invitation.end is End.ACCEPTED
    ]


async def _words(uow: UnitOfWork, question_id: QuestionId) -> str:
    question = await uow.questions.by_id(question_id)
    return question.text or "" if question else ""
