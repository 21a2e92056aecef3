"""The guide says what the app may do, and what to do about what the check finds, as the product says it."""

import re
from pathlib import Path

import pytest

from adapters.teams.app import MESSAGES_PATH
from adapters.teams.package import PERMISSIONS
from bot import teams_app_phrases, teams_check_phrases

GUIDE = Path(__file__).parents[3] / "docs" / "teams.md"
TEXT = GUIDE.read_text("utf-8")
SECTIONS = dict(part.split("\n", 1) for part in TEXT.split("\n## ")[1:])


def _table(section: str) -> list[list[str]]:
    """The cells of each row, without the head."""
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [line.strip("| ").split(" | ") for line in lines[2:]]


def _by_code(section: str) -> dict[str, str]:
    """What stands in the second column, by each code in the first."""
    return {code: cells[1] for cells in _table(section) for code in re.findall("`([^`]+)`", cells[0])}


def test_each_permission_stands_in_the_guide_as_it_is_explained() -> None:
    assert _by_code("What it may, and what for") == teams_app_phrases.MAY
    assert tuple(teams_app_phrases.MAY) == PERMISSIONS


def test_each_number_of_the_login_stands_in_the_guide_as_the_check_says_it() -> None:
    assert _by_code("What the check says") == teams_check_phrases.REFUSED


@pytest.mark.parametrize(
    "words",
    [teams_app_phrases.FIND, teams_app_phrases.SEARCH, teams_app_phrases.SHARE],
)
def test_what_people_press_is_called_in_the_guide_as_in_teams(words: str) -> None:
    assert f"*{words}*" in SECTIONS["What people do"]


def test_the_words_that_people_write_are_those_of_the_command_list() -> None:
    said = SECTIONS["What people do"]

    assert [word for word, _ in teams_app_phrases.COMMANDS if f"`{word}" not in said] == []


def test_what_the_guide_quotes_of_the_check_is_what_it_says() -> None:
    said = " ".join(
        [
            teams_check_phrases.CONNECTOR_REFUSES,
            teams_check_phrases.KEYS_UNREACHABLE,
            teams_check_phrases.NO_TEAMS,
            teams_check_phrases.clock_wrong(-400),
            teams_check_phrases.members_missing("Platform", "code"),
            teams_check_phrases.open_team_unknown("id"),
        ]
    )
    quoted = [first for first, *_ in _table("What the check says") if not first.startswith("`")]

    assert len(quoted) == 6
    assert [piece for one in quoted for piece in one.split(" … ") if piece.rstrip(" …") not in said] == []


def test_the_address_to_give_microsoft_is_the_one_that_is_served() -> None:
    assert f"https://kenner.example.com{MESSAGES_PATH}" in TEXT


def test_every_picture_is_there_and_says_what_it_shows() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", TEXT)

    assert len(pictures) == 5
    assert all(says.strip() and (GUIDE.parent / file).is_file() for says, file in pictures)
