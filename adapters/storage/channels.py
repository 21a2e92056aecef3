"""Channels of one workspace, and who is in them, as rows."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from adapters.storage.session import Session, in_batches
from adapters.storage.tables import channels, members
from expertise.types import Channel, ChannelId, ChannelKind, PersonId, WorkspaceId


class SqlChannelStore:
    """Implements ``bot.ports.ChannelStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def save(self, channels_: Sequence[Channel]) -> None:
        """Insert or update by id; whether passages are stale stays as it was."""
        await self._session.upsert(channels, [_row_of(self._workspace_id, channel) for channel in channels_])

    async def all(self) -> list[Channel]:
        """Ordered by id."""
        statement = select(channels).where(channels.c.workspace_id == self._workspace_id)
        return [_channel_of(row) for row in await self._session.rows(statement.order_by(channels.c.id))]

    async def by_ids(self, ids: Collection[ChannelId]) -> dict[ChannelId, Channel]:
        """Unknown ones are left out."""
        of_workspace = select(channels).where(channels.c.workspace_id == self._workspace_id)
        return {
            row.id: _channel_of(row)
            for batch in in_batches(ids)
            for row in await self._session.rows(of_workspace.where(channels.c.id.in_(batch)))
        }

    async def set_members(self, channel_id: ChannelId, people: Collection[PersonId]) -> None:
        """Replace the members, by touching only those who come or go."""
        await self._session.hold()
        before, after = await self.members(channel_id), frozenset(people)
        for batch in in_batches(sorted(before - after)):
            gone = delete(members).where(*self._in(channel_id), members.c.person_id.in_(batch))
            await self._session.change(gone)
        keys = {"workspace_id": self._workspace_id, "channel_id": channel_id}
        await self._session.insert(members, [{**keys, "person_id": who} for who in sorted(after - before)])

    async def channels_of(self, person_id: PersonId) -> frozenset[ChannelId]:
        """Channels that the person is known to be a member of."""
        statement = select(members.c.channel_id).where(
            members.c.workspace_id == self._workspace_id, members.c.person_id == person_id
        )
        return frozenset(await self._session.values(statement))

    async def members(self, channel_id: ChannelId) -> frozenset[PersonId]:
        """Empty where none are known."""
        return frozenset(await self._session.values(select(members.c.person_id).where(*self._in(channel_id))))

    def _in(self, channel_id: ChannelId) -> tuple[ColumnElement[bool], ...]:
        return members.c.workspace_id == self._workspace_id, members.c.channel_id == channel_id


def _row_of(workspace_id: WorkspaceId, channel: Channel) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "id": channel.id,
        "platform_id": channel.platform_id,
        "name": channel.name,
        "kind": channel.kind.value,
        "purpose": channel.purpose,
        "is_archived": channel.is_archived,
    }


def _channel_of(row: Row[*tuple[Any, ...]]) -> Channel:
    return Channel(
        id=row.id,
        platform_id=row.platform_id,
        name=row.name,
        kind=ChannelKind(row.kind),
        purpose=row.purpose,
        is_archived=row.is_archived,
    )
