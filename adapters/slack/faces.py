"""Who is around, as the views want it: from presence, do-not-disturb and the clock that they told Slack."""

from collections.abc import Collection, Mapping
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.ports import Clock
from bot.presence import Presence, Presences
from bot.showing import Around
from expertise.types import Person, PersonId


class SlackFaces:
    """Implements ``bot.desk.Faces``."""

    def __init__(self, presences: Presences, clock: Clock) -> None:
        self._presences = presences
        self._clock = clock

    async def around(self, people: Collection[Person]) -> Mapping[PersonId, Around]:
        """One for each of them; what Slack does not say is unknown."""
        told = await self._presences.of([person.platform_id for person in people])
        return {person.id: self._around(person, told[person.platform_id]) for person in people}

    def _around(self, person: Person, presence: Presence) -> Around:
        is_quiet = presence.do_not_disturb_until is not None
        return Around(
            now=False if is_quiet else presence.around,
            is_quiet=is_quiet,
            local_time=self._clock_of(person, presence),
        )

    def _clock_of(self, person: Person, presence: Presence) -> time | None:
        if presence.utc_offset is not None:
            return (self._clock() + presence.utc_offset).time().replace(second=0, microsecond=0)
        try:
            zone = ZoneInfo(person.time_zone) if person.time_zone else None
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
        return self._clock().astimezone(zone).time().replace(second=0, microsecond=0) if zone else None
