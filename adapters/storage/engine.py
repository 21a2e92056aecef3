"""Opens the database: what each engine needs to be told, once per connection."""

import asyncio
import sqlite3
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.storage.one_step import OneStepConnection

LOCK_SECONDS = 30
"""How long a writer waits for another before it gives up."""

_CONNECTIONS = 32
"""To one file, each with a thread of its own; more than units of work that wait for another one inside."""


def open_engine(url: str | URL) -> AsyncEngine:
    """An engine for ``sqlite+aiosqlite:///path`` or ``postgresql+psycopg://…``; connects to nothing yet.

    On both, a statement sees what was committed before it began. Writers take turns by
    ``Session.hold``; readers wait for nobody.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address)
    return create_async_engine(address, hide_parameters=True, pool_pre_ping=True)


def _open_sqlite(address: URL) -> AsyncEngine:
    # The driver begins no transaction for reads, so a reader never holds a snapshot that a later
    # write would find too old (SQLITE_BUSY_SNAPSHOT, which no waiting mends). Session.hold begins
    # IMMEDIATE; the level here makes the driver do the same, should a write ever come without it.
    options: dict[str, Any] = {
        "isolation_level": "IMMEDIATE",
        "timeout": LOCK_SECONDS,
        "check_same_thread": False,
        "async_creator_fn": _connect,
    }
    engine = create_async_engine(
        address, hide_parameters=True, connect_args=options, pool_size=_CONNECTIONS, max_overflow=0
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


async def _connect(path: str, **options: Any) -> OneStepConnection:  # noqa: ANN401 - the driver's own
    """As SQLAlchemy connects, and after a failure wait for the thread to end.

    The driver leaves it behind; where the event loop closes first, it dies with a traceback on the screen.
    """
    connection = OneStepConnection(lambda: sqlite3.connect(path, **options))
    thread = connection._thread  # noqa: SLF001 - as SQLAlchemy does
    thread.daemon = True
    try:
        await connection
    except sqlite3.Error:
        await asyncio.to_thread(thread.join)
        raise
    return connection


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    # 16 MB of pages: with the default 2 MB a million passages' inner pages are read anew for each question.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "cache_size = -16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
