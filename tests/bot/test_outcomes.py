"""What came of asking somebody, and what that says: worked out by hand."""

from datetime import timedelta

import pytest

from bot.chat_types import QuestionId
from bot.outcomes import Outcome, What, ignored_in_a_row, is_not_their_field, moved, reluctance
from tests.support.builders import START, person_id

NOW = START
QUESTION = "how do I restore a postgres backup?"
TERMS = ("backup", "postgr", "restor")


def outcome(what: What, days_ago: float = 0, terms: tuple[str, ...] = TERMS) -> Outcome:
    return Outcome(
        person_id=person_id("maya"),
        question_id=QuestionId("q"),
        what=what,
        at=NOW - timedelta(days=days_ago),
        terms=terms,
    )


@pytest.mark.parametrize(
    ("question", "is_near"),
    [
        (QUESTION, True),
        ("restore of a backup fails", True),  # two of three words
        ("postgres is slow today", False),  # one of three
        ("backup", True),  # all there is
        ("who has tea?", False),
        ("", False),
    ],
)
def test_a_field_is_told_by_half_of_the_words(question: str, is_near: bool) -> None:  # noqa: FBT001
    assert is_not_their_field([outcome(What.NOT_MY_FIELD)], question) is is_near


def test_what_was_asked_in_words_that_are_erased_says_nothing_of_a_field() -> None:
    assert not is_not_their_field([outcome(What.NOT_MY_FIELD, terms=())], QUESTION)


def test_only_not_my_field_says_so() -> None:
    others = [outcome(what) for what in What if what is not What.NOT_MY_FIELD]

    assert not is_not_their_field(others, QUESTION)


def test_silence_is_half_forgotten_in_thirty_days() -> None:
    assert reluctance([outcome(What.IGNORED)], NOW) == 0.5
    assert reluctance([outcome(What.IGNORED, 30)], NOW) == 0.25
    assert reluctance([outcome(What.IGNORED, 30), outcome(What.NOT_NOW)], NOW) == 0.5


@pytest.mark.parametrize(
    ("known", "places"),
    [
        ([], 0),
        ([What.IGNORED], 0.75),
        ([What.IGNORED] * 5, 1.5),
        ([What.HELPS], -0.75),
        ([What.HELPS, What.SOLVED], -1.5),
        ([What.NAMED, What.NOT_NOW], -0.375),
        ([What.REFERRED, What.RESTED], 0),
    ],
)
def test_one_is_asked_a_place_or_two_sooner_or_later(known: list[What], places: float) -> None:
    assert moved([outcome(each) for each in known], QUESTION, NOW) == pytest.approx(places)


def test_to_have_helped_with_something_else_proves_nothing() -> None:
    assert moved([outcome(What.SOLVED)], "who has tea?", NOW) == 0


@pytest.mark.parametrize(
    ("known", "count"),
    [
        ([What.IGNORED] * 3, 3),
        ([What.IGNORED, What.NOT_NOW, What.IGNORED], 1),
        ([What.IGNORED, What.IGNORED, What.NAMED], 2),
        ([What.IGNORED] * 3 + [What.RESTED], 0),
        ([], 0),
    ],
)
def test_silence_is_counted_up_to_the_last_answer(known: list[What], count: int) -> None:
    assert ignored_in_a_row([outcome(each, -day) for day, each in enumerate(known)]) == count
