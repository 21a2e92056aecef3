"""Who works with whom: read from the threads that both wrote in, kept nowhere else."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Executable, bindparam, func, select

from adapters.storage.prepared import Lists, Prepared
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import messages
from adapters.storage.times import from_us
from bot.types import MessageKey
from expertise.types import ChannelId, MessageKind, MessageTs, PersonId, WorkspaceId

MOST_READ = 1_000
"""Messages of the person that are looked through for their latest threads."""

_FIRST_READ = 250
"""As many as usually hold enough of them."""


def _written(_: Lists) -> Executable:
    """The latest first. The workspace stands in an expression, so that the author's index is taken."""
    own = func.coalesce(messages.c.workspace_id, messages.c.workspace_id) == bindparam("workspace_id")
    by_person = messages.c.author_id == bindparam("person_id")
    return (
        select(messages.c.channel_id, messages.c.thread_ts)
        .where(by_person, messages.c.thread_ts.is_not(None), own)
        .order_by(messages.c.posted_us.desc(), messages.c.channel_id, messages.c.ts)
        .limit(bindparam("limit"))
    )


def _others(lists: Lists) -> Executable:
    channel_id, thread_ts, author_id = messages.c.channel_id, messages.c.thread_ts, messages.c.author_id
    return select(channel_id, thread_ts, author_id, messages.c.posted_us).where(
        lists.pair_of(channel_id, thread_ts, "threads"),
        thread_ts.is_not(None),  # so that SQLite takes the index of threads
        messages.c.kind == MessageKind.PERSON.value,
        author_id.is_not(None),
        author_id != bindparam("person_id"),
    )


_WRITTEN, _OTHERS = Prepared(_written), Prepared(_others)


class SqlTieStore:
    """Implements ``bot.ports.TieStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def beside(
        self, person_id: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[tuple[PersonId, datetime]]:
        """The others in the person's ``limit`` latest threads in these channels, each once a thread."""
        last = await self._spoke(person_id, channels, limit)
        return [(who, from_us(us)) for who, us in sorted((key[0], us) for key, us in last.items())]

    async def together(
        self, person_id: PersonId, other: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[MessageKey]:
        """Of the person's ``limit`` latest threads those that the other wrote in too, the latest first."""
        last = await self._spoke(person_id, channels, limit)
        theirs = sorted((-us, where, ts) for (who, where, ts), us in last.items() if who == other)
        return [(where, ts) for _, where, ts in theirs]

    async def _spoke(
        self, person_id: PersonId, channels: Collection[ChannelId], limit: int
    ) -> dict[tuple[PersonId, ChannelId, MessageTs], int]:
        """When each of the others last wrote in each of the person's latest threads."""
        last: dict[tuple[PersonId, ChannelId, MessageTs], int] = {}
        for batch in in_batches(await self._threads(person_id, channels, limit)):
            rows = await self._session.read(_OTHERS, threads=batch, person_id=person_id)
            for channel_id, thread_ts, author_id, posted_us in rows:
                key = (author_id, channel_id, thread_ts)
                last[key] = max(posted_us, last.get(key, posted_us))
        return last

    async def _threads(
        self, person_id: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[tuple[ChannelId, MessageTs]]:
        """The latest first, of as few messages as hold them."""
        found: dict[tuple[ChannelId, MessageTs], None] = {}
        readable = frozenset(channels)
        for most in (_FIRST_READ, MOST_READ):
            rows = await self._session.read(
                _WRITTEN, person_id=person_id, workspace_id=self._workspace_id, limit=most
            )
            found = dict.fromkeys((row[0], row[1]) for row in rows if row[0] in readable)
            if len(found) >= limit or len(rows) < most:
                break
        return list(found)[:limit]
