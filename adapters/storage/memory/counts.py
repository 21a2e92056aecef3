"""Tallies of activity of one workspace, in memory."""

from collections.abc import Collection, Mapping

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from adapters.storage.tally import Tally, Term, heaviest
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

    async def leaders(self, partition: Partition, channel_id: ChannelId | None, limit: int) -> list[PersonId]:
        """By weight, the largest first, ties by id."""
        tallies = self._rows.tallies.get((partition, channel_id), {})
        return heaviest({who: tally.weight for who, tally in tallies.items()}, limit)

    async def terms(
        self, partitions: Collection[Partition], people: Collection[PersonId] | None = None
    ) -> list[Term]:
        """The totals' weights of these people, or of all, in no particular order."""
        return [
            (partition, who, tally.weight, tally.recent)
            for partition in set(partitions)
            for who, tally in (await self.load(partition, None, people)).items()
        ]
