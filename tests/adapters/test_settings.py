"""Settings come from the environment or a file, and a name that is none is refused in both."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.commands.serve_command import wishes
from adapters.complaints import complaint
from adapters.settings import Settings
from bot.round_types import PACES, Urgency
from bot.weeks import NoteTime
from expertise.fairness import NEARLY

HOUR = timedelta(hours=1)


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


def test_people_are_asked_as_the_simulation_chose_unless_the_operator_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = Settings().paces
    monkeypatch.setenv("KENNER_ASK_NEXT_AFTER", "20m, 3H ,1h")
    monkeypatch.setenv("KENNER_ASK_FOR_AT_MOST", "4h")
    monkeypatch.setenv("KENNER_ASK_STILL_GOOD_AFTER", "1h,90m,5h")
    monkeypatch.setenv("KENNER_ASK_SOLVED_AFTER", "6h,7h,8h")
    monkeypatch.setenv("KENNER_DRAFT_AFTER", "off,1h,off")

    chosen = wishes(Settings()).manners.paces

    assert usual == PACES
    assert [each.window / HOUR for each in chosen.values()] == pytest.approx([1 / 3, 3, 1])
    assert {each.lasts for each in chosen.values()} == {4 * HOUR}
    assert [each.silent / HOUR for each in chosen.values()] == [1, 1.5, 5]
    assert [each.quiet / HOUR for each in chosen.values()] == [6, 7, 8]
    assert [each.offers for each in chosen.values()] == [None, HOUR, None]
    assert chosen[Urgency.TODAY].waves == PACES[Urgency.TODAY].waves


@pytest.mark.parametrize("times", ["", "15", "2 d", "15m,2h", "15m,2h,6h,8h", "0m", "201h", "-1h", "off"])
def test_times_that_are_none_are_refused_with_how_to_write_them(
    monkeypatch: pytest.MonkeyPatch, times: str
) -> None:
    monkeypatch.setenv("KENNER_ASK_STILL_GOOD_AFTER", times)

    assert "KENNER_ASK_STILL_GOOD_AFTER: write one time for all, or three" in refusal()


def test_a_draft_may_be_off_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_DRAFT_AFTER", "never")

    assert "KENNER_DRAFT_AFTER: write one time" in refusal()
    assert "or it is off" in refusal()


def test_asking_that_ends_before_the_next_is_asked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_ASK_FOR_AT_MOST", "8h,2h,80h")

    assert "KENNER_ASK_NEXT_AFTER is shorter than its like in KENNER_ASK_FOR_AT_MOST" in refusal()
