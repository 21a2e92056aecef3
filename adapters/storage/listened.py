"""The channels that the bot is in, as rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from adapters.storage.listened_tables import listened
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.listened import Listened
from expertise.types import ChannelId, WorkspaceId


class SqlListenedStore:
    """Implements ``bot.listened.ListenedStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._all = select(listened).where(listened.c.workspace_id == workspace_id)

    async def all(self) -> list[Listened]:
        """By channel."""
        rows = await self._session.rows(self._all.order_by(listened.c.channel_id))
        return [_listened_of(row) for row in rows]

    async def of(self, channel_id: ChannelId) -> Listened | None:
        """None where the bot never was."""
        rows = await self._session.rows(self._all.where(listened.c.channel_id == channel_id))
        return _listened_of(rows[0]) if rows else None

    async def save(self, channels: Sequence[Listened]) -> None:
        """Insert or replace."""
        await self._session.upsert(listened, [self._row(each) for each in channels])

    def _row(self, each: Listened) -> dict[str, Any]:
        return {
            "workspace_id": self._workspace_id,
            "channel_id": each.channel_id,
            "is_in": each.is_in,
            "reached": each.reached,
            "is_read": each.is_read,
            "pages": each.pages,
            "messages": each.messages,
            "heard_us": to_us(each.heard_at),
        }


def _listened_of(row: Row[*tuple[Any, ...]]) -> Listened:
    return Listened(
        channel_id=row.channel_id,
        is_in=row.is_in,
        reached=row.reached,
        is_read=row.is_read,
        pages=row.pages,
        messages=row.messages,
        heard_at=from_us(row.heard_us),
    )
