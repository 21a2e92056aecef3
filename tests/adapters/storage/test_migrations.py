"""Migrations: they lead to the tables, on both engines, and the check knows where a database stands."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from adapters.storage import schema
from adapters.storage.engine import open_engine
from adapters.storage.errors import NewerSchemaError, OutdatedSchemaError, UnreachableError
from adapters.storage.every_table import metadata
from adapters.storage.revisions import HEAD, REVISIONS, is_surely_current
from adapters.storage.unit_of_work import SqlStorage
from expertise.types import Declared
from tests.adapters.storage.building import ANN, HERE, NOON


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/kenner.db"
    return str(request.getfixturevalue("empty_postgres_url"))


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": False}
    )
    return list(compare_metadata(context, metadata))


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _execute(url: str, statement: str) -> None:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def test_upgrading_an_empty_database_leads_to_the_tables(empty_url: str) -> None:
    await schema.migrate(empty_url)
    await schema.migrate(empty_url)

    await schema.check(empty_url)
    engine = open_engine(empty_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_a_database_without_tables_is_outdated(empty_url: str) -> None:
    with pytest.raises(OutdatedSchemaError, match="no revision") as caught:
        await schema.check(empty_url)

    assert (caught.value.found, caught.value.wanted) == (None, HEAD)


async def test_a_quick_look_is_sure_only_of_a_file_at_the_last_revision(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/kenner.db"
    assert not is_surely_current(url)
    assert _names_in(tmp_path) == []

    await schema.migrate(url)
    assert is_surely_current(url)
    assert not is_surely_current("postgresql+psycopg://localhost/kenner")

    await _execute(url, "UPDATE alembic_version SET version_num = '0000'")
    assert not is_surely_current(url)

    await _execute(url, "DROP TABLE alembic_version")
    assert not is_surely_current(url)


async def test_checking_does_not_create_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutdatedSchemaError):
        await schema.check(f"sqlite+aiosqlite:///{tmp_path}/none.db")

    assert _names_in(tmp_path) == []


async def test_an_earlier_revision_is_outdated(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await schema.migrate(empty_url)
    monkeypatch.setattr(schema, "REVISIONS", (*REVISIONS, "later"))
    monkeypatch.setattr(schema, "HEAD", "later")

    with pytest.raises(OutdatedSchemaError) as caught:
        await schema.check(empty_url)

    assert (caught.value.found, caught.value.wanted) == (HEAD, "later")


async def test_an_unknown_revision_is_newer_and_is_not_touched(empty_url: str) -> None:
    await schema.migrate(empty_url)
    await _execute(empty_url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerSchemaError, match="9999"):
        await schema.check(empty_url)
    with pytest.raises(NewerSchemaError, match="9999"):
        await schema.migrate(empty_url)


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kenner.db") as connection:
        connection.execute("CREATE TABLE audit (taken TEXT)")
    connection.close()

    with pytest.raises(Exception, match="audit"):
        await schema.migrate(f"sqlite+aiosqlite:///{tmp_path}/kenner.db")

    with sqlite3.connect(tmp_path / "kenner.db") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("audit",)]
    connection.close()


async def test_a_file_that_is_no_database_is_unreachable(tmp_path: Path) -> None:
    path = tmp_path / "kenner.db"
    path.write_text("not a database, though quite long enough to be taken for one " * 100)

    with pytest.raises(UnreachableError, match="not a database"):
        await schema.check(f"sqlite+aiosqlite:///{path}")


def test_the_revisions_we_name_are_alembics() -> None:
    scripts = ScriptDirectory.from_config(schema.configuration())

    revisions = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(revisions)) == REVISIONS
    assert scripts.get_current_head() == HEAD


async def test_the_first_revision_can_be_taken_back(empty_url: str) -> None:
    from alembic import command  # noqa: PLC0415

    await schema.migrate(empty_url)
    engine = open_engine(empty_url)
    async with engine.connect() as connection:
        config = schema.configuration()
        config.attributes["connection"] = connection.sync_connection
        await connection.run_sync(lambda _: command.downgrade(config, "base"))
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync))
    await engine.dispose()

    assert tables == ["alembic_version"]


async def _filled_at(revision: str, url: str) -> None:
    """A database of that revision, with a workspace."""
    from alembic import command  # noqa: PLC0415

    engine = open_engine(url)
    async with engine.connect() as connection:
        config = schema.configuration()
        config.attributes["connection"] = connection.sync_connection
        await connection.run_sync(lambda _: command.upgrade(config, revision))
    await engine.dispose()
    ours = "INSERT INTO workspaces (id, platform, platform_id, name, url) VALUES"
    await _execute(url, f"{ours} ('{HERE}', 'slack', 'T1', 'Acme', '')")


async def test_events_that_waited_before_some_were_urgent_wait_in_their_order(empty_url: str) -> None:
    await _filled_at("0007", empty_url)
    old = "INSERT INTO inbox (workspace_id, event_id, kind, lane, received_us, state, attempts) VALUES"
    await _execute(empty_url, f"{old} ('{HERE}', 'before', 'app_mention', 'C1', 0, 'new', 0)")

    await schema.migrate(empty_url)

    await _execute(empty_url, f"{old} ('{HERE}', 'after', 'message', 'C1', 0, 'new', 0)")
    storage = SqlStorage(empty_url)
    async with storage.begin(HERE) as work:
        assert [(each.event_id, each.is_urgent) for each in await work.inbox.next(9)] == [
            ("before", False),
            ("after", False),
        ]
        assert await work.inbox.urgent(9) == []
    await storage.close()


async def test_a_filled_database_of_the_release_before_takes_declared_topics(empty_url: str) -> None:
    await _filled_at("0002", empty_url)
    person = "(workspace_id, id, platform_id, name, handle, title, time_zone, is_bot, has_left)"
    await _execute(
        empty_url,
        f"INSERT INTO people {person} VALUES"  # noqa: S608 our own
        f" ('{HERE}', '{ANN}', 'U1', 'Ann', 'ann', '', '', false, false)",
    )

    await schema.migrate(empty_url)

    topic = Declared(person_id=ANN, topic="Terraform", declared_at=NOON)
    storage = SqlStorage(empty_url)
    async with storage.begin(HERE) as work:
        assert await work.declared.changed(0, "words@1") is None
        await work.declared.add([topic])
        await work.commit()
        assert await work.declared.of(ANN) == [topic]
    await storage.close()
    engine = open_engine(empty_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()
