"""The asker's card of a question that is carried to people: the plan, then that it goes on, then its end.

It is one message, which changes in its place: nobody is pinged by it.
"""

from collections.abc import Iterator
from datetime import datetime

from bot import invitation_notes as cards
from bot import plan_phrases as say
from bot.chat_types import Outgoing, OutgoingKind, Question, QuestionId
from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.round_types import Round, RoundState
from bot.views import Note
from expertise.types import Person


def plan_key(question_id: QuestionId) -> str:
    """Names the card of a plan."""
    return f"plan:{question_id}"


def decided(desk: Desk, question_id: QuestionId, asker: Person, note: Note) -> Outgoing:
    """What the card says once the asker has decided about the plan."""
    return _in_its_place(desk, question_id, asker, note, "decided")


async def ended(
    uow: UnitOfWork, desk: Desk, before: Round, after: Round, question: Question | None
) -> list[Outgoing]:
    """What the card says once it is over, without buttons; nothing where it is not, or was before."""
    if before.state.is_over or not after.state.is_over:
        return []
    if await uow.outgoing.get(plan_key(after.question_id)) is None:
        return []
    note = _ended(before, after, question, desk.clock())
    askers = await uow.people.by_ids([after.asker])
    return [_in_its_place(desk, after.question_id, asker, note, "ended") for asker in askers]


def _ended(before: Round, after: Round, question: Question | None, at: datetime) -> Note:
    if before.state is RoundState.PLANNED:
        return Note(paragraphs=(say.EXPIRED if at >= before.until else say.DROPPED,))
    said = say.ENDED_SOLVED if after.state is RoundState.SOLVED else say.ENDED
    return Note(paragraphs=(said, *_about(question)))


def _about(question: Question | None) -> Iterator[str]:
    if question is not None and question.text:
        yield from cards.about(question.text)


def _in_its_place(desk: Desk, question_id: QuestionId, asker: Person, note: Note, when: str) -> Outgoing:
    return Outgoing(
        key=f"{plan_key(question_id)}:{when}",
        kind=OutgoingKind.UPDATE,
        payload=desk.drawing.note(note),
        intended_at=desk.clock(),
        recipient=asker.platform_id,
        target_key=plan_key(question_id),
    )
