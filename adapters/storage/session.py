"""One transaction on one connection, as the stores see it: statements in, rows out, our errors."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, Row, Table, func, insert, literal, select
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ValuesBase

from adapters.storage.engine import LOCK_SECONDS
from adapters.storage.errors import translated
from adapters.storage.prepared import Prepared
from adapters.storage.turns import Turns

MOST_VALUES = 5_000
"""Values in one IN list: both engines take at least 32,766 parameters a statement."""

MANY = 100
"""Rows from which it pays to go past SQLAlchemy's processing of each."""

RowValues = Mapping[str, Any]
T = TypeVar("T")


class Session:
    """A connection in a transaction. Reads are free; the first write makes it the only writer.

    ``scope`` names what has one writer at a time on PostgreSQL: a workspace. SQLite has one per file.
    """

    def __init__(self, connection: AsyncConnection, scope: str, turns: Turns | None = None) -> None:
        """``turns`` are those of all sessions on the same file in this process, for SQLite."""
        self._connection = connection
        self._scope = scope
        self._turns = turns or Turns()
        self._is_writer = False

    @property
    def is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    async def hold(self, seconds: float | None = None, *, in_a_hurry: bool = False) -> None:
        """Be the only writer from here to the end, so that what is read next stays true.

        One writer per workspace also makes the index log's order the order of commits: a follower
        never passes a line that appears later. Raises ``LockedError`` after so many seconds,
        ``LOCK_SECONDS`` unless given. In a hurry it goes before others of this process, on SQLite.
        """
        if self._is_writer:
            return
        if self.is_sqlite:
            await self._hold_file(seconds, in_a_hurry=in_a_hurry)
        else:
            with translated():
                await self._connection.execute(_writer_lock(self._scope, seconds or LOCK_SECONDS))
        self._is_writer = True

    async def _hold_file(self, seconds: float | None, *, in_a_hurry: bool) -> None:
        await self._turns.take(LOCK_SECONDS if seconds is None else seconds, in_a_hurry=in_a_hurry)
        try:
            with translated():
                if seconds is None:
                    await self._connection.exec_driver_sql("BEGIN IMMEDIATE")
                else:
                    await self._begin_within(seconds)
        except BaseException:
            self._turns.give()
            raise

    async def _begin_within(self, seconds: float) -> None:
        """The limit is the connection's, and others will use it."""
        await self._connection.exec_driver_sql(_sqlite_patience(seconds))
        try:
            await self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            await self._connection.exec_driver_sql(_sqlite_patience(LOCK_SECONDS))

    async def rows(self, statement: Executable) -> Sequence[Row[*tuple[Any, ...]]]:
        """All rows of a reading statement."""
        with translated():
            return (await self._connection.execute(statement)).all()

    async def values(self, statement: Executable) -> Sequence[Any]:
        """The first column of every row."""
        with translated():
            return (await self._connection.scalars(statement)).all()

    async def value(self, statement: Executable) -> Any:  # noqa: ANN401 - a column's type is not known here
        """The first column of the first row, or None."""
        with translated():
            return await self._connection.scalar(statement)

    async def read(self, prepared: Prepared, **values: Any) -> Sequence[Sequence[Any]]:  # noqa: ANN401 - a column's
        """All rows of a statement that many questions need, as the driver gives them.

        SQLite's takes it in one step of its thread, which SQLAlchemy would go to four times.
        """
        with translated():
            if not self.is_sqlite:
                return (await self._connection.execute(prepared.for_postgres, values)).all()
            driver: Any = (await self._connection.get_raw_connection()).driver_connection
            rows: Sequence[Sequence[Any]] = await driver.execute_fetchall(*prepared.filled(values))
            return rows

    def one_of(self, column: ColumnElement[Any], values: Sequence[str | int]) -> ColumnElement[bool]:
        """That a column holds one of many values. SQLite reads them from one parameter, which is quicker."""
        if not self.is_sqlite:
            return column.in_(values)
        each = func.json_each(json.dumps(values)).table_valued("value")
        return column.in_(select(each.c.value))

    async def change(self, statement: Executable) -> None:
        """Execute an update or delete, or one upsert."""
        await self.hold()
        with translated():
            await self._connection.execute(statement)

    async def change_at_once(
        self, statement: Executable, rows: Sequence[RowValues] | None = None, *, in_a_hurry: bool = False
    ) -> Sequence[Any]:
        """Execute a writing statement that returns rows; the first column of each.

        On PostgreSQL it waits for nobody but who writes the same rows: for tables that nothing follows
        in the order of commits.
        """
        if self.is_sqlite:
            await self.hold(in_a_hurry=in_a_hurry)
        with translated():
            return (await self._connection.execute(statement, rows)).scalars().all()

    def insert_if_new(self, table: Table) -> SqliteInsert | PostgresInsert:
        """A statement that inserts rows, and leaves out those whose key is there."""
        statement = sqlite_insert(table) if self.is_sqlite else postgres_insert(table)
        return statement.on_conflict_do_nothing()

    async def insert(self, table: Table, rows: Sequence[RowValues]) -> None:
        """Insert rows of the same columns, in order."""
        if rows:
            await self._write(insert(table), rows)

    async def upsert(self, table: Table, rows: Sequence[RowValues]) -> None:
        """Insert, or update those whose primary key is there; the last of several with one key wins."""
        if rows:
            keys = [column.name for column in table.primary_key]
            last = {tuple(row[key] for key in keys): row for row in rows}
            await self._write(self._upsert(table, keys, rows[0]), list(last.values()))

    async def _write(self, statement: ValuesBase, rows: Sequence[RowValues]) -> None:
        """Many rows go to the driver as they are, their statement compiled once: no type needs processing."""
        await self.hold()
        with translated():
            if len(rows) < MANY:
                await self._connection.execute(statement, rows)
                return
            compiled = statement.compile(dialect=self._connection.dialect, column_keys=list(rows[0]))
            names = compiled.positiontup  # None where the driver takes names
            parameters: Any = rows if names is None else list(map(itemgetter(*names), rows))
            await self._connection.exec_driver_sql(str(compiled), parameters)

    def _upsert(self, table: Table, keys: list[str], row: RowValues) -> ValuesBase:
        statement = sqlite_insert(table) if self.is_sqlite else postgres_insert(table)
        changes = {name: statement.excluded[name] for name in row if name not in keys}
        if not changes:
            return statement.on_conflict_do_nothing(index_elements=keys)
        return statement.on_conflict_do_update(index_elements=keys, set_=changes)

    async def commit(self) -> None:
        """Make it last; the session may go on, as a reader again."""
        with translated():
            await self._connection.commit()
        self._end_turn()

    async def close(self) -> None:
        """Take back what is not committed."""
        try:
            with translated():
                await self._connection.close()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._is_writer and self.is_sqlite:
            self._turns.give()
        self._is_writer = False


def in_batches(values: Collection[T]) -> Iterator[list[T]]:
    """Cut a collection so that each part fits an IN list."""
    everything = list(values)
    for start in range(0, len(everything), MOST_VALUES):
        yield everything[start : start + MOST_VALUES]


def _sqlite_patience(seconds: float) -> str:
    return f"PRAGMA busy_timeout = {round(seconds * 1_000)}"


def _writer_lock(scope: str, seconds: float) -> Executable:
    """The time limit is set in the same round trip, and holds for this transaction alone."""
    limit = func.set_config("lock_timeout", f"{round(seconds * 1_000)}ms", literal(value=True))
    return select(limit, func.pg_advisory_xact_lock(func.hashtextextended(scope, 0)))
