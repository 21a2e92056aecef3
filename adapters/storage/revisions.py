"""The schema's revisions, and a quick look at which one a database file stands at.

Nothing heavy is imported here, so that ``kenner migrate`` of a database that needs nothing is quick.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

REVISIONS = tuple(f"{number:04}" for number in range(1, 21))
"""Every revision in order, so that a check need not load Alembic; a test holds it against Alembic's."""

HEAD = REVISIONS[-1]

_SQLITE = "sqlite+aiosqlite:///"


def is_surely_current(url: str) -> bool:
    """Whether this is a SQLite file at ``HEAD``. False also where a quick look cannot tell."""
    path = Path(url.removeprefix(_SQLITE))
    if not url.startswith(_SQLITE) or "?" in url or not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return found == [(HEAD,)]
