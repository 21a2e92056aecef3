"""Who has been answering where: forward-decayed counts per channel and per partition.

Written once, over ``Counts``: what the database and the memory keep is then equal to the last bit.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from adapters.storage.tally import (
    Place,
    Sums,
    Tally,
    Term,
    aged,
    count_events,
    heaviest,
    merged,
    placed,
    summed,
)
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

    async def leaders(self, places: Collection[Place], limit: int) -> dict[Place, set[PersonId]]:
        """Of each place the ``limit`` with the largest weights, ties by id."""

    async def terms(
        self,
        partitions: Collection[Partition],
        people: Collection[PersonId] | None = None,
        channels: Collection[ChannelId] | None = None,
    ) -> dict[ChannelId | None, list[Term]]:
        """Weights of these people, or of all: in each of the channels, or (None) the totals; unordered."""


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
        return (await self.around((), partitions, [channel_id], at, limit))[channel_id]

    async def around(
        self,
        people: Collection[PersonId],
        partitions: Collection[Partition],
        channels: Sequence[ChannelId | None],
        at: datetime,
        limit: int,
    ) -> dict[ChannelId | None, dict[PersonId, Activity]]:
        """By channel, those known by then: given, among the first anywhere, or in the channels so far.

        In three statements, whatever the channels; one more where private partitions are read. Those
        first anywhere and in the channel come first, the most active first, then the others.
        """
        here = {channel_id: _partitions_of(channel_id, partitions) for channel_id in channels}
        places = [(partition, channel_id) for channel_id, own in here.items() for partition in own]
        leaders = await self._counts.leaders([*places, *_total(partitions)], limit)
        candidates = await self._candidates(partitions, leaders)
        everyone = {*people, *candidates, *(who for own in leaders.values() for who in own)}
        anywhere = summed((await self._counts.terms(partitions, everyone)).get(None, []))
        sums = await self._sums_in(places, everyone)
        busiest = heaviest({who: anywhere[who][0] for who in candidates if who in anywhere}, limit)
        worth = aged(anywhere, at)
        known, found = set(people), {}
        for channel_id, own in here.items():
            first = {*busiest, *(who for partition in own for who in leaders[partition, channel_id])}
            in_channel = sums.get(channel_id, {})
            found[channel_id] = placed(first, anywhere, in_channel, worth, at) | placed(
                known - first, anywhere, in_channel, worth, at
            )
            known |= first
        return found

    async def _candidates(
        self, partitions: Collection[Partition], leaders: Mapping[Place, Collection[PersonId]]
    ) -> set[PersonId]:
        """Among whom the first overall are, without reading the large public partition.

        Of those with no activity elsewhere, only the first there can be among the first overall.
        """
        others = [partition for partition in partitions if partition != PUBLIC]
        terms = (await self._counts.terms(others)).get(None, []) if others else []
        return {*leaders.get((PUBLIC, None), ()), *(person_id for _, person_id, *_ in terms)}

    async def _sums_in(
        self, places: Collection[Place], people: Collection[PersonId] | None
    ) -> dict[ChannelId | None, Sums]:
        if not places:
            return {}
        partitions = {partition for partition, _ in places}
        channels = {channel_id for _, channel_id in places if channel_id is not None}
        terms = await self._counts.terms(partitions, people, channels)
        return {channel_id: summed(own) for channel_id, own in terms.items()}

    async def of_channel(self, channel_id: ChannelId, at: datetime) -> dict[PersonId, Activity]:
        """Of everyone in that channel; ``here`` alone is filled."""
        places = [(partition, channel_id) for partition in _partitions_of(channel_id)]
        sums = (await self._sums_in(places, None)).get(channel_id, {})
        return placed(sums, {}, sums, {}, at)


def _total(partitions: Collection[Partition]) -> list[Place]:
    return [(PUBLIC, None)] if PUBLIC in partitions else []


def _partitions_of(
    channel_id: ChannelId | None, within: Collection[Partition] | None = None
) -> list[Partition]:
    """Where counts of the channel can be, ordered: with the public ones, or in a partition of its own."""
    possible = [] if channel_id is None else sorted((PUBLIC, Partition(channel_id)))
    return [partition for partition in possible if within is None or partition in within]
