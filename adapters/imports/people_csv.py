"""Reads a list of who is who: a CSV file with the columns slack and teams."""

from pathlib import Path

from adapters.imports.pair_csv import read_pairs
from bot.people_lists import PeopleLine


def read_people(path: Path) -> list[PeopleLine]:
    """Every line that is not blank. Raises the ``ListError`` that says what is wrong."""
    return [
        PeopleLine(number=number, slack=slack.strip(), teams=teams.strip())
        for number, slack, teams in read_pairs(path, ("slack", "teams"))
    ]
