"""Tells people that they may be named before they are, so that they can say no."""

from collections.abc import Sequence

from bot import consent
from bot.chat_types import Outgoing, OutgoingKind
from bot.desk import Desk
from bot.notes import notice
from bot.outbox import intend
from bot.ports import UnitOfWork
from expertise.consent import QUIET
from expertise.types import Person


async def introduce(uow: UnitOfWork, desk: Desk, people: Sequence[Person]) -> list[str]:
    """Tell those who would have been named for the first time that they may be, with a week to say no."""
    by_id = {person.id: person for person in people}
    keys = []
    for who in await consent.untold(uow, by_id, desk.policy):
        now = desk.clock()
        key = f"notice:{who}"
        note = notice((now + QUIET).date())
        told = Outgoing(
            key=key,
            kind=OutgoingKind.DIRECT,
            payload=desk.drawing.note(note),
            intended_at=now,
            recipient=by_id[who].platform_id,
        )
        await consent.told(uow, who, now)
        if await intend(uow, told):
            keys.append(key)
    return keys
