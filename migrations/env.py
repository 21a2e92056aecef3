"""Runs the revisions: on the connection it is given, or on a URL (attributes, or ``-x url=…``)."""

import asyncio
from typing import TYPE_CHECKING, cast

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.storage.every_table import metadata

if TYPE_CHECKING:
    from sqlalchemy import URL

ONE_AT_A_TIME = 5_306_640_212_113
"""Key of the lock on PostgreSQL under which one process migrates while others wait."""


def run() -> None:
    """With a connection given we are inside somebody's event loop; else we start one."""
    connection = cast("Connection | None", context.config.attributes.get("connection"))
    if connection is not None:
        migrate(connection)
    else:
        asyncio.run(_connect_and_migrate())


async def _connect_and_migrate() -> None:
    engine = create_async_engine(_url(), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)


def _url() -> "str | URL":
    url = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    if not url:
        raise SystemExit("which database? -x url=sqlite+aiosqlite:///path, or postgresql+psycopg://…")
    return cast("str | URL", url)


def migrate(connection: Connection) -> None:
    """All revisions in one transaction: done, or not begun."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # Rewriting a table drops the old one, and with foreign keys on that would take away what
        # refers to it. They cannot be switched inside a transaction, which the driver would not
        # begin for DDL.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=is_sqlite, transactional_ddl=True
    )
    context.run_migrations()
    if is_sqlite:
        _check_foreign_keys(connection)
    connection.commit()


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"the migration would leave rows of {broken[0]} that refer to nothing")


run()
