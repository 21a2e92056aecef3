"""Where, or towards whom, the bot says nothing unasked, in memory."""

from collections.abc import Collection

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import Muted


class MemoryMutedStore:
    """Implements ``bot.chat_ports.MutedStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, subject: Muted) -> None:
        """Once more does no harm."""
        await self._journal.hold()
        self._journal.put(self._rows.muted, subject, None)

    async def remove(self, subject: Muted) -> None:
        """Nothing happens where it is not muted."""
        await self._journal.hold()
        self._journal.drop(self._rows.muted, subject)

    async def any_of(self, subjects: Collection[Muted]) -> bool:
        """Whether one of these is muted."""
        return any(subject in self._rows.muted for subject in subjects)
