"""The channels that the bot is in, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.listened import Listened
from expertise.types import ChannelId


class MemoryListenedStore:
    """Implements ``bot.listened.ListenedStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def all(self) -> list[Listened]:
        """By channel."""
        return sorted(self._rows.listened.values(), key=attrgetter("channel_id"))

    async def of(self, channel_id: ChannelId) -> Listened | None:
        """None where the bot never was."""
        return self._rows.listened.get(channel_id)

    async def save(self, channels: Sequence[Listened]) -> None:
        """Insert or replace."""
        await self._journal.hold()
        for each in channels:
            if each.channel_id not in self._rows.channels:
                raise ConflictError("listening to no channel")
            self._journal.put(self._rows.listened, each.channel_id, each)
