"""Messages of one workspace, as rows: writing. Reading is ``transcript.py``."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, select, update

from adapters.storage.session import Session, in_batches
from adapters.storage.tables import channels, messages
from adapters.storage.times import from_us, to_us
from bot.types import MessageKey
from expertise.types import ChannelId, Message, MessageKind, MessageTs, WorkspaceId

_CONTENT = ("author_id", "posted_us", "thread_ts", "text", "kind", "edited_us")
COLUMNS = tuple(messages.c[name] for name in ("channel_id", "ts", *_CONTENT))


class SqlMessageStore:
    """Implements ``bot.ports.MessageStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add(self, channel_id: ChannelId, messages_: Sequence[Message]) -> int:
        """Insert those that are new, update those whose content differs; how many of both."""
        await self._session.hold()
        rows = [row_of(self._workspace_id, message) for message in messages_]
        known = await self._known(channel_id, [message.ts for message in messages_])
        new = [row for row in rows if row["ts"] not in known]
        changed = [row for row in rows if row["ts"] in known and known[row["ts"]] != _content_of(row)]
        await self._session.insert(messages, new)
        await self._session.upsert(messages, changed)
        return len(new) + len(changed)

    async def _known(self, channel_id: ChannelId, ts: Sequence[MessageTs]) -> dict[str, tuple[Any, ...]]:
        """Content by ts of those that are there; one glance where the channel is empty."""
        if not await self._session.value(select(exists().where(*self._in(channel_id)))):
            return {}
        columns = select(messages.c.ts, *(messages.c[name] for name in _CONTENT)).where(*self._in(channel_id))
        known = {}
        for batch in in_batches(ts):
            for row in await self._session.rows(columns.where(messages.c.ts.in_(batch))):
                known[row.ts] = tuple(row[1:])
        return known

    async def remove(self, key: MessageKey) -> None:
        """Forget a message; nothing happens where there is none."""
        channel_id, ts = key
        await self._session.change(delete(messages).where(*self._in(channel_id), messages.c.ts == ts))

    async def stale_channels(self) -> list[ChannelId]:
        """By id."""
        stale = select(channels.c.id).where(
            channels.c.workspace_id == self._workspace_id, channels.c.is_stale.is_(True)
        )
        return list(await self._session.values(stale.order_by(channels.c.id)))

    async def set_stale(self, channel_id: ChannelId, *, is_stale: bool) -> None:
        """Say whether the channel's passages lag behind its messages."""
        channel = update(channels).where(
            channels.c.workspace_id == self._workspace_id, channels.c.id == channel_id
        )
        await self._session.change(channel.values(is_stale=is_stale))

    def _in(self, channel_id: ChannelId) -> tuple[ColumnElement[bool], ...]:
        return messages.c.workspace_id == self._workspace_id, messages.c.channel_id == channel_id


def row_of(workspace_id: WorkspaceId, message: Message) -> dict[str, Any]:
    """A message as a row."""
    return {
        "workspace_id": workspace_id,
        "channel_id": message.channel_id,
        "ts": message.ts,
        "author_id": message.author_id,
        "posted_us": to_us(message.at),
        "thread_ts": message.thread_ts,
        "text": message.text,
        "kind": message.kind.value,
        "edited_us": to_us(message.edited_at),
    }


def message_of(row: Row[*tuple[Any, ...]]) -> Message:
    """A row of ``COLUMNS`` as a message; unpacked at once, for imports and cutting read millions."""
    channel_id, ts, author_id, posted_us, thread_ts, text, kind, edited_us = row
    return Message(
        channel_id=channel_id,
        ts=ts,
        at=from_us(posted_us),
        author_id=author_id,
        text=text,
        thread_ts=thread_ts,
        kind=MessageKind(kind),
        edited_at=from_us(edited_us),
    )


def _content_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _CONTENT)
