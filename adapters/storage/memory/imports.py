"""How far the imports of one workspace have come, in memory."""

from collections.abc import Sequence

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows


class MemoryImportStore:
    """Implements ``bot.ports.ImportStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def done(self, fingerprint: str) -> frozenset[str]:
        """Parts of that file that are in."""
        return frozenset(part for name, part in self._rows.imported if name == fingerprint)

    async def mark(self, fingerprint: str, parts: Sequence[str]) -> None:
        """Say that these are in; once more does no harm."""
        await self._journal.hold()
        for part in parts:
            self._journal.put(self._rows.imported, (fingerprint, part), None)
