"""When a week's notes are told: on one day of the week, in the morning of each person's own working day.

Pure. A morning is by the hours that somebody states, or the workspace's; never by what they do.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.hours import Hours, stretches

WEEK = timedelta(days=7)
MONTH = 4 * WEEK
MORNING = timedelta(hours=3)
"""So long after it begins, a morning is over: a note that comes later than that waits for the next one."""

_EARLIEST = timezone(timedelta(hours=14))
"""Where every day begins first."""


class Rhythm(StrEnum):
    """How often somebody wants a note: the most often first."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTime:
    """On which day of the week, as ``date.weekday`` counts, and from which hour on each person's clock."""

    day: int = 0
    hour: int = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week's notes: named by the day on which they are told, and thought of at ``begins_at``."""

    day: date
    begins_at: datetime


def this_week(when: NoteTime, at: datetime) -> Week:
    """The latest whose day and hour have come for somebody on earth."""
    local = at.astimezone(_EARLIEST)
    day = local.date() - timedelta(days=(local.weekday() - when.day) % 7)
    begins = datetime.combine(day, time(when.hour), _EARLIEST)
    if begins > local:
        day, begins = day - WEEK, begins - WEEK
    return Week(day=day, begins_at=begins.astimezone(UTC))


def morning(hours: Hours, week: Week, hour: int, at: datetime) -> datetime | None:
    """The next moment, from ``at`` on, that is in a morning of theirs; None: not before the next week.

    Not before the week's day, nor before that hour on a day that is work by then; whoever begins later, or
    works at night, has their morning when they begin.
    """
    zone = ZoneInfo(hours.zone)
    for begin, end in stretches(hours, at):
        day = begin.astimezone(zone).date()
        if day >= week.day + WEEK:
            return None
        told = datetime.combine(day, time(hour), zone).astimezone(UTC)
        first = told if begin <= told < end else begin
        if day >= week.day and at < min(first + MORNING, end):
            return max(first, at)
    return None
