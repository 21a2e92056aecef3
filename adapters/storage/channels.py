"""Channels of one workspace, and who is in them, as rows."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, select

from adapters.storage.prepared import Prepared
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import channels, members
from expertise.types import Channel, ChannelId, ChannelKind, PersonId, WorkspaceId

_COLUMNS = (
    channels.c.id,
    channels.c.platform_id,
    channels.c.name,
    channels.c.kind,
    channels.c.purpose,
    channels.c.is_archived,
)


def _of_workspace(*conditions: ColumnElement[bool]) -> Select[Any]:
    own = channels.c.workspace_id == bindparam("workspace_id")
    return select(*_COLUMNS).where(own, *conditions)


_ALL = Prepared(lambda _: _of_workspace().order_by(channels.c.id))
_SHARED = Prepared(
    lambda _: _of_workspace(channels.c.kind == ChannelKind.SHARED.value).order_by(channels.c.id)
)
_BY_IDS = Prepared(lambda lists: _of_workspace(lists.one_of(channels.c.id, "ids")))


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
        return await self._read(_ALL)

    async def shared(self) -> list[Channel]:
        """Those that outsiders are in too, ordered by id."""
        return await self._read(_SHARED)

    async def by_ids(self, ids: Collection[ChannelId]) -> dict[ChannelId, Channel]:
        """Unknown ones are left out."""
        found = [each for batch in in_batches(ids) for each in await self._read(_BY_IDS, ids=batch)]
        return {channel.id: channel for channel in found}

    async def _read(self, prepared: Prepared, **values: Any) -> list[Channel]:  # noqa: ANN401 - a column's
        rows = await self._session.read(prepared, workspace_id=self._workspace_id, **values)
        return [_channel_of(*row) for row in rows]

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


@lru_cache(maxsize=50_000)
def _channel_of(
    own_id: str, platform_id: str, name: str, kind: str, purpose: str, is_archived: object
) -> Channel:
    """Kept, for every question reads all of them, and they seldom change."""
    return Channel(
        id=ChannelId(own_id),
        platform_id=platform_id,
        name=name,
        kind=ChannelKind(kind),
        purpose=purpose,
        is_archived=bool(is_archived),
    )
