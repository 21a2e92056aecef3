"""Passages of one workspace, as rows. Every change is also a line of the index log."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, column, delete, exists, func, select, table, update

from adapters.storage.activity import CountedActivity
from adapters.storage.among import among
from adapters.storage.log import SqlIndexLog
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import passages
from adapters.storage.times import from_us, to_us
from expertise.types import Channel, MessageTs, Passage, PersonId, Role, Speaker, WorkspaceId
from index.types import PassageId

_CONTENT = ("partition", "thread_ts", "ordinal", "text", "language", "started_us", "ended_us", "speakers")
_content_of = itemgetter(*_CONTENT)
_HEAD = (passages.c.id, passages.c.partition)
_ROLES = {role.value: role for role in Role}  # calling the enum costs as much as the speaker

AnyRow = Row[*tuple[Any, ...]]


class SqlPassageStore:
    """Implements ``bot.ports.PassageStore``."""

    def __init__(
        self, session: Session, workspace_id: WorkspaceId, log: SqlIndexLog, activity: CountedActivity
    ) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._of_workspace = passages.c.workspace_id == workspace_id
        self._log = log
        self._activity = activity

    async def by_ids(self, ids: Sequence[PassageId]) -> list[Passage]:
        """In the order asked for; those that are gone are left out."""
        found = {}
        for batch in in_batches(ids):
            statement = select(passages).where(*among(self._workspace_id, batch))
            for row in await self._session.rows(statement):
                found[row.id] = _passage_of(row)
        return [found[passage_id] for passage_id in dict.fromkeys(ids) if passage_id in found]

    async def replace(
        self, channel: Channel, thread_ts: Collection[MessageTs], passages_: Sequence[Passage]
    ) -> int:
        """Keep what is alike, remove the rest, insert the new in the order given; how many came or went."""
        await self._session.hold()
        rows = [self._row_of(channel, passage) for passage in passages_]
        threads = {*thread_ts, *(passage.thread_ts for passage in passages_)}
        before = await self._of_threads(channel, threads)
        after = {_content_of(row) for row in rows}
        known = {tuple(row[1:]) for row in before}
        gone = [row for row in before if tuple(row[1:]) not in after]
        new = [row for row in rows if _content_of(row) not in known]
        await self._remove(gone)
        await self._insert(new)
        return len(gone) + len(new)

    async def clear(self, channel: Channel, keep: Collection[MessageTs]) -> int:
        """Remove the channel's passages of threads other than these; how many."""
        await self._session.hold()
        kept = frozenset(keep)
        rows = await self._session.rows(select(*_HEAD, passages.c.thread_ts).where(*self._in(channel)))
        return await self._remove([row for row in rows if row.thread_ts not in kept])

    async def move(self, channel: Channel) -> None:
        """Bring all passages and activity of the channel into ``channel.partition``."""
        await self._session.hold()
        elsewhere = passages.c.partition != channel.partition
        heads = select(*_HEAD).where(*self._in(channel), elsewhere).order_by(passages.c.id)
        rows = await self._session.rows(heads)
        for batch in in_batches([row.id for row in rows]):
            moved = update(passages).where(*among(self._workspace_id, batch))
            await self._session.change(moved.values(partition=channel.partition))
        await self._log.append([(row.partition, row.id, False) for row in rows])
        await self._log.append([(channel.partition, row.id, True) for row in rows])
        await self._activity.move(channel)

    async def count(self) -> int:
        """All passages of the workspace."""
        return int(await self._session.value(select(func.count()).where(self._of_workspace)))

    async def _of_threads(self, channel: Channel, threads: Collection[MessageTs]) -> list[AnyRow]:
        """Id and content, by id; one glance where the channel has no passages."""
        if not await self._session.value(select(exists().where(*self._in(channel)))):
            return []
        columns = select(passages.c.id, *(passages.c[name] for name in _CONTENT)).where(*self._in(channel))
        found: list[AnyRow] = []
        for batch in in_batches(threads):
            found += await self._session.rows(columns.where(passages.c.thread_ts.in_(batch)))
        return sorted(found, key=lambda row: cast("int", row.id))

    async def _remove(self, rows: Sequence[AnyRow]) -> int:
        """Their vectors go with them."""
        for batch in in_batches([row.id for row in rows]):
            await self._session.change(delete(passages).where(*among(self._workspace_id, batch)))
        await self._log.append(sorted(((row.partition, row.id, False) for row in rows), key=itemgetter(1)))
        return len(rows)

    async def _insert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        ids = await self._new_ids(len(rows))
        identified = [{"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True)]
        await self._session.insert(passages, identified)
        await self._log.append([(row["partition"], row["id"], True) for row in identified])

    async def _new_ids(self, count: int) -> Sequence[PassageId]:
        """Take ids before inserting: rows that come back from a bulk insert cost ten times as much.

        Nobody else takes them meanwhile: SQLite has one writer, PostgreSQL a sequence.
        """
        if not count:
            return []
        if self._session.is_sqlite:
            counters = table("sqlite_sequence", column("name"), column("seq"))
            last = await self._session.value(select(counters.c.seq).where(counters.c.name == "passages")) or 0
            return [PassageId(last + nth) for nth in range(1, count + 1)]
        sequence = func.pg_get_serial_sequence("passages", "id")
        each = func.generate_series(1, count).table_valued("nth")
        return sorted(await self._session.values(select(func.nextval(sequence)).select_from(each)))

    def _in(self, channel: Channel) -> tuple[ColumnElement[bool], ...]:
        return self._of_workspace, passages.c.channel_id == channel.id

    def _row_of(self, channel: Channel, passage: Passage) -> dict[str, Any]:
        return {
            "workspace_id": self._workspace_id,
            "channel_id": channel.id,
            "partition": channel.partition,
            "thread_ts": passage.thread_ts,
            "ordinal": passage.ordinal,
            "text": passage.text,
            "language": passage.language,
            "started_us": to_us(passage.started_at),
            "ended_us": to_us(passage.ended_at),
            "speakers": _written(passage.speakers),
        }


def _passage_of(row: AnyRow) -> Passage:
    return Passage(
        id=row.id,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts,
        ordinal=row.ordinal,
        text=row.text,
        language=row.language,
        started_at=from_us(row.started_us),
        ended_at=from_us(row.ended_us),
        speakers=speakers_of(row.speakers),
    )


def _written(speakers: Sequence[Speaker]) -> str:
    return json.dumps([[who.person_id, who.role.value, who.characters, who.ts] for who in speakers])


def speakers_of(written: str) -> tuple[Speaker, ...]:
    """The speakers as a row holds them."""
    return spoken(json.loads(written))


def spoken(parts: Iterable[tuple[PersonId, str, int, MessageTs]]) -> tuple[Speaker, ...]:
    """The same, where the JSON is read already."""
    return tuple([Speaker(who, _ROLES[role], characters, ts) for who, role, characters, ts in parts])
