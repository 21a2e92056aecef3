"""The audit log of one workspace, in memory."""

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.types import AuditEntry


class MemoryAuditStore:
    """Implements ``bot.ports.AuditStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, entry: AuditEntry) -> None:
        """Append one."""
        await self._journal.hold()
        self._journal.put(self._rows.audit, len(self._rows.audit), entry)

    async def all(self) -> list[AuditEntry]:
        """In the order they were added."""
        return list(self._rows.audit.values())
