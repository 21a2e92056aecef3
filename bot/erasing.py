"""Forgets somebody: what they said, asked, decided, learned and were asked, wherever that is kept here."""

from dataclasses import replace
from datetime import datetime

from bot import card_following, rounds
from bot.desk import Desk
from bot.ingestion import Reading
from bot.ports import UnitOfWork
from bot.removing import forget_author
from bot.round_types import Round
from bot.saying_aloud import withdraw
from bot.suggestion_ports import unsaid
from bot.types import AuditEntry
from expertise.consent import Naming, Preferences
from expertise.types import Person, PersonId

ERASED = "person-erased"
"""In the audit log: that it was done, never what there was."""


async def erase(uow: UnitOfWork, person: Person, desk: Desk, reading: Reading) -> list[str]:
    """Forget all of it, but for this: not to suggest them again.

    What is carried to people on their behalf, or by their help, ends when it is next looked at: at once.
    Keys of what takes away what the bot posted for them.
    """
    keys = await withdraw(uow, desk, reading, await uow.aloud.of(person.id))
    for channel in await uow.channels.all():
        await forget_author(uow, channel, person.id, reading)
    await card_following.forget(uow, desk, person.id)
    await _leave_rounds(uow, person.id, desk.clock())
    await uow.suggestions.forget(unsaid(await uow.suggestions.asked_by(person.id)))
    await uow.suggestions.look_again_at(person.id)
    await uow.upkeep.erase_questions(await uow.questions.asked_by(person.id))
    await uow.declared.forget(person.id, [each.topic for each in await uow.declared.of(person.id)])
    for each in await uow.hidden_topics.of(person.id):
        await uow.hidden_topics.show(person.id, each.topic)
    await uow.availability.forget(person.id)
    await uow.due_notes.forget(person.id)
    await uow.follows.forget(person.id, [each.topic for each in await uow.follows.of(person.id)])
    await uow.notebook.forget(person.id)
    await uow.outcomes.forget(person.id)
    await uow.preferences.save(person.id, Preferences(naming=Naming.NOT_AT_ALL, erased_at=desk.clock()))
    await uow.audit.add(_erased(person.id, desk))
    return keys


async def forget_where(uow: UnitOfWork, person: Person) -> None:
    """Forget where their own conversations with the bot are: once all that is to be said there was said.

    Who writes to the bot again is known there again.
    """
    own = await uow.addresses.with_person(person.platform_id)
    await uow.addresses.forget([each.conversation for each in own])


async def _leave_rounds(uow: UnitOfWork, person_id: PersonId, at: datetime) -> None:
    for question_id in await uow.rounds.concerning(person_id):
        this = await uow.rounds.of(question_id)
        if this is not None:
            await uow.rounds.put(_left(this, person_id, at))


def _left(this: Round, person_id: PersonId, at: datetime) -> Round:
    """An open invitation is gone without a word. Of a helper, and of the asker, others are to hear.

    That is said by the bot of their own workspace, which sees to it when it is due.
    """
    if person_id in (this.asker, this.helper):
        return replace(this, due_at=at)
    return rounds.leaves(this, person_id, at).round


def _erased(person_id: PersonId, desk: Desk) -> AuditEntry:
    return AuditEntry(at=desk.clock(), action=ERASED, actor="themselves", subject=person_id, detail="")
