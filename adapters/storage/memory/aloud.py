"""What people say aloud of what they learned, in memory."""

from collections.abc import Callable, Collection
from datetime import datetime

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.aloud import Aloud, AloudId
from expertise.types import ChannelId, MessageTs, PersonId


class MemoryAloudStore:
    """Implements ``bot.aloud.AloudStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def put(self, one: Aloud) -> None:
        """Insert, or replace by id."""
        await self._journal.hold()
        if one.person_id not in self._rows.people:
            raise ConflictError("said aloud by nobody")
        self._journal.put(self._rows.aloud, one.id, one)

    async def get(self, aloud_id: AloudId) -> Aloud | None:
        """None: there is none of that id."""
        return self._rows.aloud.get(aloud_id)

    async def of(self, person_id: PersonId) -> list[Aloud]:
        """Theirs, drafts too; the earliest first."""
        return self._where(lambda one: one.person_id == person_id)

    async def at(self, channel_id: ChannelId, messages: Collection[MessageTs]) -> dict[MessageTs, Aloud]:
        """Those that these messages say."""
        these = self._where(lambda one: one.channel_id == channel_id and one.ts in messages)
        return {each.ts: each for each in these if each.ts is not None}

    async def since(self, at: datetime) -> list[Aloud]:
        """Those that were said from then on, the earliest first."""
        return self._where(lambda one: one.ts is not None and one.at >= at)

    async def forget(self, ids: Collection[AloudId]) -> None:
        """Nothing happens where they are not there."""
        await self._journal.hold()
        for each in ids:
            self._journal.drop(self._rows.aloud, each)

    async def forget_before(self, at: datetime, *, drafts_alone: bool = False) -> None:
        """What is older than that; drafts are what nobody chose a channel for."""
        old = self._where(lambda one: one.at < at and not (drafts_alone and one.channel_id))
        await self.forget([each.id for each in old])

    def _where(self, this: Callable[[Aloud], bool]) -> list[Aloud]:
        return sorted(filter(this, self._rows.aloud.values()), key=lambda one: (one.at, one.id))
