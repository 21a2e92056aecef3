"""Messages of one workspace, as rows: reading, in pages that end where the next one begins."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, func, or_, select, tuple_

from adapters.storage.messages import COLUMNS, message_of
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import messages
from adapters.storage.times import to_us
from bot.types import MessageKey
from expertise.types import ChannelId, Message, MessageTs, WorkspaceId

FIRST_PAGE = 64
LARGEST_PAGE = 2_048
"""Pages double from one to the other: who looks a little way back reads little."""

_TIME = (messages.c.posted_us, messages.c.ts)


class SqlTranscript:
    """Implements ``bot.ports.Transcript``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._of_workspace = messages.c.workspace_id == workspace_id

    async def by_keys(self, keys: Collection[MessageKey]) -> dict[MessageKey, Message]:
        """Unknown ones are left out."""
        by_channel: dict[ChannelId, list[MessageTs]] = {}
        for channel_id, ts in keys:
            by_channel.setdefault(channel_id, []).append(ts)
        found = {}
        for channel_id, wanted in by_channel.items():
            for batch in in_batches(wanted):
                statement = select(*COLUMNS).where(*self._in(channel_id), messages.c.ts.in_(batch))
                for message in map(message_of, await self._session.rows(statement)):
                    found[message.key] = message
        return {key: found[key] for key in keys if key in found}

    async def thread(self, channel_id: ChannelId, ts: MessageTs) -> list[Message]:
        """The message ``ts``, if it is there, and every reply to it."""
        here = select(*COLUMNS).where(*self._in(channel_id))
        parent = here.where(messages.c.ts == ts)
        replies = here.where(messages.c.thread_ts == ts, messages.c.ts != ts)
        rows = await self._session.rows(parent.union_all(replies))  # each by its own index; OR takes neither
        return sorted(map(message_of, rows), key=lambda message: (message.at, message.ts))

    async def threads(self, channel_id: ChannelId) -> AsyncIterator[list[Message]]:
        """By thread_ts; one thread and one page are held at a time."""
        is_threaded = messages.c.thread_ts.is_not(None)
        thread: list[Message] = []
        async for row in self._paged((*self._in(channel_id), is_threaded), (messages.c.thread_ts, *_TIME)):
            if thread and thread[0].thread_ts != row.thread_ts:
                yield thread
                thread = []
            thread.append(message_of(row))
        if thread:
            yield thread

    async def top_level(
        self, channel_id: ChannelId, since: datetime | None = None, *, backwards: bool = False
    ) -> AsyncIterator[Message]:
        """Forwards from ``since`` (inclusive) or the beginning; backwards from just before ``since``."""
        wanted = [
            *self._in(channel_id),
            or_(messages.c.thread_ts.is_(None), messages.c.thread_ts == messages.c.ts),
        ]
        if since is not None:
            posted, at = messages.c.posted_us, to_us(since)
            wanted.append(posted < at if backwards else posted >= at)
        async for row in self._paged(wanted, _TIME, backwards=backwards):
            yield message_of(row)

    async def _paged(
        self,
        wanted: Collection[ColumnElement[bool]],
        order: tuple[Column[Any], ...],
        *,
        backwards: bool = False,
    ) -> AsyncIterator[Row[*tuple[Any, ...]]]:
        """Rows in order; each page begins after the last row of the one before."""
        key = tuple_(*order)
        ordered = select(*COLUMNS).where(*wanted).order_by(*(c.desc() if backwards else c for c in order))
        statement, size = ordered, FIRST_PAGE
        while True:
            rows = await self._session.rows(statement.limit(size))
            for row in rows:
                yield row
            if len(rows) < size:
                return
            last = tuple(rows[-1]._mapping[column] for column in order)  # noqa: SLF001 - public, despite its name
            statement = ordered.where(key < last if backwards else key > last)
            size = min(2 * size, LARGEST_PAGE)

    async def count(self) -> int:
        """All messages of the workspace."""
        return int(await self._session.value(select(func.count()).where(self._of_workspace)))

    def _in(self, channel_id: ChannelId) -> tuple[ColumnElement[bool], ...]:
        return self._of_workspace, messages.c.channel_id == channel_id
