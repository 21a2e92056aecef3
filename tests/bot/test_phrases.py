"""Every sentence that people read."""

import inspect
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, get_type_hints

import pytest

from bot import (
    doctor_phrases,
    inviting_phrases,
    knowing_phrases,
    linking_phrases,
    phrases,
    plan_phrases,
    ranker_phrases,
    report_phrases,
    simulation_phrases,
    teams_check_phrases,
    weekly_phrases,
)
from bot.accounts import How
from bot.types import Platform
from tests.support.builders import START

SAMPLES: dict[Any, tuple[Any, ...]] = {
    int: (0, 1, 2, 13, 12_345),
    float: (0.5, 1234.5),
    str: ("data",),
    datetime: (START,),
    date: (START.date(),),
    How: tuple(How),
    Platform: tuple(Platform),
    Sequence[Platform]: ((Platform.TEAMS,), tuple(Platform)),
    Sequence[float]: ((0.5, 0.25), (1.0,)),
    Sequence[float | None]: ((12.5, 90.0), (12.5, None), (None, None)),
    Sequence[int | None]: ((3, 2), (None,)),
}
MODULES = (
    phrases,
    report_phrases,
    ranker_phrases,
    doctor_phrases,
    inviting_phrases,
    knowing_phrases,
    linking_phrases,
    plan_phrases,
    simulation_phrases,
    teams_check_phrases,
    weekly_phrases,
)
FUNCTIONS = [
    each
    for module in MODULES
    for name, each in inspect.getmembers(module, inspect.isfunction)
    if not name.startswith("_") and each.__module__ == module.__name__
]
CONSTANTS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper() and not name.startswith("_")
}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_sentence_is_whole_whatever_the_numbers(function: Callable[..., str]) -> None:
    for number in range(5):
        _is_whole(function(**_arguments(function, number)))


@pytest.mark.parametrize("name", CONSTANTS)
def test_every_fixed_sentence_is_whole(name: str) -> None:
    for sentence in [CONSTANTS[name]] if isinstance(CONSTANTS[name], str) else CONSTANTS[name]:
        _is_whole(sentence.rstrip("> "))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "today"),
        (0, "today"),
        (0.99, "today"),
        (1, "one day ago"),
        (6.9, "six days ago"),
        (7, "one week ago"),
        (29, "four weeks ago"),
        (30, "one month ago"),
        (75, "two months ago"),
        (364, "twelve months ago"),
        (365, "one year ago"),
        (800, "two years ago"),
        (365 * 13, "13 years ago"),
    ],
)
def test_how_long_ago(days: float, said: str) -> None:
    assert phrases.ago(START, START + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (1_234, "1,234"), (-1, "-1")]
)
def test_small_numbers_are_words(count: int, said: str) -> None:
    assert phrases.number(count) == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (1_234, "1,234 people")]
)
def test_a_number_with_its_noun(count: int, said: str) -> None:
    assert phrases.counted(count, "person", "people") == said


@pytest.mark.parametrize(
    ("names", "said"),
    [([""], "your group chat"), (["a"], "#a"), (["a", "b"], "#a and #b"), (["a", "b", "c"], "#a, #b and #c")],
)
def test_channels_in_a_row(names: list[str], said: str) -> None:
    assert phrases.channel_names(names) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute"),
        (60, "1 minute"),
        (3_540, "59 minutes"),
        (3_600, "1 hour"),
        (86_400, "1 day"),
        (200_000, "2 days"),
    ],
)
def test_how_long_it_lasted(seconds: float, said: str) -> None:
    assert report_phrases.lasted(seconds) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.2, "That is better than the habit: by between +1 and +20"),
        (-0.2, -0.01, "That is worse than the habit: the difference is between −20 and −1"),
        (-0.1, 0.2, "That is too close to call: the difference is somewhere between −10 and +20"),
    ],
)
def test_only_an_interval_apart_from_nought_gives_a_verdict(low: float, high: float, said: str) -> None:
    assert report_phrases.ahead(low, high).startswith(f"{said} questions in a hundred")


def test_a_date_reads_the_same_everywhere() -> None:
    assert phrases.on(START) == "1 March 2024"


def _arguments(function: Callable[..., str], number: int) -> dict[str, Any]:
    hints = get_type_hints(function)
    return {name: _sample(hints[name], number) for name in inspect.signature(function).parameters}


def _sample(hint: Any, number: int) -> Any:
    if hint in SAMPLES:
        return SAMPLES[hint][number % len(SAMPLES[hint])]
    if "Mapping" in str(hint):
        return {"person": number} if number else {}
    if "Sequence" in str(hint) or "Collection" in str(hint):
        return ["data", "ops", "en"][: 1 + number % 3]
    return "day" if "str" in str(hint) else number


def _is_whole(sentence: str) -> None:
    assert sentence
    assert sentence == sentence.strip()
    assert not {"{", "}"} & set(sentence)
    assert "  " not in sentence
    assert "None" not in sentence
