"""Where an answer takes longer than a breath: a note in its place says so, and the answer takes that place.

Only a message of ours can be replaced or taken back. What one person alone sees in a channel cannot,
also not by the address that came with a command, so no note is said there. The note is a row, intended
while the question still waits; the answer is intended in one transaction with looking at that row.
"""

from dataclasses import replace

from bot.chat_types import Outgoing, OutgoingKind, OutgoingState, Question, QuestionId, QuestionState
from bot.outbox import intend
from bot.ports import Clock, UnitOfWork

_REPLACEABLE = (OutgoingKind.REPLY, OutgoingKind.DIRECT)


def looking_key(question_id: QuestionId) -> str:
    """Names the note that we are looking."""
    return f"looking:{question_id}"


def may_wait_here(kind: OutgoingKind) -> bool:
    """Whether a note can be said in such a place, and taken away again."""
    return kind in _REPLACEABLE


async def intend_note(uow: UnitOfWork, question: Question, note: Outgoing) -> bool:
    """Have the note said, while nothing else is to be said; whether it is to be delivered.

    Wants a unit of work that holds the workspace: of note and answer one comes first.
    """
    now = await uow.questions.by_id(question.id)
    if now is None or now.state is not QuestionState.RECEIVED:
        return False
    await intend(uow, note)
    return True


async def in_its_place(uow: UnitOfWork, question: Question, answer: Outgoing, clock: Clock) -> list[Outgoing]:
    """What is to be said where a note may stand: the answer in its place, or beside it and the note gone.

    The note must not be under way any more.
    """
    note = await _said(uow, question)
    if note is None:
        return [answer]
    if answer.kind is note.kind:
        return [replace(answer, kind=OutgoingKind.UPDATE, target_ts=note.ts)]
    return [answer, _gone(question, note, clock)]


async def note_gone(uow: UnitOfWork, question: Question, clock: Clock) -> Outgoing | None:
    """What takes the note away where no answer follows; None where there is none.

    The note must not be under way any more.
    """
    note = await _said(uow, question)
    return _gone(question, note, clock) if note else None


async def _said(uow: UnitOfWork, question: Question) -> Outgoing | None:
    note = await uow.outgoing.get(looking_key(question.id))
    is_said = note is not None and note.state is OutgoingState.SENT and note.ts is not None
    return note if is_said else None


def _gone(question: Question, note: Outgoing, clock: Clock) -> Outgoing:
    return Outgoing(
        key=f"gone:{question.id}",
        kind=OutgoingKind.REMOVAL,
        payload=note.payload,
        intended_at=clock(),
        channel=note.channel,
        recipient=note.recipient,
        target_ts=note.ts,
    )


def said_anew(answer: Outgoing) -> Outgoing | None:
    """An answer that could not take its note's place, as a message; None where it could."""
    if answer.kind is not OutgoingKind.UPDATE or answer.state is not OutgoingState.FAILED:
        return None
    return Outgoing(
        key=f"{answer.key}:anew",
        kind=OutgoingKind.DIRECT if answer.recipient else OutgoingKind.REPLY,
        payload=answer.payload,
        intended_at=answer.intended_at,
        channel=answer.channel,
        thread_ts=answer.thread_ts,
        recipient=answer.recipient,
    )
