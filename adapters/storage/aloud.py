"""What people say aloud of what they learned, as rows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Row, delete, select

from adapters.storage.aloud_tables import aloud
from adapters.storage.keys import is_key
from adapters.storage.session import Session, in_batches
from adapters.storage.times import from_us, to_us
from bot.aloud import Aloud, AloudId
from expertise.types import ChannelId, MessageTs, PersonId, WorkspaceId


class SqlAloudStore:
    """Implements ``bot.aloud.AloudStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def put(self, one: Aloud) -> None:
        """Insert, or replace by id."""
        row = {
            "workspace_id": self._workspace_id,
            "id": one.id,
            "person_id": one.person_id,
            "text": one.text,
            "at_us": to_us(one.at),
            "channel_id": one.channel_id,
            "ts": one.ts,
        }
        await self._session.upsert(aloud, [row])

    async def get(self, aloud_id: AloudId) -> Aloud | None:
        """None: there is none of that id."""
        return next(iter(await self._where(aloud.c.id == aloud_id)), None) if is_key(aloud_id) else None

    async def of(self, person_id: PersonId) -> list[Aloud]:
        """Theirs, drafts too; the earliest first."""
        return await self._where(aloud.c.person_id == person_id)

    async def at(self, channel_id: ChannelId, messages: Collection[MessageTs]) -> dict[MessageTs, Aloud]:
        """Those that these messages say."""
        found: dict[MessageTs, Aloud] = {}
        for batch in in_batches(messages):
            these = await self._where(aloud.c.channel_id == channel_id, aloud.c.ts.in_(batch))
            found |= {each.ts: each for each in these if each.ts is not None}
        return found

    async def since(self, at: datetime) -> list[Aloud]:
        """Those that were said from then on, the earliest first."""
        return await self._where(aloud.c.at_us >= to_us(at), aloud.c.ts.is_not(None))

    async def forget(self, ids: Collection[AloudId]) -> None:
        """Nothing happens where they are not there."""
        for batch in in_batches(ids):
            await self._session.change(self._delete(aloud.c.id.in_(batch)))

    async def forget_before(self, at: datetime, *, drafts_alone: bool = False) -> None:
        """What is older than that; drafts are what nobody chose a channel for."""
        old = self._delete(aloud.c.at_us < to_us(at))
        await self._session.change(old.where(aloud.c.channel_id.is_(None)) if drafts_alone else old)

    def _delete(self, *these: ColumnElement[bool]) -> Delete:
        return delete(aloud).where(aloud.c.workspace_id == self._workspace_id, *these)

    async def _where(self, *these: ColumnElement[bool]) -> list[Aloud]:
        """In order; ordered here, for SQLite would rather go through all of them by time."""
        own = select(aloud).where(aloud.c.workspace_id == self._workspace_id, *these)
        found = map(_aloud, await self._session.rows(own))
        return sorted(found, key=lambda one: (one.at, one.id))


def _aloud(row: Row[*tuple[Any, ...]]) -> Aloud:
    return Aloud(
        id=AloudId(row.id),
        person_id=PersonId(row.person_id),
        text=row.text,
        at=from_us(row.at_us),
        channel_id=ChannelId(row.channel_id) if row.channel_id else None,
        ts=MessageTs(row.ts) if row.ts else None,
    )
