"""The command line in a data folder of its own; used by whoever asks for it."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from adapters.storage.schema import migrate
from tests.scenarios.cli import CommandLine, WordModel, migrated_home, zipped


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, to be copied."""
    path = tmp_path_factory.mktemp("database") / "kenner.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[CommandLine]:
    """The command line over a data folder that is not there yet."""
    for name in [name for name in os.environ if name.startswith("KENNER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("index.embedder.SentenceTransformerEmbedder", WordModel)
    monkeypatch.setattr("index.generations._sync", lambda _path: None)
    command_line = CommandLine(tmp_path / "home", monkeypatch, capsys)
    command_line.move(command_line.home)
    yield command_line
    structlog.reset_defaults()


@pytest.fixture
def cli(bare: CommandLine, empty_database: Path) -> CommandLine:
    """The command line over an empty database."""
    migrated_home(empty_database, bare.home)
    return bare


@pytest.fixture
def filled(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """A workspace that is there already."""
    assert cli("import", zipped(tmp_path)).code == 0
    return cli
