"""Hours as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.hours import WORKWEEK, Hours
from bot.stated_hours import read_hours

OSLO = "Europe/Oslo"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9-17", Hours(zone=OSLO)),
        ("9:00 – 17:00", Hours(zone=OSLO)),
        ("9am to 5pm", Hours(zone=OSLO)),
        ("12am-12pm", Hours(start=time(0), end=time(12), zone=OSLO)),
        ("9:00-17:00 mon-fri Europe/Berlin", Hours(zone="Europe/Berlin")),
        ("europe/berlin, Mon - Fri, 9.00-17.00", Hours(zone="Europe/Berlin")),
        ("8:30-12 Tuesday, thu utc", Hours(start=time(8, 30), end=time(12), days=frozenset({1, 3}))),
        ("22-6 fri-mon", Hours(start=time(22), end=time(6), days=frozenset({4, 5, 6, 0}), zone=OSLO)),
        ("0-24 daily", Hours(start=time(0), end=time(0), days=frozenset(range(7)), zone=OSLO)),
        ("10-12 saturday", Hours(start=time(10), end=time(12), days=frozenset({5}), zone=OSLO)),
    ],
)
def test_hours_are_read_as_they_are_meant(text: str, meant: Hours) -> None:
    assert read_hours(text, OSLO) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mornings",
        "9",
        "9-",
        "9-25",
        "13pm-5",
        "9:60-17",
        "9-17 mo",
        "9-17 Europe/Atlantis",
        "9-17 ../../etc/passwd",
        "9-17 UTC Europe/Oslo",
        "9-12 13-17",
        "9-17 mon-never",
        "mon-fri",
    ],
)
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    assert read_hours(text, OSLO) is None


@given(some.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    read = read_hours(text, OSLO)

    assert read is None or read.days <= frozenset(range(7))


@given(
    some.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None)),
    some.times().map(lambda moment: moment.replace(second=0, microsecond=0, tzinfo=None)),
    some.frozensets(some.integers(0, 6)),
)
def test_every_day_and_minute_can_be_stated(start: time, end: time, days: frozenset[int]) -> None:
    text = f"{start:%H:%M}-{end:%H:%M} {' '.join(DAYS[day] for day in days)} {OSLO}"

    assert read_hours(text, "UTC") == Hours(start=start, end=end, days=days or WORKWEEK, zone=OSLO)
