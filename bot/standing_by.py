"""Who may be invited, and from when: consent, budget, hours and presence, asked anew each time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import consent
from bot.consent import week_of
from bot.desk import Desk
from bot.hours import Hours, next_working
from bot.manners import Manners
from bot.outcomes import is_not_their_field
from bot.ports import UnitOfWork
from bot.remembering import known_of
from bot.round_ports import Availability
from bot.round_types import Free, Round
from bot.showing import Around
from expertise.consent import Naming
from expertise.types import Person, PersonId

AWAY = timedelta(minutes=30)
"""Whoever is away, or does not want to be disturbed now, is looked at again so much later."""

_NOTHING_SAID = Availability()
_UNKNOWN = Around()


def wanted(this: Round) -> tuple[PersonId, ...]:
    """Everybody who might be invited, in order, each once."""
    invited = {each.person for each in this.invitations}
    people = dict.fromkeys([*this.referred, *(each.person for each in this.candidates)])
    return tuple(who for who in people if who not in invited and who != this.asker)


async def standing_by(
    uow: UnitOfWork,
    desk: Desk,
    this: Round,
    question: str,
    at: datetime,
    around: Mapping[PersonId, Around],
) -> list[Free]:
    """Those of ``wanted`` whom nothing forbids to invite at that moment, and from when they may be.

    Whoever is away is asked a while later if somebody else is there, and else like everybody.
    """
    ids = wanted(this)
    people = {person.id: person for person in await uow.people.by_ids(ids)}
    levels = await consent.namings(uow, ids, question, at, desk.policy)
    spent = await uow.unasked.of(ids, week_of(at))
    said = await uow.availability.of(ids)
    known = await known_of(uow, ids, at)
    asked = [
        people[who]
        for who in ids
        if who in people
        and _may_be_asked(people[who], levels.get(who, Naming.NOT_AT_ALL))
        and not is_not_their_field(known.get(who, ()), question)
        and spent.get(who, 0) < budget(said.get(who, _NOTHING_SAID), desk.manners)
    ]
    times = [_Times(hours_of(each, said.get(each.id, _NOTHING_SAID), desk.manners), at) for each in asked]
    found = [
        free
        for each, when in zip(asked, times, strict=True)
        if (free := when.free(each.id, around.get(each.id, _UNKNOWN))) is not None
    ]
    is_anybody_there = any(each.at <= at and not _is_away(around, each.person) for each in found)
    return [
        _later(each, at) if is_anybody_there and _is_away(around, each.person) else each for each in found
    ]


class _Times(NamedTuple):
    hours: Hours
    at: datetime

    def free(self, who: PersonId, around: Around) -> Free | None:
        """In their hours, and not while they do not want to be disturbed; None: never."""
        free_at = next_working(self.hours, self.at + AWAY if around.is_quiet else self.at)
        return None if free_at is None else Free(person=who, at=free_at, hours=self.hours)


def _is_away(around: Mapping[PersonId, Around], who: PersonId) -> bool:
    return around.get(who, _UNKNOWN).now is False


def _later(free: Free, at: datetime) -> Free:
    return replace(free, at=max(free.at, next_working(free.hours, at + AWAY) or free.at))


def budget(own: Availability, manners: Manners) -> int:
    """How much somebody gets in a week at most that they did not ask for."""
    return manners.unasked_a_week if own.unasked_a_week is None else own.unasked_a_week


def hours_of(person: Person, own: Availability, manners: Manners) -> Hours:
    """As they stated them; else the workspace's, on the clock that their profile has."""
    if own.hours is not None:
        return own.hours
    return replace(manners.hours, zone=zone_of(person, manners))


def zone_of(person: Person, manners: Manners) -> str:
    """The clock that their profile has, else the workspace's."""
    return _zone(person.time_zone) or manners.hours.zone


def _zone(name: str) -> str:
    """As the profile has it; '' where no clock is called so."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def _may_be_asked(person: Person, level: Naming) -> bool:
    """Neither who said no, nor who is paused, left, a bot or from outside."""
    is_there = not (person.has_left or person.is_bot or person.is_outsider)
    return is_there and level is not Naming.NOT_AT_ALL
