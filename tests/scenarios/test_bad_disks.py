"""Disks and databases that take nothing: one clear line, nothing by halves, and it goes on afterwards."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.scenarios.cli import ASKED, FIRST, NEW_DAY, CommandLine, a_day_more, company, refused, said, zipped
from tests.scenarios.disks import grow, read_only, small

LITTLE = 330
"""Kibibytes beside empty tables, in which the rows of a small import cannot stand; more may do one day."""


@pytest.mark.parametrize("place", ["file", "file/below"])
@pytest.mark.parametrize("command", ["import", "migrate", "demo"])
def test_a_file_where_the_data_folder_should_be(
    cli: CommandLine, tmp_path: Path, command: str, place: str
) -> None:
    (tmp_path / "file").write_text("not yours", "utf-8")
    path = zipped(tmp_path)
    cli.move(tmp_path / place)

    refused(cli(command, path) if command == "import" else cli(command), "KENNER_DATA_DIR")

    assert (tmp_path / "file").read_text("utf-8") == "not yours"


def test_a_read_only_data_folder(filled: CommandLine, tmp_path: Path) -> None:
    before = filled.rows()
    new = zipped(tmp_path, a_day_more(), "more")

    with read_only(filled.home):
        refused(filled("import", new), "read-only", "KENNER_DATA_DIR")
        refused(filled("ask", ASKED), "may be written")

    assert filled.rows() == before
    assert filled("import", new).code == 0


def test_a_database_that_cannot_be_written(filled: CommandLine, tmp_path: Path) -> None:
    before = filled.rows()
    new = zipped(tmp_path, a_day_more(), "more")

    def only_read(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(Engine, "connect", only_read)
    try:
        outcome = filled("import", new)
    finally:
        event.remove(Engine, "connect", only_read)

    refused(outcome, "cannot be written")
    assert filled.rows() == before


def test_a_file_that_is_no_database(cli: CommandLine) -> None:
    cli.database.write_bytes(b"Dear Sir or Madam" * 100)

    refused(cli("ask", ASKED), "is a database")


def test_a_full_database_takes_nothing_by_halves(cli: CommandLine, tmp_path: Path) -> None:
    many = [
        said(f"message {n} " + "of some length " * 50, f"{FIRST + 300_000 + n}.000100") for n in range(300)
    ]
    path = zipped(tmp_path, company({NEW_DAY: many}))
    room = cli.database.stat().st_size // 4096 + 20

    def little_room(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room}")

    event.listen(Engine, "connect", little_room)
    try:
        refused(cli("import", path), "disk is full", "same command again")
        stopped = cli.rows()
    finally:
        event.remove(Engine, "connect", little_room)
    again = cli("import", path)

    parts = {row[2] for row in stopped["import_progress"]}
    assert NEW_DAY not in parts
    assert "message 1 " not in str(stopped["messages"])
    assert again.code == 0
    assert cli.rows()["messages"] == _unbroken(cli, path, tmp_path)


@pytest.mark.parametrize("room", [50, 230, 430, 510, 590])
def test_a_full_disk_is_called_so_wherever_it_fills(
    cli: CommandLine, empty_database: Path, tmp_path: Path, room: int
) -> None:
    """From the first row to the last file of the index: so many kibibytes beside the empty tables."""
    kib = empty_database.stat().st_size // 1_024 + room
    many = [said(f"talk {n} {'abc' * 300}", f"{FIRST + 300_000 + 2_000 * n}.000100") for n in range(40)]
    path = zipped(tmp_path, company({NEW_DAY: many}))
    home = tmp_path / "small"
    home.mkdir()

    with small(home, kib):
        shutil.copyfile(empty_database, home / "kenner.db")
        cli.move(home)
        first = cli("import", path)
        if first.code or room < LITTLE:
            refused(first, "disk is full", "same command again")
        grow(home)
        again, doctor, messages = cli("import", path), cli("doctor", "--quiet"), cli.rows()["messages"]
    assert again.code == 0
    assert doctor.code == 0
    assert messages == _unbroken(cli, path, tmp_path)


def _unbroken(cli: CommandLine, path: Path, folder: Path) -> list[tuple[object, ...]]:
    """The messages of the same import where nothing happened."""
    cli.move(folder / "unbroken")
    assert cli("migrate").code == 0
    assert cli("import", path).code == 0
    return cli.rows()["messages"]
