"""What people said about being asked, and how much they got unasked, as rows."""

import json
from collections.abc import Collection
from datetime import time
from typing import Any

from sqlalchemy import delete, select

from adapters.storage.round_tables import availabilities, unasked
from adapters.storage.session import Session, in_batches
from bot.hours import Hours
from bot.round_ports import Availability
from bot.weeks import Rhythm
from expertise.types import PersonId, WorkspaceId


class SqlAvailabilityStore:
    """Implements ``bot.round_ports.AvailabilityStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, people: Collection[PersonId]) -> dict[PersonId, Availability]:
        """Who said nothing is missing."""
        table = availabilities.c
        own = select(table.person_id, table.unasked_a_week, table.hours, table.rhythm)
        found: dict[PersonId, Availability] = {}
        for batch in in_batches(people):
            mine = own.where(table.workspace_id == self._workspace_id, table.person_id.in_(batch))
            for who, most, hours, rhythm in await self._session.rows(mine):
                found[who] = Availability(
                    unasked_a_week=most, hours=_hours_of(hours), rhythm=Rhythm(rhythm) if rhythm else None
                )
        return found

    async def save(self, person_id: PersonId, own: Availability) -> None:
        """Insert or replace."""
        keys = {"workspace_id": self._workspace_id, "person_id": person_id}
        rhythm = own.rhythm.value if own.rhythm else None
        row = {**keys, "unasked_a_week": own.unasked_a_week, "hours": _kept(own.hours), "rhythm": rhythm}
        await self._session.upsert(availabilities, [row])

    async def forget(self, person_id: PersonId) -> None:
        """As if they had said nothing."""
        table = availabilities.c
        own = table.workspace_id == self._workspace_id, table.person_id == person_id
        await self._session.change(delete(availabilities).where(*own))


class SqlUnaskedStore:
    """Implements ``bot.round_ports.UnaskedStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, people: Collection[PersonId], week: int) -> dict[PersonId, int]:
        """Who got nothing is missing."""
        table = unasked.c
        counted = select(table.person_id, table.count)
        found: dict[PersonId, int] = {}
        for batch in in_batches(people):
            own = table.workspace_id == self._workspace_id, table.week == week, table.person_id.in_(batch)
            rows = await self._session.rows(counted.where(*own))
            found |= {row.person_id: row.count for row in rows}
        return found

    async def add(self, people: Collection[PersonId], week: int) -> None:
        """Count one more for each, and forget earlier weeks."""
        await self._session.hold()
        table = unasked.c
        of_workspace = table.workspace_id == self._workspace_id
        await self._session.change(delete(unasked).where(of_workspace, table.week < week))
        counts = dict.fromkeys(people, 0) | await self.of(people, week)
        keys = {"workspace_id": self._workspace_id, "week": week}
        rows = [{**keys, "person_id": who, "count": count + 1} for who, count in sorted(counts.items())]
        await self._session.upsert(unasked, rows)


def _kept(hours: Hours | None) -> str | None:
    if hours is None:
        return None
    return json.dumps(
        {
            "start": hours.start.isoformat(),
            "end": hours.end.isoformat(),
            "days": sorted(hours.days),
            "zone": hours.zone,
        }
    )


def _hours_of(kept: str | None) -> Hours | None:
    if kept is None:
        return None
    read: dict[str, Any] = json.loads(kept)
    return Hours(
        start=time.fromisoformat(read["start"]),
        end=time.fromisoformat(read["end"]),
        days=frozenset(read["days"]),
        zone=read["zone"],
    )
