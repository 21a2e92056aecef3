"""SQLite's asynchronous driver, with one step of its thread for each statement.

SQLAlchemy makes a cursor, executes, fetches and closes: four times it wakes the thread and waits to be woken
by it, which takes longer than most statements do, and most of all where other threads are busy. It also
takes back what never began at the end of every reading.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")
_Parameters = Sequence[Any]


class OneStepConnection(aiosqlite.Connection):
    """A connection whose cursors do everything at once."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._asked = 0  # by the event loop's thread
        self._done = 0  # by its own

    def cursor(self) -> "OneStepCursor":  # type: ignore[override]  # as SQLAlchemy uses it
        """Nothing is asked of the thread yet."""
        return OneStepCursor(self)

    async def run(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """Do that on its thread; but within a transaction here and now.

        There, everybody who writes is waiting for it to end, and each statement is short beside the two
        changes of threads.
        """
        if self._conn.in_transaction and self._done == self._asked:
            return step(self._conn)
        result: T = await self._execute(lambda: step(self._conn))
        return result

    async def rollback(self) -> None:
        """Take back what was begun. Where nothing was, and nothing is about to be, that is nothing."""
        if self._done < self._asked or self._conn.in_transaction:
            await super().rollback()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the driver's own
        """Whoever waits for it may be cancelled; the thread does it all the same."""
        self._asked += 1

        def counted() -> Any:  # noqa: ANN401 - as above
            try:
                return fn(*args, **kwargs)
            finally:
                self._done += 1

        return await super()._execute(counted)  # type: ignore[no-untyped-call]


class OneStepCursor:
    """Has its rows as soon as it has executed."""

    arraysize = 1

    def __init__(self, connection: OneStepConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, operation: str, parameters: _Parameters = ()) -> Self:
        """Execute and fetch."""
        return await self._take(lambda connection: connection.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Iterable[_Parameters]) -> Self:
        """Execute for each; there are no rows."""
        return await self._take(lambda connection: connection.executemany(operation, parameters))

    async def fetchall(self) -> list[Any]:
        """What was fetched."""
        return self._rows

    async def close(self) -> None:
        """It is closed already."""

    async def _take(self, execute: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Self:
        def step(connection: sqlite3.Connection) -> None:
            cursor = execute(connection)
            self.description, self.rowcount, self.lastrowid = (
                cursor.description,
                cursor.rowcount,
                cursor.lastrowid,
            )
            self._rows = cursor.fetchall() if cursor.description else []
            cursor.close()

        await self._connection.run(step)
        return self
