"""When somebody may be disturbed: the hours that they state, or their workspace's, in their own time zone.

Never inferred from what they do. Time counts only while it is working time, so that a night is no wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WORKWEEK = frozenset(range(5))
"""Monday to Friday, as ``date.weekday`` counts."""

_DAY = timedelta(days=1)
_LONGEST = 366
"""Days that are looked ahead: whoever works on no day of them is never free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working hours of some days of the week, in a time zone (an IANA name).

    From ``start`` up to ``end`` on the clock of that place, which may be on the next day. None of ``days``:
    never.
    """

    start: time = time(9)
    end: time = time(17)
    days: frozenset[int] = WORKWEEK
    zone: str = "UTC"


def is_working(hours: Hours, at: datetime) -> bool:
    """Whether that moment is within them."""
    return any(begin <= at < end for begin, end in stretches(hours, at))


def next_working(hours: Hours, at: datetime) -> datetime | None:
    """That moment if it is within them, else when they begin next; None: never."""
    return next((max(begin, at) for begin, end in stretches(hours, at) if end > at), None)


def after(hours: Hours, at: datetime, working: timedelta) -> datetime | None:
    """When so much working time has passed since that moment; None: never."""
    left = working
    for begin, end in stretches(hours, at):
        start = max(begin, at)
        if end <= start:
            continue
        if end - start >= left:
            return start + left
        left -= end - start
    return None


def worked(hours: Hours, since: datetime, until: datetime) -> timedelta:
    """Working time between two moments."""
    passed = timedelta()
    for begin, end in stretches(hours, since):
        if begin >= until:
            break
        passed += max(min(end, until) - max(begin, since), timedelta())
    return passed


def stretches(hours: Hours, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Their stretches from the day before that moment on, in UTC and in order."""
    zone = ZoneInfo(hours.zone)
    day = at.astimezone(zone).date() - _DAY
    for _ in range(_LONGEST):
        if day.weekday() in hours.days:
            yield _stretch(hours, day, zone)
        day += _DAY


def _stretch(hours: Hours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """One day's; what the clock skips in spring is skipped, what it repeats in autumn counts once more."""
    ends_on = day if hours.end > hours.start else day + _DAY
    begin = datetime.combine(day, hours.start, zone).astimezone(UTC)
    return begin, datetime.combine(ends_on, hours.end, zone).astimezone(UTC)
