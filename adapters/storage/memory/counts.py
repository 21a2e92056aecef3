"""Tallies of activity of one workspace, in memory."""

from collections.abc import Collection, Mapping

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from adapters.storage.tally import Place, Tally, Term, heaviest
from expertise.types import ChannelId, PersonId
from index.types import Partition


class MemoryCounts:
    """Implements ``adapters.storage.activity.Counts``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def hold(self) -> None:
        """Let nobody else write what is read from here on."""
        await self._journal.hold()

    async def load(
        self, partition: Partition, channel_id: ChannelId | None, people: Collection[PersonId] | None = None
    ) -> dict[PersonId, Tally]:
        """Of these people, or of all."""
        tallies = self._rows.tallies.get((partition, channel_id), {})
        return {who: tallies[who] for who in (tallies if people is None else people) if who in tallies}

    async def keep(
        self, partition: Partition, channel_id: ChannelId | None, tallies: Mapping[PersonId, Tally]
    ) -> None:
        """Replace these people's; an empty tally is removed."""
        kept = self._rows.tallies.setdefault((partition, channel_id), {})
        for who, tally in tallies.items():
            if tally.events:
                self._journal.put(kept, who, tally)
            else:
                self._journal.drop(kept, who)

    async def leaders(self, places: Collection[Place], limit: int) -> dict[Place, set[PersonId]]:
        """Of each place the ``limit`` with the largest weights, ties by id."""
        found = {}
        for place in places:
            tallies = self._rows.tallies.get(place, {})
            found[place] = set(heaviest({who: tally.weight for who, tally in tallies.items()}, limit))
        return found

    async def terms(
        self,
        partitions: Collection[Partition],
        people: Collection[PersonId] | None = None,
        channels: Collection[ChannelId] | None = None,
    ) -> dict[ChannelId | None, list[Term]]:
        """Weights of these people, or of all: in each of the channels, or (None) the totals; unordered."""
        found: dict[ChannelId | None, list[Term]] = {}
        for partition in set(partitions):
            for channel_id in [None] if channels is None else set(channels):
                for who, tally in (await self.load(partition, channel_id, people)).items():
                    term = (partition, who, tally.weight, tally.recent)
                    found.setdefault(channel_id, []).append(term)
        return found
