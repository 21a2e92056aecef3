"""Brings a database to this program's schema, and tells quickly whether it is there."""

import asyncio
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, column, inspect, make_url, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.storage.engine import open_engine
from adapters.storage.errors import NewerSchemaError, OutdatedSchemaError, translated
from adapters.storage.revisions import HEAD, REVISIONS

if TYPE_CHECKING:
    from alembic.config import Config

_VERSION = table("alembic_version", column("version_num"))


async def migrate(url: str | URL) -> None:
    """Upgrade to ``HEAD``, in one transaction; creates the SQLite file where there is none.

    Raises ``NewerSchemaError`` where a later program was here before, ``StorageError`` else.
    """
    engine = open_engine(url)
    try:
        with translated():
            async with engine.connect() as connection:
                found = await connection.run_sync(_revision)
                _refuse_newer(found)
                await connection.rollback()
                if found != HEAD:
                    await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def check(url: str | URL) -> None:
    """Return where the database is at ``HEAD``.

    Raises ``OutdatedSchemaError``, ``NewerSchemaError``, or ``StorageError`` where it cannot be read.
    """
    found = None
    if not await asyncio.to_thread(_is_missing_file, make_url(url)):
        engine = open_engine(url)
        try:
            found = await _found(engine)
        finally:
            await engine.dispose()
    _refuse_newer(found)
    if found != HEAD:
        raise OutdatedSchemaError(found, HEAD)


async def _found(engine: AsyncEngine) -> str | None:
    with translated():
        async with engine.connect() as connection:
            return await connection.run_sync(_revision)


def _is_missing_file(url: URL) -> bool:
    """To connect would create it, empty."""
    path = url.database or ""
    return url.get_backend_name() == "sqlite" and not path.startswith("file:") and not Path(path).exists()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in REVISIONS:
        raise NewerSchemaError(found, HEAD)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow to load, and wanted only here

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def configuration() -> "Config":
    """Alembic's, for the revisions that stand in ``migrations/``."""
    from alembic.config import Config  # noqa: PLC0415 - slow to load, and wanted only here

    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
