"""The doctor says what is wrong with what, and what to do; nothing stops it from looking at the rest."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import structlog

from adapters import doctor
from adapters.commands.import_command import import_export
from adapters.doctor import Finding, Level, examine
from adapters.settings import Settings
from adapters.storage.schema import migrate
from adapters.wiring import Application
from bot import doctor_phrases, phrases
from bot.importing import Selection
from index.embedder import SentenceTransformerEmbedder
from tests.adapters.imports.zips import BOB
from tests.scenarios.cli import FIRST, WordModel, company, said, thread, zipped

GERMAN = (
    "wie stelle ich die Tabelle mit den Bestellungen aus der Sicherung von gestern wieder her?",
    "die Sicherung wird mit dem Skript zurückgespielt, danach die Tabelle noch einmal prüfen",
)


@pytest.fixture
def application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """An empty database, and a model of plain words that reads English."""
    for name in [name for name in os.environ if name.startswith("KENNER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("index.embedder.SentenceTransformerEmbedder", WordModel)
    monkeypatch.setattr("index.generations._sync", lambda _path: None)
    monkeypatch.setattr(doctor, "_LITTLE_SPACE", 0)
    settings = Settings(data_dir=tmp_path / "home")
    settings.data_dir.mkdir()
    asyncio.run(migrate(settings.url))
    yield Application(settings)
    structlog.reset_defaults()


def filled(
    application: Application, folder: Path, files: Mapping[str, Any] | None = None, *, embed: bool = True
) -> None:
    path = zipped(folder, company(files))
    asyncio.run(import_export(application, path, Selection(), embed=embed))


def found(application: Application) -> dict[str, Finding]:
    findings = asyncio.run(examine(application))
    assert len({finding.subject for finding in findings}) == len(findings)
    return {finding.subject: finding for finding in findings}


def change(application: Application, statement: str) -> None:
    with closing(sqlite3.connect(application.data_dir / "kenner.db")) as database, database:
        database.execute(statement)


def test_all_is_well(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path)

    findings = found(application)

    assert list(findings) == ["Python", "disk", "model", "database", "index of acme"]
    assert {finding.level for finding in findings.values()} == {Level.FINE}
    assert findings["index of acme"].text == doctor_phrases.index_fine(3, 1)


def test_no_workspace_is_a_hint(application: Application) -> None:
    finding = found(application)["workspaces"]

    assert (finding.level, finding.text) == (Level.HINT, phrases.NO_WORKSPACE)


def test_no_database_is_wrong_and_the_rest_is_still_looked_at(application: Application) -> None:
    (application.data_dir / "kenner.db").unlink()

    findings = found(application)

    assert findings["database"].level is Level.WRONG
    assert "kenner migrate" in findings["database"].text
    assert findings["model"].level is Level.FINE


def test_no_data_folder_yet_still_tells_the_space(application: Application) -> None:
    settings = application.settings.model_copy(update={"data_dir": application.data_dir / "not" / "yet"})

    findings = found(Application(settings))

    assert findings["disk"].level is Level.FINE
    assert "kenner migrate" in findings["database"].text


def test_little_space_is_a_hint(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LITTLE_SPACE", 2**80)

    assert found(application)["disk"].level is Level.HINT


def test_no_index_says_what_to_do(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path, embed=False)

    finding = found(application)["index of acme"]

    assert (finding.level, finding.text) == (Level.WRONG, phrases.INDEX_MISSING)


def test_an_index_of_another_model_says_what_to_do(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path)
    settings = application.settings.model_copy(update={"model": "other"})

    finding = found(Application(settings))["index of acme"]

    assert (finding.level, finding.text) == (Level.WRONG, phrases.INDEX_MISSING)


def test_an_index_that_is_behind_says_by_how_much(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path)
    later = {"general/2024-03-04.json": thread(FIRST + 300_000, "where is the key?", (BOB, "under the mat"))}
    filled(application, tmp_path, later, embed=False)

    finding = found(application)["index of acme"]

    assert (finding.level, finding.text) == (Level.WRONG, doctor_phrases.index_behind(3, 4))
    assert "kenner reindex" in finding.text


def test_an_unfinished_import_comes_before_the_index(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path, embed=False)
    change(application, "update channels set is_stale = 1 where name = 'general'")

    finding = found(application)["index of acme"]

    assert (finding.level, finding.text) == (Level.WRONG, doctor_phrases.IMPORT_UNFINISHED)


def test_a_damaged_index_is_wrong_with_the_index(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path)
    for manifest in application.data_dir.glob("index/*/generations/*.json"):
        manifest.write_text("{", "utf-8")

    findings = found(application)

    assert findings["database"].level is Level.FINE
    finding = findings["index of acme"]
    assert (finding.level, finding.text) == (Level.WRONG, phrases.INDEX_DAMAGED)


def test_a_model_that_is_not_there_is_wrong_with_the_model(
    application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(application, tmp_path)
    monkeypatch.setattr("index.embedder.SentenceTransformerEmbedder", SentenceTransformerEmbedder)
    settings = application.settings.model_copy(update={"model": "no-such-model"})

    findings = found(Application(settings))

    assert "hf download" in findings["model"].text
    assert findings["model"].level is Level.WRONG
    assert findings["database"].level is Level.FINE


def test_german_that_the_model_does_not_read_is_a_hint(application: Application, tmp_path: Path) -> None:
    """Two passages of five."""
    days = {
        f"general/2024-03-{day:02}.json": thread(
            FIRST + (day - 1) * 86_400, f"{GERMAN[0]} ({day})", (BOB, GERMAN[1])
        )
        for day in (11, 12)
    }
    filled(application, tmp_path, days)

    finding = found(application)["languages of acme"]

    assert finding.level is Level.HINT
    assert finding.text.startswith("40 % of your passages are German; the model reads English.")
    assert "KENNER_MODEL " in finding.text
    assert "kenner reindex" in finding.text


def test_a_little_german_is_not_worth_a_word(application: Application, tmp_path: Path) -> None:
    english = [
        said(
            f"please look at the deployment notes of the service number {n}",
            f"{FIRST + 300_000 + n * 7_200}.000100",
        )
        for n in range(30)
    ]
    german = thread(FIRST + 864_000, GERMAN[0], (BOB, GERMAN[1]))
    filled(application, tmp_path, {"general/2024-03-04.json": english, "general/2024-03-11.json": german})

    assert "languages of acme" not in found(application)


def test_every_workspace_is_looked_at(application: Application, tmp_path: Path) -> None:
    filled(application, tmp_path)
    other = zipped(tmp_path, company({"users.json": []}), "other")
    asyncio.run(import_export(application, other, Selection(), embed=False))

    findings = found(application)

    assert findings["index of acme"].level is Level.FINE
    assert findings["index of other"].level is Level.WRONG
