"""Remembers what came of asking people, in the unit of work of each step; who is silent is given a break."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot import consent
from bot import invitation_notes as cards
from bot.chat_types import Job, Outgoing, OutgoingKind, Question, QuestionId
from bot.desk import Desk
from bot.outcomes import REMEMBERED, Outcome, What, ignored_in_a_row, is_not_their_field, moved, outcomes
from bot.ports import UnitOfWork
from bot.round_types import Round
from expertise.types import Person, PersonId

PATIENCE = 3
"""Invitations in a row that somebody may leave unanswered before they are left in peace."""

REST = timedelta(weeks=4)

ALIKE = "alike"
"""A job: what holds for somebody here is to hold in their other accounts. Its subject: who, and why."""


async def remember(
    uow: UnitOfWork, desk: Desk, before: Round, after: Round, question: Question | None
) -> list[Outgoing]:
    """What a step brought is kept; what is to be said because of it."""
    at = desk.clock()
    came = outcomes(before, after, question, at)
    await uow.outcomes.add(came)
    silent = [each.person_id for each in came if each.what is What.IGNORED]
    known = await uow.outcomes.of(silent, at - REMEMBERED) if silent else {}
    tired = [who for who in silent if ignored_in_a_row(known.get(who, ())) >= PATIENCE]
    people = await uow.people.by_ids(tired) if tired else []
    return [each for who in people if (each := await _rest(uow, desk, who, after.question_id, at))]


async def _rest(
    uow: UnitOfWork, desk: Desk, person: Person, question_id: QuestionId, at: datetime
) -> Outgoing | None:
    """A break, and a word about it; None for who has one already."""
    own = (await uow.preferences.of([person.id])).get(person.id)
    if person.has_left or (own and own.paused_until and own.paused_until > at):
        return None
    await consent.pause(uow, person.id, at + REST)
    alike = Job(name=ALIKE, workspace_id=desk.workspace.id, subject=f"{person.id} {question_id}")
    await uow.owed.add(alike, at)
    # A microsecond later than what led to it, so that counting begins anew.
    rested = at + timedelta(microseconds=1)
    await uow.outcomes.add(
        [Outcome(person_id=person.id, question_id=question_id, what=What.RESTED, at=rested)]
    )
    return Outgoing(
        key=f"{What.RESTED.value}:{question_id}:{person.id}",
        kind=OutgoingKind.DIRECT,
        payload=desk.drawing.note(cards.rested()),
        intended_at=at,
        recipient=person.platform_id,
    )


async def known_of(
    uow: UnitOfWork, people: Sequence[PersonId], at: datetime
) -> Mapping[PersonId, list[Outcome]]:
    """What is remembered of these people."""
    return await uow.outcomes.of(people, at - REMEMBERED)


async def by_what_came(
    uow: UnitOfWork, people: Sequence[PersonId], question: str, at: datetime
) -> list[PersonId]:
    """Without those whose field it is not; others move by a place or two, for what came of asking them."""
    known = await known_of(uow, people, at)
    asked = [who for who in people if not is_not_their_field(known.get(who, ()), question)]
    places = {who: place + moved(known.get(who, ()), question, at) for place, who in enumerate(asked)}
    return sorted(asked, key=places.__getitem__)
