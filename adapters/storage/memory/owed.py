"""Jobs that are owed, in memory."""

from collections.abc import Sequence
from datetime import datetime

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import Job


class MemoryOwedStore:
    """Implements ``bot.chat_ports.OwedStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, job: Job, at: datetime) -> None:
        """Once more does no harm."""
        await self._journal.hold()
        self._journal.put(self._rows.owed, job, at)

    async def before(self, until: datetime) -> list[Job]:
        """Those owed up to then, by (name, subject)."""
        owed = [job for job, at in self._rows.owed.items() if at <= until]
        return sorted(owed, key=lambda job: (job.name, job.subject))

    async def settle(self, jobs: Sequence[Job]) -> None:
        """They have been started. Nothing happens where they are not owed."""
        await self._journal.hold()
        for job in jobs:
            self._journal.drop(self._rows.owed, job)
