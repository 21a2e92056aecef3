"""What can go wrong with the database, in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Error as SqliteError

from psycopg import Error as PostgresError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import TryAgainError


class StorageError(Exception):
    """Root of the storage adapter's errors, and what it raises where no other fits."""


class ReadOnlyError(StorageError):
    """The database may be read, not written."""


class DiskFullError(StorageError, TryAgainError):
    """There is no room for more rows."""


class LockedError(StorageError, TryAgainError):
    """Somebody else has been writing for too long, or two writers wait for each other: try again."""


class UnreachableError(StorageError, TryAgainError):
    """The file cannot be opened, or the server does not answer."""


class ConflictError(StorageError):
    """A row names one that is not there, or takes a key that is another's."""


class OutdatedSchemaError(StorageError):
    """The database stands at an older revision than this program, or at none."""

    def __init__(self, found: str | None, wanted: str) -> None:
        super().__init__(f"schema is at {found or 'no revision'}, this program needs {wanted}")
        self.found = found
        self.wanted = wanted


class NewerSchemaError(StorageError):
    """The database was migrated by a later program than this."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"schema is at {found}, which this program does not know; it needs {wanted}")
        self.found = found
        self.wanted = wanted


@contextmanager
def translated() -> Iterator[None]:
    """Raise our errors in place of SQLAlchemy's and the drivers'."""
    try:
        yield
    except PoolTimeoutError as error:
        raise LockedError("no connection came free") from error
    except (SQLAlchemyError, SqliteError, PostgresError, OSError) as error:
        raise _meaning(error)(_gist(error)) from error


def _gist(error: Exception) -> str:
    """The driver's own line: never SQLAlchemy's, which quotes parameters, that is, message text."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, PostgresError):  # its detail quotes values too
        return cause.diag.message_primary or type(cause).__name__
    return str(cause).partition("\n")[0] if isinstance(cause, SqliteError | OSError) else type(cause).__name__


def _meaning(error: Exception) -> type[StorageError]:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, SqliteError):
        return _meaning_of_sqlite(getattr(cause, "sqlite_errorname", None) or "")
    if isinstance(cause, PostgresError):
        return _meaning_of_postgres(cause.sqlstate)
    return UnreachableError if isinstance(cause, OSError) else StorageError


def _meaning_of_sqlite(name: str) -> type[StorageError]:
    """By the names in https://sqlite.org/rescode.html; extended ones begin with the plain one."""
    return next((meaning for start, meaning in _SQLITE if name.startswith(start)), StorageError)


def _meaning_of_postgres(state: str | None) -> type[StorageError]:
    """By SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html; None: no server."""
    if state is None:
        return UnreachableError
    return next((meaning for start, meaning in _POSTGRES if state.startswith(start)), StorageError)


_SQLITE: tuple[tuple[str, type[StorageError]], ...] = (
    ("SQLITE_READONLY", ReadOnlyError),
    ("SQLITE_FULL", DiskFullError),
    ("SQLITE_BUSY", LockedError),
    ("SQLITE_LOCKED", LockedError),
    ("SQLITE_CANTOPEN", UnreachableError),
    ("SQLITE_NOTADB", UnreachableError),
    ("SQLITE_IOERR", UnreachableError),
    ("SQLITE_PERM", UnreachableError),
    ("SQLITE_CONSTRAINT", ConflictError),
)

_POSTGRES: tuple[tuple[str, type[StorageError]], ...] = (
    ("25006", ReadOnlyError),
    ("53100", DiskFullError),
    ("55P03", LockedError),
    ("40001", LockedError),
    ("40P01", LockedError),
    ("08", UnreachableError),
    ("28", UnreachableError),
    ("3D", UnreachableError),
    ("57P", UnreachableError),
    ("53300", UnreachableError),
    ("23", ConflictError),
)
