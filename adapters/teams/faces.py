"""Who is around. Teams tells presence only to apps with a permission that an operator need not give us."""

from collections.abc import Collection, Mapping
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.ports import Clock
from bot.showing import Around
from expertise.types import Person, PersonId


class TeamsFaces:
    """Implements ``bot.desk.Faces``: by the clock, where somebody's time zone is known."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]:
        """One for each of them."""
        return {person.id: Around(now=None, local_time=self._clock_of(person)) for person in people}

    def _clock_of(self, person: Person) -> time | None:
        try:
            zone = ZoneInfo(person.time_zone) if person.time_zone else None
        except (ZoneInfoNotFoundError, ValueError):
            return None
        return self._clock().astimezone(zone).time().replace(second=0, microsecond=0) if zone else None
