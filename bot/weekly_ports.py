"""What weekly notes need from storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from expertise.types import ChannelId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something that a note may tell: ``of`` is the contributor's name, ``about`` the id of a thing.

    ``why`` is for the reader alone, and names ``channels``.
    """

    of: str
    about: str
    why: str = ""
    channels: tuple[ChannelId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNote:
    """Somebody's note of the week that is named by ``day``, to be written at ``due_at``."""

    person_id: PersonId
    day: date
    due_at: datetime
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCounts:
    """Of this week: how many notes wait for somebody's morning, and how many were sent."""

    waiting: int = 0
    sent: int = 0


class WeekStore(Protocol):
    """The weeks of one workspace's notes."""

    async def begun(self) -> date | None:
        """The day of the last one that was begun; None: there was none."""

    async def begin(self, day: date, notes: Sequence[DueNote]) -> None:
        """It has begun, and these are its notes: what waited until now does so no more."""

    async def counts(self) -> NoteCounts: ...


class DueNoteStore(Protocol):
    """Notes that wait for somebody's morning: one a person at most."""

    async def due(self, at: datetime, limit: int) -> list[PersonId]:
        """Whose time has come, the earliest first."""

    async def of(self, person_id: PersonId) -> DueNote | None: ...

    async def put(self, note: DueNote) -> None:
        """Insert or replace."""

    async def forget(self, person_id: PersonId) -> None:
        """It waits no more."""
