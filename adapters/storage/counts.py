"""Tallies of activity, as rows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, literal, null, select, union_all

from adapters.storage.session import Session, in_batches
from adapters.storage.tables import activity, activity_total
from adapters.storage.tally import Place, Tally, Term
from expertise.types import ChannelId, PersonId, WorkspaceId
from index.types import Partition

Keys = Mapping[str, Any]


class SqlCounts:
    """Implements ``adapters.storage.activity.Counts``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def hold(self) -> None:
        """Let nobody else write what is read from here on."""
        await self._session.hold()

    async def load(
        self, partition: Partition, channel_id: ChannelId | None, people: Collection[PersonId] | None = None
    ) -> dict[PersonId, Tally]:
        """Of these people, or of all."""
        table, keys = self._place(partition, channel_id)
        columns = select(table.c.person_id, table.c.count, table.c.weight, table.c.recent).where(
            *_match(table, keys)
        )
        found: dict[PersonId, Tally] = {}
        for those in self._batches(table, people):
            for row in await self._session.rows(columns.where(*those)):
                found[row[0]] = Tally(*row[1:])
        return found

    async def keep(
        self, partition: Partition, channel_id: ChannelId | None, tallies: Mapping[PersonId, Tally]
    ) -> None:
        """Replace these people's; an empty tally is removed."""
        table, keys = self._place(partition, channel_id)
        full = [
            {**keys, "person_id": who, "count": tally.events, "weight": tally.weight, "recent": tally.recent}
            for who, tally in tallies.items()
            if tally.events
        ]
        await self._session.upsert(table, full)
        for batch in in_batches([who for who, tally in tallies.items() if not tally.events]):
            empty = delete(table).where(*_match(table, keys), table.c.person_id.in_(batch))
            await self._session.change(empty)

    async def leaders(self, places: Collection[Place], limit: int) -> dict[Place, set[PersonId]]:
        """Of each place the ``limit`` with the largest weights, ties by id."""
        found: dict[Place, set[PersonId]] = {place: set() for place in places}
        if found:
            numbered = list(found)
            heaviest = [self._leaders(number, place, limit) for number, place in enumerate(numbered)]
            for number, person_id in await self._session.rows(union_all(*heaviest)):
                found[numbered[number]].add(person_id)
        return found

    def _leaders(self, number: int, place: Place, limit: int) -> Select[Any]:
        table, keys = self._place(*place)
        of_place = select(table.c.person_id).where(*_match(table, keys))
        heaviest = of_place.order_by(table.c.weight.desc(), table.c.person_id).limit(limit).subquery()
        return select(literal(number), heaviest.c.person_id)

    async def terms(
        self,
        partitions: Collection[Partition],
        people: Collection[PersonId] | None = None,
        channels: Collection[ChannelId] | None = None,
    ) -> dict[ChannelId | None, list[Term]]:
        """Weights of these people, or of all: in each of the channels, or (None) the totals; unordered."""
        table = activity_total if channels is None else activity
        channel = null() if channels is None else activity.c.channel_id
        columns = select(channel, table.c.partition, table.c.person_id, table.c.weight, table.c.recent)
        found: dict[ChannelId | None, list[Term]] = {}
        for within in in_batches(partitions):
            for those in self._batches(table, people):
                where = [table.c.workspace_id == self._workspace_id, table.c.partition.in_(within), *those]
                if channels is not None:
                    where.append(activity.c.channel_id.in_(list(channels)))
                for row in await self._session.rows(columns.where(*where)):
                    found.setdefault(row[0], []).append((row[1], row[2], row[3], row[4]))
        return found

    def _place(self, partition: Partition, channel_id: ChannelId | None) -> tuple[Table, Keys]:
        keys = {"workspace_id": self._workspace_id, "partition": partition}
        if channel_id is None:
            return activity_total, keys
        return activity, {**keys, "channel_id": channel_id}

    def _batches(
        self, table: Table, people: Collection[PersonId] | None
    ) -> Iterable[list[ColumnElement[bool]]]:
        """Conditions that together meet these people, or everyone."""
        if people is None:
            return [[]]
        return ([self._session.one_of(table.c.person_id, batch)] for batch in in_batches(people))


def _match(table: Table, keys: Keys) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in keys.items()]
