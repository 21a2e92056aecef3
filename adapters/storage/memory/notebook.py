"""What people learned, in their own words, in memory."""

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.notebook_ports import Learned
from expertise.types import PersonId


class MemoryNotebookStore:
    """Implements ``bot.notebook_ports.NotebookStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def put(self, learned: Learned) -> None:
        """Insert, or replace what the same person wrote of it before."""
        await self._journal.hold()
        if learned.question_id not in self._rows.questions or learned.person_id not in self._rows.people:
            raise ConflictError("learned from no question, or by nobody")
        self._journal.put(self._rows.notes, (learned.person_id, learned.question_id), learned)

    async def of(self, person_id: PersonId) -> list[Learned]:
        """The earliest first."""
        own = [each for each in self._rows.notes.values() if each.person_id == person_id]
        return sorted(own, key=lambda each: (each.at, each.question_id))

    async def forget(self, person_id: PersonId) -> None:
        """All that they wrote."""
        await self._journal.hold()
        for key in [key for key in self._rows.notes if key[0] == person_id]:
            self._journal.drop(self._rows.notes, key)
