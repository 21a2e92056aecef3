"""Learned weights of one workspace, in memory."""

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.types import Ranker


class MemoryRankerStore:
    """Implements ``bot.ports.RankerStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def in_use(self) -> Ranker | None:
        """The one in use, if any is."""
        number = self._rows.ranker_in_use.get(None)
        return None if number is None else self._rows.rankers[number]

    async def all(self) -> list[Ranker]:
        """By number."""
        return [ranker for _, ranker in sorted(self._rows.rankers.items())]

    async def add(self, ranker: Ranker) -> None:
        """Keep one, not in use yet."""
        await self._journal.hold()
        if ranker.number in self._rows.rankers:
            raise ConflictError("two rankers with one number")
        self._journal.put(self._rows.rankers, ranker.number, ranker)

    async def use(self, number: int | None) -> None:
        """Have this one in use and no other."""
        await self._journal.hold()
        self._journal.drop(self._rows.ranker_in_use, None)
        if number in self._rows.rankers:
            self._journal.put(self._rows.ranker_in_use, None, number)
