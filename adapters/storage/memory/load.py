"""How often people have lately come first, in memory."""

from collections.abc import Collection
from datetime import datetime

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from adapters.storage.tally import NEVER_FIRST
from expertise.types import PersonId


class MemoryLoadStore:
    """Implements ``bot.ports.LoadStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, people: Collection[PersonId], at: datetime) -> dict[PersonId, float]:
        """Of these people, at that time; who never came first is missing."""
        kept = self._rows.first_places
        return {who: kept[who].worth(at) for who in people if who in kept}

    async def add(self, person_id: PersonId, at: datetime) -> None:
        """Count one more."""
        await self._journal.hold()
        if person_id not in self._rows.people:
            raise ConflictError("a first place of nobody")
        kept = self._rows.first_places
        self._journal.put(kept, person_id, kept.get(person_id, NEVER_FIRST).and_one(at))
