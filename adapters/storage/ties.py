"""Who works with whom: read from the threads that both wrote in, kept nowhere else."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from adapters.storage.session import Session, in_batches
from adapters.storage.tables import messages
from adapters.storage.times import from_us
from expertise.types import ChannelId, MessageKind, MessageTs, PersonId, WorkspaceId

MOST_READ = 1_000
"""Messages of the person that are looked through for their latest threads."""


class SqlTieStore:
    """Implements ``bot.ports.TieStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def beside(
        self, person_id: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[tuple[PersonId, datetime]]:
        """The others in the person's ``limit`` latest threads in these channels, each once a thread."""
        threads = frozenset((await self._threads(person_id, channels))[:limit])
        channel_id, thread_ts = messages.c.channel_id, messages.c.thread_ts
        found: list[tuple[PersonId, datetime]] = []
        for batch in in_batches(threads):
            others = (
                select(channel_id, thread_ts, messages.c.author_id, func.max(messages.c.posted_us))
                .where(
                    self._session.one_of(channel_id, sorted({channel for channel, _ in batch})),
                    thread_ts.is_not(None),  # so that SQLite takes the index of threads
                    self._session.one_of(thread_ts, sorted({ts for _, ts in batch})),
                    messages.c.kind == MessageKind.PERSON.value,
                    messages.c.author_id.is_not(None),
                    messages.c.author_id != person_id,
                )
                .group_by(channel_id, thread_ts, messages.c.author_id)
            )
            rows = await self._session.rows(others)
            found += [(row[2], from_us(row[3])) for row in rows if (row[0], row[1]) in threads]
        return sorted(found)

    async def _threads(
        self, person_id: PersonId, channels: Collection[ChannelId]
    ) -> list[tuple[ChannelId, MessageTs]]:
        """The latest first. The workspace stands in an expression, so that the author's index is taken."""
        own = func.coalesce(messages.c.workspace_id, messages.c.workspace_id) == self._workspace_id
        written = (
            select(messages.c.channel_id, messages.c.thread_ts)
            .where(messages.c.author_id == person_id, messages.c.thread_ts.is_not(None), own)
            .order_by(messages.c.posted_us.desc(), messages.c.channel_id, messages.c.ts)
            .limit(MOST_READ)
        )
        rows = await self._session.rows(written)
        readable = frozenset(channels)
        return list(dict.fromkeys((row[0], row[1]) for row in rows if row[0] in readable))
