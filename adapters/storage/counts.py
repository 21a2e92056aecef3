"""Tallies of activity, as rows."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, bindparam, delete, select

from adapters.storage.prepared import Lists, Prepared
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import activity, activity_total
from adapters.storage.tally import Place, Tally, Term
from expertise.types import ChannelId, PersonId, WorkspaceId
from index.types import Partition

Keys = Mapping[str, Any]


def _leaders(table: Table, *more: ColumnElement[bool]) -> Prepared:
    own = (table.c.workspace_id == bindparam("workspace_id"), table.c.partition == bindparam("partition"))
    heaviest = select(table.c.person_id).where(*own, *more)
    ordered = heaviest.order_by(table.c.weight.desc(), table.c.person_id)
    return Prepared(lambda _: ordered.limit(bindparam("limit")))


def _terms(table: Table, *more: ColumnElement[bool], of_people: bool) -> Prepared:
    """Weights of some people, or of all."""

    def make(lists: Lists) -> Executable:
        own = [
            table.c.workspace_id == bindparam("workspace_id"),
            lists.one_of(table.c.partition, "partitions"),
        ]
        if of_people:
            own.append(lists.one_of(table.c.person_id, "people"))
        return select(table.c.partition, table.c.person_id, table.c.weight, table.c.recent).where(*own, *more)

    return Prepared(make)


_OF_CHANNEL = activity.c.channel_id == bindparam("channel_id")

_LEADERS = {False: _leaders(activity_total), True: _leaders(activity, _OF_CHANNEL)}
"""By whether it is a channel's."""

_TERMS = {
    (False, False): _terms(activity_total, of_people=False),
    (False, True): _terms(activity_total, of_people=True),
    (True, False): _terms(activity, _OF_CHANNEL, of_people=False),
    (True, True): _terms(activity, _OF_CHANNEL, of_people=True),
}
"""By whether it is a channel's, and whether it is some people's."""


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
        for those in [None] if people is None else in_batches(people):
            some = [] if those is None else [self._session.one_of(table.c.person_id, those)]
            for row in await self._session.rows(columns.where(*some)):
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
        found: dict[Place, set[PersonId]] = {}
        for place in places:
            partition, channel_id = place
            rows = await self._session.read(
                _LEADERS[channel_id is not None],
                workspace_id=self._workspace_id,
                partition=partition,
                channel_id=channel_id,
                limit=limit,
            )
            found[place] = {row[0] for row in rows}
        return found

    async def terms(
        self,
        partitions: Collection[Partition],
        people: Collection[PersonId] | None = None,
        channels: Collection[ChannelId] | None = None,
    ) -> dict[ChannelId | None, list[Term]]:
        """Weights of these people, or of all: in each of the channels, or (None) the totals; unordered."""
        found: dict[ChannelId | None, list[Term]] = {}
        for channel_id in [None] if channels is None else dict.fromkeys(channels):
            if own := await self._terms(channel_id, partitions, people):
                found[channel_id] = own
        return found

    async def _terms(
        self,
        channel_id: ChannelId | None,
        partitions: Collection[Partition],
        people: Collection[PersonId] | None,
    ) -> list[Term]:
        statement = _TERMS[channel_id is not None, people is not None]
        given = {"workspace_id": self._workspace_id, "channel_id": channel_id}
        found: list[Any] = []
        for within in in_batches(partitions):
            for those in [[]] if people is None else in_batches(people):
                found += await self._session.read(statement, **given, partitions=within, people=those)
        return found

    def _place(self, partition: Partition, channel_id: ChannelId | None) -> tuple[Table, Keys]:
        keys = {"workspace_id": self._workspace_id, "partition": partition}
        if channel_id is None:
            return activity_total, keys
        return activity, {**keys, "channel_id": channel_id}


def _match(table: Table, keys: Keys) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in keys.items()]
