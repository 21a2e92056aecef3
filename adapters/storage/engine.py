"""Opens the database: what each engine needs to be told, once per connection."""

from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LOCK_SECONDS = 30
"""How long a writer waits for another before it gives up."""


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
    options: dict[str, Any] = {"isolation_level": "IMMEDIATE", "timeout": LOCK_SECONDS}
    engine = create_async_engine(address, hide_parameters=True, connect_args=options)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
