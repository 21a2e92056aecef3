"""Whether somebody is around: asked when they are shown, told at once, and never kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """How it is with somebody now; None is what the platform does not say.

    ``do_not_disturb_until`` is None for whoever may be disturbed, too. ``utc_offset`` is that of
    their clock.
    """

    around: bool | None = None
    do_not_disturb_until: datetime | None = None
    utc_offset: timedelta | None = None


class Presences(Protocol):
    """Asks the platform. Never raises, never takes long: what it cannot tell is unknown."""

    async def of(self, people: Collection[str]) -> Mapping[str, Presence]:
        """One for each of these platform ids."""
