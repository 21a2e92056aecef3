"""Settings come from the environment or a file, and a name that is none is refused in both."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.complaints import complaint
from adapters.settings import Settings
from bot.weeks import NoteTime
from expertise.fairness import NEARLY


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without ``.env``, and an environment without settings."""
    for name in [name for name in os.environ if name.upper().startswith("KENNER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal() -> str:
    with pytest.raises(ValidationError) as caught:
        Settings()
    return complaint(caught.value)[0]


def test_without_any_there_are_defaults() -> None:
    settings = Settings()

    assert settings.data_dir == Path.home() / ".kenner"
    assert settings.url == f"sqlite+aiosqlite:///{Path.home() / '.kenner' / 'kenner.db'}"
    assert settings.languages is None
    assert (settings.model, settings.workspace, settings.threads) == ("", "", 0)
    assert settings.log_level == "WARNING"
    assert settings.fairness == NEARLY


def test_the_environment_goes_before_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text("KENNER_WORKSPACE=file\nKENNER_THREADS=2\n", "utf-8")
    monkeypatch.setenv("KENNER_WORKSPACE", "environment")

    settings = Settings()

    assert (settings.workspace, settings.threads) == ("environment", 2)


def test_an_unknown_name_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_MODLE", "x")

    said = refusal()

    assert "there is no KENNER_MODLE" in said
    assert [name for name in Settings.model_fields if f"KENNER_{name}".upper() not in said] == []


def test_an_unknown_name_in_the_file_is_refused_too(here: Path) -> None:
    (here / ".env").write_text("KENNER_DATADIR=/tmp\n", "utf-8")

    assert "there is no KENNER_DATADIR" in refusal()


def test_what_is_not_ours_is_left_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text("OTHER=1\nMODEL=x\nexport PATH_TO=y\n", "utf-8")
    monkeypatch.setenv("KENNERLY", "x")

    assert Settings().model == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KENNER_THREADS", "hunter2"),
        ("KENNER_THREADS", "-1"),
        ("KENNER_FAIRNESS", "hunter2"),
        ("KENNER_FAIRNESS", "-0.1"),
        ("KENNER_FAIRNESS", "2.1"),
        ("KENNER_FAIRNESS", "nan"),
        ("KENNER_LOG_LEVEL", "hunter2"),
        ("KENNER_DATABASE_URL", "hunter2"),
        ("KENNER_DATABASE_URL", "mysql://ann:hunter2@host/db"),
    ],
)
def test_a_wrong_value_names_its_setting_and_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    said = refusal()

    assert name in said
    assert "hunter2" not in said
    assert "Value error" not in said


@pytest.mark.parametrize("level", ["debug", "INFO", "Warning", "error"])
def test_log_levels_are_taken_in_any_case(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setenv("KENNER_LOG_LEVEL", level)
    assert Settings().log_level == level.upper()


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://ann@host/db", "postgresql+psycopg://ann@host/db"),
        ("postgresql://ann@host/db", "postgresql+psycopg://ann@host/db"),
        ("postgresql+psycopg://ann@host/db", "postgresql+psycopg://ann@host/db"),
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
        ("sqlite+aiosqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
    ],
)
def test_a_database_gets_its_driver(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("KENNER_DATABASE_URL", given)
    assert Settings().url == used


def test_the_data_folder_may_be_at_home_or_here(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_DATA_DIR", "~/x")
    assert Settings().url.endswith(f"{Path.home()}/x/kenner.db")

    monkeypatch.setenv("KENNER_DATA_DIR", "x")
    assert Settings().url.endswith(f"{here}/x/kenner.db")


@pytest.mark.parametrize(
    ("given", "read"), [("", None), ("all", None), ("en, DE,", {"en", "de"}), ("en,all", None), (" , ", None)]
)
def test_languages_are_codes_or_all(
    monkeypatch: pytest.MonkeyPatch, given: str, read: set[str] | None
) -> None:
    monkeypatch.setenv("KENNER_MODEL_LANGUAGES", given)
    assert Settings().languages == read


def test_weekly_notes_are_told_when_the_operator_says_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Settings().notes
    monkeypatch.setenv("KENNER_WEEKLY_NOTE_DAY", " Thu")
    monkeypatch.setenv("KENNER_WEEKLY_NOTE_HOUR", "14")
    chosen = Settings().notes
    monkeypatch.setenv("KENNER_WEEKLY_NOTE_DAY", "off")

    assert (usual, chosen, Settings().notes) == (NoteTime(day=0, hour=9), NoteTime(day=3, hour=14), None)


def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_WEEKLY_NOTE_DAY", "montag")

    assert "weekly notes are told on mon, tue" in refusal()
