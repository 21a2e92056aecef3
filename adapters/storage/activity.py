"""Who has been answering where: forward-decayed counts per channel and per partition.

Written once, over ``Counts``: what the database and the memory keep is then equal to the last bit.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from adapters.storage.tally import Sums, Tally, Term, count_events, heaviest, merged, summed, worth
from bot.types import Answered
from expertise.types import Activity, Channel, ChannelId, PersonId
from index.types import PUBLIC, Partition


class Counts(Protocol):
    """Tallies of one workspace, each kept twice: for its channel, and in the partition's total (None)."""

    async def hold(self) -> None:
        """Let nobody else write what is read from here on."""

    async def load(
        self, partition: Partition, channel_id: ChannelId | None, people: Collection[PersonId] | None = None
    ) -> dict[PersonId, Tally]:
        """Of these people, or of all."""

    async def keep(
        self, partition: Partition, channel_id: ChannelId | None, tallies: Mapping[PersonId, Tally]
    ) -> None:
        """Replace these people's; an empty tally is removed."""

    async def leaders(self, partition: Partition, channel_id: ChannelId | None, limit: int) -> list[PersonId]:
        """By weight, the largest first, ties by id."""

    async def terms(
        self, partitions: Collection[Partition], people: Collection[PersonId] | None = None
    ) -> list[Term]:
        """The totals' weights of these people, or of all, in no particular order."""


class CountedActivity:
    """Implements ``bot.ports.ActivityStore``; ``move`` is for the passages, which move with it."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    async def add(self, partition: Partition, events: Sequence[Answered]) -> None:
        """Apply the events in order."""
        await self._counts.hold()
        people = sorted({event.person_id for event in events})
        channels = sorted({event.channel_id for event in events})
        here = {channel_id: await self._counts.load(partition, channel_id, people) for channel_id in channels}
        totals = await self._counts.load(partition, None, people)
        count_events(here, totals, events)
        for channel_id, tallies in here.items():
            await self._counts.keep(partition, channel_id, tallies)
        await self._counts.keep(partition, None, totals)

    async def clear(self, partition: Partition, channel_id: ChannelId) -> None:
        """Take everything of one channel out of its own and its partition's counts."""
        await self._counts.hold()
        here = await self._counts.load(partition, channel_id)
        await self._add_tallies(partition, channel_id, here, sign=-1)

    async def move(self, channel: Channel) -> None:
        """Bring the channel's counts into ``channel.partition``, wherever they are."""
        await self._counts.hold()
        for partition in _partitions_of(channel.id):
            if partition != channel.partition:
                here = await self._counts.load(partition, channel.id)
                await self._add_tallies(partition, channel.id, here, sign=-1)
                await self._add_tallies(channel.partition, channel.id, here, sign=1)

    async def _add_tallies(
        self, partition: Partition, channel_id: ChannelId, others: Mapping[PersonId, Tally], *, sign: int
    ) -> None:
        for counted_for in (channel_id, None):
            tallies = await self._counts.load(partition, counted_for, sorted(others))
            await self._counts.keep(partition, counted_for, merged(tallies, others, sign))

    async def busiest(
        self, partitions: Collection[Partition], channel_id: ChannelId | None, at: datetime, limit: int
    ) -> dict[PersonId, Activity]:
        """The ``limit`` most active anywhere in the scope and, if a channel is given, here; in that order."""
        people = {
            *await self._busiest_anywhere(partitions, limit),
            *await self._busiest_here(partitions, channel_id, limit),
        }
        return await self.of(people, partitions, channel_id, at)

    async def _busiest_anywhere(self, partitions: Collection[Partition], limit: int) -> list[PersonId]:
        """Exact without reading the large public partition.

        Of those with no activity elsewhere, only the first ``limit`` there can be among the first overall.
        """
        others = [partition for partition in partitions if partition != PUBLIC]
        candidates = {person_id for _, person_id, *_ in await self._counts.terms(others)}
        if PUBLIC in partitions:
            candidates.update(await self._counts.leaders(PUBLIC, None, limit))
        sums = summed(await self._counts.terms(partitions, candidates))
        return heaviest({who: weight for who, (weight, _) in sums.items()}, limit)

    async def _busiest_here(
        self, partitions: Collection[Partition], channel_id: ChannelId | None, limit: int
    ) -> set[PersonId]:
        people: set[PersonId] = set()
        for partition in _partitions_of(channel_id, partitions):
            people.update(await self._counts.leaders(partition, channel_id, limit))
        return people

    async def of(
        self,
        people: Collection[PersonId],
        partitions: Collection[Partition],
        channel_id: ChannelId | None,
        at: datetime,
    ) -> dict[PersonId, Activity]:
        """Missing ones have none. A channel outside the partitions counts as none given."""
        anywhere = summed(await self._counts.terms(partitions, people))
        return worth(anywhere, await self._here(partitions, channel_id, people), at)

    async def of_channel(self, channel_id: ChannelId, at: datetime) -> dict[PersonId, Activity]:
        """Of everyone in that channel; ``here`` alone is filled."""
        return worth({}, await self._here(_partitions_of(channel_id), channel_id, None), at)

    async def _here(
        self,
        partitions: Collection[Partition],
        channel_id: ChannelId | None,
        people: Collection[PersonId] | None,
    ) -> Sums:
        terms: list[Term] = []
        for partition in _partitions_of(channel_id, partitions):
            tallies = await self._counts.load(partition, channel_id, people)
            terms += [(partition, who, tally.weight, tally.recent) for who, tally in tallies.items()]
        return summed(terms)


def _partitions_of(
    channel_id: ChannelId | None, within: Collection[Partition] | None = None
) -> list[Partition]:
    """Where counts of the channel can be, ordered: with the public ones, or in a partition of its own."""
    possible = [] if channel_id is None else sorted((PUBLIC, Partition(channel_id)))
    return [partition for partition in possible if within is None or partition in within]
