"""How much somebody is asked, and when: what they said about it, shown on their page and changed there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot import being_asked_phrases as say
from bot.hours import Hours
from bot.manners import Manners
from bot.ports import UnitOfWork
from bot.round_ports import Availability
from bot.standing_by import budget, hours_of
from bot.stated_hours import LONGEST, read_hours
from bot.views import Action, Button, Field, Section, joined
from bot.weeks import Rhythm
from expertise.types import Person, PersonId

CHOICES = (Action.AT_MOST, Action.HOURS, Action.USUAL_HOURS, Action.RHYTHM, Action.NOTE_RHYTHM)

OFFERED = (0, 1, 3, 5)
"""How much a week one may choose. 0: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeingAsked:
    """What holds for somebody; ``own`` is what of it they said themselves.

    ``rhythm``: how often a weekly note comes; None: there are none here.
    """

    unasked_a_week: int = 3
    hours: Hours = field(default_factory=Hours)
    own: Availability = field(default_factory=Availability)
    rhythm: Rhythm | None = Rhythm.WEEKLY


async def being_asked(uow: UnitOfWork, person: Person, manners: Manners) -> BeingAsked:
    """What holds for them."""
    own = await said(uow, person.id)
    return BeingAsked(
        unasked_a_week=budget(own, manners),
        hours=hours_of(person, own, manners),
        own=own,
        rhythm=(own.rhythm or Rhythm.WEEKLY) if manners.notes else None,
    )


async def said(uow: UnitOfWork, person_id: PersonId) -> Availability:
    """What somebody said about being asked, if anything."""
    return (await uow.availability.of([person_id])).get(person_id, Availability())


async def choose(uow: UnitOfWork, person_id: PersonId, action: str, value: str, zone: str) -> bool:
    """They say how much, or when; False, and nothing changes, for what is not offered or cannot be read.

    ``zone`` is the clock of hours that are stated without one.
    """
    own = await said(uow, person_id)
    chosen = _chosen(own, action, value, zone)
    if chosen is None:
        return False
    await uow.availability.save(person_id, chosen)
    return True


def _chosen(own: Availability, action: str, value: str, zone: str) -> Availability | None:
    if action == Action.USUAL_HOURS:
        return replace(own, hours=None)
    if action == Action.HOURS:
        stated = read_hours(value, zone)
        return replace(own, hours=stated) if stated else None
    if action in (Action.RHYTHM, Action.NOTE_RHYTHM):
        rhythm = next((each for each in Rhythm if each.value == value), None)
        return replace(own, rhythm=rhythm) if rhythm else None
    wanted = next((count for count in OFFERED if str(count) == value), None)
    return replace(own, unasked_a_week=wanted) if action == Action.AT_MOST and wanted is not None else None


def section(this: BeingAsked, *, has_fields: bool) -> Section:
    """As it stands on their page; what holds is no button."""
    typed = Field(action=Action.HOURS, label=say.HOURS, example=say.HOURS_EXAMPLE, limit=LONGEST)
    return Section(
        title=say.TITLE,
        body=joined(
            say.unasked(this.unasked_a_week),
            say.OF_THE_WORKSPACE if this.own.unasked_a_week is None else "",
            say.hours(this.hours),
            say.USUAL_HOURS if this.own.hours is None else "",
        ),
        field=typed if has_fields else None,
        buttons=tuple(_buttons(this)),
    )


def _buttons(this: BeingAsked) -> Iterator[Button]:
    for count in OFFERED:
        if count != this.unasked_a_week:
            label, says = say.at_most(count), say.at_most_says(count)
            yield Button(action=Action.AT_MOST, label=label, says=says, value=str(count))
    if this.own.hours is not None:
        yield Button(action=Action.USUAL_HOURS, label=say.AS_USUAL_HERE, says=say.AS_USUAL_HERE_SAYS)
