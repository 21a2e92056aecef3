"""What was never said has consequences: somebody could not be written to, or two people not together."""

from collections.abc import Sequence
from itertools import permutations

from bot import meeting_notes, rounds
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState, QuestionId
from bot.desk import Desk
from bot.introducing import was_not_told
from bot.inviting import follow
from bot.outbox import intend
from bot.permalinks import profile
from bot.ports import UnitOfWork
from bot.round_messages import TOGETHER
from bot.round_types import Tell
from bot.suggesting import SUGGESTION, was_not_suggested
from expertise.types import Person, PersonId

_CONNECTED = f"{Tell.CONNECT.value}:"


async def was_not_said(desk: Desk, uow: UnitOfWork, unsaid: Outgoing) -> Sequence[str]:
    """A ``bot.outbox.Unsaid``."""
    await was_not_told(uow, unsaid)
    if unsaid.key.startswith(SUGGESTION) and unsaid.target_key is None:
        await was_not_suggested(uow, unsaid)
    if unsaid.kind is OutgoingKind.INVITATION:
        return await _was_not_invited(uow, desk, unsaid)
    if unsaid.kind is OutgoingKind.TOGETHER:
        return await _are_not_together(uow, desk, unsaid)
    if unsaid.kind is OutgoingKind.UPDATE and unsaid.key.startswith(_CONNECTED):
        return await _as_a_message(uow, desk, unsaid)
    return ()


async def _was_not_invited(uow: UnitOfWork, desk: Desk, unsaid: Outgoing) -> Sequence[str]:
    """The next is invited at once; where nobody knows whether it was said, it may be answered yet."""
    if unsaid.state is not OutgoingState.FAILED:
        return ()
    _, question_id, who = unsaid.key.split(":")
    await uow.hold()
    this = await uow.rounds.of(QuestionId(question_id))
    if this is None:
        return ()
    step = rounds.leaves(this, PersonId(who), desk.clock())
    return await follow(uow, desk, this, step, await uow.questions.by_id(this.question_id))


async def _are_not_together(uow: UnitOfWork, desk: Desk, unsaid: Outgoing) -> Sequence[str]:
    """Each hears how to reach the other, while it is still so that one helps."""
    question_id, helper_id = unsaid.key.removeprefix(TOGETHER).split(":")[:2]
    await uow.hold()
    this = await uow.rounds.of(QuestionId(question_id))
    if this is None or this.helper != helper_id:
        return ()
    both = await uow.people.by_ids([this.asker, this.helper])
    told = [_alone(desk, unsaid, who, other) for who, other in permutations(both, 2)]
    return [each.key for each in told if await intend(uow, each)]


def _alone(desk: Desk, unsaid: Outgoing, who: Person, other: Person) -> Outgoing:
    return Outgoing(
        key=f"{unsaid.key}:{who.id}",
        kind=OutgoingKind.DIRECT,
        payload=desk.drawing.note(meeting_notes.write_to(other, profile(desk.workspace, other))),
        intended_at=desk.clock(),
        recipient=who.platform_id,
    )


async def _as_a_message(uow: UnitOfWork, desk: Desk, unsaid: Outgoing) -> Sequence[str]:
    """Where the card that it should replace is not to be found."""
    anew = Outgoing(
        key=f"{unsaid.key}:anew",
        kind=OutgoingKind.DIRECT,
        payload=unsaid.payload,
        intended_at=desk.clock(),
        recipient=unsaid.recipient,
    )
    return [anew.key] if await intend(uow, anew) else ()
