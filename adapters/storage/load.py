"""How often people have lately come first, as rows: a count for each, never who asked or what."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from adapters.storage.session import Session, in_batches
from adapters.storage.tables import first_places
from adapters.storage.tally import NEVER_FIRST, FirstPlaces
from expertise.types import PersonId, WorkspaceId


class SqlLoadStore:
    """Implements ``bot.ports.LoadStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, people: Collection[PersonId], at: datetime) -> dict[PersonId, float]:
        """Of these people, at that time; who never came first is missing."""
        return {who: own.worth(at) for who, own in (await self._load(people)).items()}

    async def add(self, person_id: PersonId, at: datetime) -> None:
        """Count one more."""
        await self._session.hold()
        before = (await self._load([person_id])).get(person_id, NEVER_FIRST)
        events, weight = before.and_one(at)
        keys = {"workspace_id": self._workspace_id, "person_id": person_id}
        await self._session.upsert(first_places, [{**keys, "count": events, "weight": weight}])

    async def _load(self, people: Collection[PersonId]) -> dict[PersonId, FirstPlaces]:
        table = first_places.c
        columns = select(table.person_id, table.count, table.weight)
        of_workspace = columns.where(table.workspace_id == self._workspace_id)
        found: dict[PersonId, FirstPlaces] = {}
        for batch in in_batches(people):
            for row in await self._session.rows(of_workspace.where(table.person_id.in_(batch))):
                found[row[0]] = FirstPlaces(*row[1:])
        return found
