"""Tells people that they may be named before they are, so that they can say no.

Who could not be told (they lack the app, or have blocked it) is not named, and is told another time.
"""

from collections.abc import Sequence
from datetime import datetime

from bot import consent
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.desk import Desk
from bot.notes import notice
from bot.outbox import intend
from bot.ports import UnitOfWork
from expertise.consent import QUIET
from expertise.types import Person, PersonId

_NOTICE = "notice:"


async def introduce(uow: UnitOfWork, desk: Desk, people: Sequence[Person]) -> list[str]:
    """Tell those who would have been named for the first time that they may be, with a week to say no."""
    by_id = {person.id: person for person in people}
    keys = []
    for who in await consent.untold(uow, by_id, desk.policy):
        now = desk.clock()
        told = Outgoing(
            key=await _key(uow, who, now),
            kind=OutgoingKind.DIRECT,
            payload=desk.drawing.note(notice((now + QUIET).date())),
            intended_at=now,
            recipient=by_id[who].platform_id,
        )
        if await intend(uow, told):
            await consent.told(uow, who, now)
            keys.append(told.key)
    return keys


async def was_not_told(uow: UnitOfWork, unsaid: Outgoing) -> None:
    """Nobody's quiet days begin with a notice that never came."""
    if unsaid.key.startswith(_NOTICE):
        who = PersonId(unsaid.key.removeprefix(_NOTICE).partition(":")[0])
        await consent.untell(uow, who)


async def _key(uow: UnitOfWork, who: PersonId, at: datetime) -> str:
    """Once for ever; where that was not to be said, once a week."""
    first = f"{_NOTICE}{who}"
    before = await uow.outgoing.get(first)
    is_given_up = before is not None and before.state in (OutgoingState.FAILED, OutgoingState.UNKNOWN)
    return f"{first}:{consent.week_of(at)}" if is_given_up else first
