"""Real exports come in whole: every message and channel, once; and what stays out is said."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.command_line import kenner
from tests.support.shared_data import shared_data

Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """An export, what is in it, and the sentences about what is not taken over."""

    name: str
    messages: int
    channels: int
    passages: int
    left_out: tuple[str, ...]


EXPORTS = (
    Real(name="bytecode/export.zip", messages=37_050, channels=38, passages=10_000, left_out=()),
    Real(name="slack-export-2016.zip", messages=1_382, channels=15, passages=0, left_out=()),
)


@pytest.mark.slow
@pytest.mark.parametrize("real", EXPORTS, ids=lambda real: real.name)
def test_a_real_export_comes_in_whole_and_once(
    real: Real, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    export = shared_data(real.name)
    monkeypatch.setenv("KENNER_DATA_DIR", str(tmp_path / "home"))
    assert kenner("migrate") == 0

    assert kenner("import", export, "--no-embed") == 0

    told = capsys.readouterr().out
    print(told)
    first = rows(tmp_path / "home")
    assert len(first["messages"]) == real.messages
    assert len(first["channels"]) == real.channels
    assert len(first["passages"]) > real.passages

    assert kenner("import", export, "--no-embed") == 0

    print(capsys.readouterr().out)
    assert rows(tmp_path / "home") == first


def rows(home: Path) -> Rows:
    """Every row of every table."""
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {name: sorted(database.execute(f"select * from {name}"), key=repr) for name in tables}  # noqa: S608
