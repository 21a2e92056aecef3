"""Real exports come in whole: every message and channel, once; and what stays out is said."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.command_line import kenner
from tests.support.shared_data import shared_data

pytestmark = pytest.mark.slow

Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """What is in an export, and what the command says of it."""

    name: str
    messages: int
    channels: int
    most_passages: int
    fewest_passages: int
    told: str
    days: str


BYTECODE = Real(
    name="bytecode/export.zip",
    messages=37_050,
    channels=38,
    fewest_passages=10_000,
    most_passages=20_000,
    told="Read 1,060 people, 38 channels, 37,050 messages (1,991 bot, 35,059 person).",
    days="4,830 days had been read before.",
)
OF_2016 = Real(
    name="slack-export-2016.zip",
    messages=1_382,
    channels=16,
    fewest_passages=200,
    most_passages=1_382,
    told="Read 71 people, 16 channels, 1,382 messages (1,031 person, 351 system).",
    days="375 days had been read before.",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with an empty database."""
    monkeypatch.setenv("KENNER_DATA_DIR", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert kenner("migrate") == 0
    return tmp_path / "home"


@pytest.mark.parametrize("real", [BYTECODE, OF_2016], ids=lambda real: real.name)
def test_a_real_export_comes_in_whole_and_once(
    real: Real, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = shared_data(real.name)
    capsys.readouterr()

    assert kenner("import", export, "--no-embed") == 0

    told, first = capsys.readouterr().out, rows(home)
    assert (len(first["messages"]), len(first["channels"])) == (real.messages, real.channels)
    assert real.fewest_passages < len(first["passages"]) < real.most_passages
    assert told.splitlines() == [real.told, changed(real.messages, len(first["passages"]))]

    assert kenner("import", export, "--no-embed") == 0

    assert rows(home) == first
    assert capsys.readouterr().out.splitlines()[1:] == [changed(0, 0), real.days]


def test_what_was_left_out_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = shared_data(OF_2016.name)
    capsys.readouterr()

    assert kenner("import", export, "--no-embed", "--exclude", "general") == 0

    told, left = capsys.readouterr().out.splitlines(), rows(home)
    assert "Left out 1 channel that you did not ask for: general." in told
    assert len(left["channels"]) == OF_2016.channels - 1
    assert 0 < len(left["messages"]) < OF_2016.messages


def changed(messages: int, passages: int) -> str:
    return f"New or changed: {messages:,} messages, {passages:,} passages."


def rows(home: Path) -> Rows:
    """Every row of every table."""
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return {name: sorted(database.execute(f"select * from {name}"), key=repr) for name in tables}  # noqa: S608
