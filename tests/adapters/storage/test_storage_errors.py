"""What the drivers say, in our own words; and never what people wrote."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from psycopg import errors as postgres
from sqlalchemy.exc import DBAPIError, OperationalError

from adapters.storage.errors import (
    ConflictError,
    DiskFullError,
    LockedError,
    ReadOnlyError,
    StorageError,
    UnreachableError,
    translated,
)
from adapters.storage.unit_of_work import SqlStorage
from tests.adapters.storage.building import HERE, OPEN, PEOPLE, message, settle


def sqlite_error(name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("as the driver says")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("cause", "meaning"),
    [
        (sqlite_error("SQLITE_READONLY_DBMOVED"), ReadOnlyError),
        (sqlite_error("SQLITE_FULL"), DiskFullError),
        (sqlite_error("SQLITE_BUSY_SNAPSHOT"), LockedError),
        (sqlite_error("SQLITE_CANTOPEN"), UnreachableError),
        (sqlite_error("SQLITE_CONSTRAINT_UNIQUE"), ConflictError),
        (sqlite_error("SQLITE_SOMETHING"), StorageError),
        (postgres.ReadOnlySqlTransaction(), ReadOnlyError),
        (postgres.DiskFull(), DiskFullError),
        (postgres.LockNotAvailable(), LockedError),
        (postgres.DeadlockDetected(), LockedError),
        (postgres.AdminShutdown(), UnreachableError),
        (postgres.UniqueViolation(), ConflictError),
        (postgres.UndefinedTable(), StorageError),
        (psycopg.OperationalError("no server"), UnreachableError),
    ],
    ids=lambda value: (
        getattr(value, "sqlite_errorname", None) or getattr(value, "__name__", type(value).__name__)
    ),
)
def test_a_drivers_error_gets_our_name(cause: Exception, meaning: type[StorageError]) -> None:
    with pytest.raises(StorageError) as caught, translated():
        raise OperationalError("SELECT ?", ("secret",), cause)

    assert type(caught.value) is meaning
    assert isinstance(caught.value.__cause__, DBAPIError)


async def test_no_message_text_is_in_an_error(sqlite_url: str) -> None:
    storage = SqlStorage(sqlite_url)

    with pytest.raises(ConflictError) as caught:
        async with storage.begin(HERE) as work:
            await work.messages.add(OPEN, [message(1, text="secret words")])
    await storage.close()

    assert "secret" not in str(caught.value)
    assert "secret" not in str(caught.value.__cause__)


async def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    storage = SqlStorage(f"sqlite+aiosqlite:///{tmp_path}/none/kenner.db")

    with pytest.raises(UnreachableError):
        async with storage.begin(HERE):
            pass
    await storage.close()


async def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    storage = SqlStorage(f"postgresql+psycopg://postgres:@/postgres?host={tmp_path}")

    with pytest.raises(UnreachableError):
        async with storage.begin(HERE):
            pass
    await storage.close()


async def test_a_full_disk_is_told(sqlite_url: str) -> None:
    storage = SqlStorage(sqlite_url)
    await settle(storage, HERE)

    async with storage.begin(HERE) as work:
        await work._session._connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(DiskFullError):
            await work.messages.add(OPEN, [message(number, text="x" * 5000) for number in range(99)])
    await storage.close()


async def test_a_database_opened_for_reading_says_so(sqlite_url: str) -> None:
    storage = SqlStorage(sqlite_url)
    await settle(storage, HERE)
    await storage.close()
    path = sqlite_url.removeprefix("sqlite+aiosqlite:///")
    reader = SqlStorage(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true")

    async with reader.begin(HERE) as work:
        assert await work.people.count() == 2
        with pytest.raises(ReadOnlyError):
            await work.people.save(PEOPLE)
    await reader.close()
