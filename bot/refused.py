"""An answer that could not be said: a channel does not take it, or the asker cannot be written to.

The platform refused it for good. Whoever asked would wait for ever, so they hear it another way: of a
channel's refusal alone, of their own closed door in the thread where everyone saw them ask. It is a row,
intended after the answer's own says that it was refused: a crash between the two is no matter, for the
step that delivers the answer is done again.
"""

from bot.asking import answer_key
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState, Question, QuestionId
from bot.desk import Desk
from bot.errors import NO_APP
from bot.incoming import Via
from bot.notes import Trouble, trouble, unreachable
from bot.outbox import intend
from bot.placing import thread_of
from bot.ports import UnitOfWork
from bot.views import Note


async def intend_instead(desk: Desk, question_id: QuestionId, answer: Outgoing) -> str | None:
    """Have the asker told, if an answer was refused; the key to be delivered, None where nothing is.

    Done again it changes nothing, and gives the same key. What the answer says stays unsaid.
    """
    if answer.state is not OutgoingState.FAILED:
        return None
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        instead = await _instead(uow, desk, question, answer) if question else None
        if instead is not None:
            await intend(uow, instead)
            await uow.commit()
    return instead.key if instead else None


async def _instead(uow: UnitOfWork, desk: Desk, question: Question, answer: Outgoing) -> Outgoing | None:
    if answer.kind is OutgoingKind.REPLY and answer.error != NO_APP:
        (asker,) = await uow.people.by_ids([question.asker])
        return _told(desk, question, trouble(Trouble.CANNOT_POST), recipient=asker.platform_id)
    if answer.error == NO_APP and question.via is Via.MENTION and question.channel is not None:
        return _told(desk, question, unreachable(question.id))
    return None


def _told(desk: Desk, question: Question, note: Note, recipient: str | None = None) -> Outgoing:
    """To one person alone, or in the thread where they asked."""
    return Outgoing(
        key=f"{answer_key(question.id)}:refused",
        kind=OutgoingKind.DIRECT if recipient else OutgoingKind.REPLY,
        payload=desk.drawing.note(note),
        intended_at=desk.clock(),
        channel=None if recipient else question.channel,
        thread_ts=None if recipient else thread_of(question),
        recipient=recipient,
    )
