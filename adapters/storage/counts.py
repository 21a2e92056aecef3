"""Tallies of activity, as rows."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select

from adapters.storage.session import Session, in_batches
from adapters.storage.tables import activity, activity_total
from adapters.storage.tally import Tally, Term
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
        for those in _batches(table, people):
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

    async def leaders(self, partition: Partition, channel_id: ChannelId | None, limit: int) -> list[PersonId]:
        """By weight, the largest first, ties by id."""
        table, keys = self._place(partition, channel_id)
        heaviest = select(table.c.person_id).where(*_match(table, keys))
        ordered = heaviest.order_by(table.c.weight.desc(), table.c.person_id).limit(limit)
        return list(await self._session.values(ordered))

    async def terms(
        self, partitions: Collection[Partition], people: Collection[PersonId] | None = None
    ) -> list[Term]:
        """The totals' weights of these people, or of all, in no particular order."""
        total = activity_total.c
        columns = select(total.partition, total.person_id, total.weight, total.recent)
        of_workspace = columns.where(total.workspace_id == self._workspace_id)
        found: list[Term] = []
        for within in in_batches(partitions):
            for those in _batches(activity_total, people):
                statement = of_workspace.where(total.partition.in_(within), *those)
                found += [(row[0], row[1], row[2], row[3]) for row in await self._session.rows(statement)]
        return found

    def _place(self, partition: Partition, channel_id: ChannelId | None) -> tuple[Table, Keys]:
        keys = {"workspace_id": self._workspace_id, "partition": partition}
        if channel_id is None:
            return activity_total, keys
        return activity, {**keys, "channel_id": channel_id}


def _match(table: Table, keys: Keys) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in keys.items()]


def _batches(table: Table, people: Collection[PersonId] | None) -> Iterable[list[ColumnElement[bool]]]:
    """Conditions that together meet these people, or everyone."""
    if people is None:
        return [[]]
    return ([table.c.person_id.in_(batch)] for batch in in_batches(people))
