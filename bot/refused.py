"""An answer that a channel does not take, such as where the bot may not write any more.

The platform refused it for good. Whoever asked would wait for ever, so they hear it, alone. It is a row,
intended after the answer's own says that it was refused: a crash between the two is no matter, for the
step that delivers the answer is done again.
"""

from bot.asking import answer_key
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState, QuestionId
from bot.desk import Desk
from bot.notes import Trouble, trouble
from bot.outbox import intend


async def intend_instead(desk: Desk, question_id: QuestionId, answer: Outgoing) -> str | None:
    """Have the asker told, directly, if an answer was refused in its thread; the key to be delivered.

    Done again it changes nothing, and gives the same key. What the answer says stays unsaid.
    """
    if answer.kind is not OutgoingKind.REPLY or answer.state is not OutgoingState.FAILED:
        return None
    key = f"{answer_key(question_id)}:refused"
    async with desk.storage.begin(desk.workspace.id) as uow:
        question = await uow.questions.by_id(question_id)
        if question is None:
            return None
        (asker,) = await uow.people.by_ids([question.asker])
        await intend(
            uow,
            Outgoing(
                key=key,
                kind=OutgoingKind.DIRECT,
                payload=desk.drawing.note(trouble(Trouble.CANNOT_POST)),
                intended_at=desk.clock(),
                recipient=asker.platform_id,
            ),
        )
        await uow.commit()
    return key
