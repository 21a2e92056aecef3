"""Channels of one workspace and their members, in memory."""

from collections.abc import Collection, Sequence
from operator import attrgetter

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from expertise.types import Channel, ChannelId, ChannelKind, PersonId


class MemoryChannelStore:
    """Implements ``bot.ports.ChannelStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def save(self, channels: Sequence[Channel]) -> None:
        """Insert or update by id; whether passages are stale stays as it was."""
        await self._journal.hold()
        for channel in channels:
            self._save(channel)

    def _save(self, channel: Channel) -> None:
        by_platform_id = self._rows.channels_by_platform_id
        if by_platform_id.get(channel.platform_id, channel.id) != channel.id:
            raise ConflictError("two channels with one platform id")
        before = self._rows.channels.get(channel.id)
        if before is not None:
            self._journal.drop(by_platform_id, before.platform_id)
        self._journal.put(by_platform_id, channel.platform_id, channel.id)
        self._journal.put(self._rows.channels, channel.id, channel)

    async def all(self) -> list[Channel]:
        """Ordered by id."""
        return sorted(self._rows.channels.values(), key=attrgetter("id"))

    async def shared(self) -> list[Channel]:
        """Those that outsiders are in too, ordered by id."""
        return [channel for channel in await self.all() if channel.kind is ChannelKind.SHARED]

    async def by_ids(self, ids: Collection[ChannelId]) -> dict[ChannelId, Channel]:
        """Unknown ones are left out."""
        return {each: self._rows.channels[each] for each in ids if each in self._rows.channels}

    async def set_members(self, channel_id: ChannelId, people: Collection[PersonId]) -> None:
        """Replace the members of a channel."""
        await self._journal.hold()
        self._journal.put(self._rows.members, channel_id, frozenset(people))

    async def channels_of(self, person_id: PersonId) -> frozenset[ChannelId]:
        """Channels that the person is known to be a member of."""
        return frozenset(channel for channel, people in self._rows.members.items() if person_id in people)

    async def members(self, channel_id: ChannelId) -> frozenset[PersonId]:
        """Empty where none are known."""
        return self._rows.members.get(channel_id, frozenset())
