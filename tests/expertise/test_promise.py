"""The past thread that may be shown unasked: near by what stands in it, answered, and news to the asker."""

from datetime import timedelta
from math import exp

import pytest

from expertise.promise import INTERCEPT, MEANING, SLOPE, promising
from expertise.types import Role
from expertise.voting import Scores
from index.types import PassageId
from tests.support.builders import START, passage, person_id

ANSWERED = [("ada", Role.ASKED), ("bob", Role.ANSWERED)]
ALONE = [("ada", Role.TOLD)]
SCORES = Scores(words={PassageId(1): 4.0, PassageId(2): 2.0}, meaning={PassageId(1): 0.5, PassageId(3): 0.75})
EVERY = frozenset({PassageId(1), PassageId(2), PassageId(3)})


def test_words_and_meaning_make_the_chance_by_hand() -> None:
    found = promising([passage(1, thread=1, spoke=ANSWERED)], SCORES, EVERY, None)

    assert found is not None
    assert found.passage.id == 1
    assert found.chance == pytest.approx(1 / (1 + exp(-(INTERCEPT + SLOPE * (MEANING * 0.5 + 1)))))


def test_the_nearest_comes_first_whatever_its_age() -> None:
    old = passage(1, thread=1, ended=START - timedelta(days=900), spoke=ANSWERED)
    fresh = passage(3, thread=3, ended=START, spoke=ANSWERED)

    found = promising([fresh, old], SCORES, EVERY, None)

    assert found is not None
    assert found.passage == old  # 3 × .5 + 1 before 3 × .75


def test_equally_near_ones_come_by_time() -> None:
    same = Scores(words={}, meaning={PassageId(1): 0.5, PassageId(2): 0.5})

    found = promising(
        [passage(2, thread=2, spoke=ANSWERED), passage(1, thread=1, spoke=ANSWERED)], same, EVERY, None
    )

    assert found is not None
    assert found.passage.id == 1


def test_what_the_asker_wrote_in_is_no_news() -> None:
    own = passage(1, thread=1, spoke=ANSWERED)
    other = passage(3, thread=3, spoke=[("cyd", Role.ASKED), ("dee", Role.ANSWERED)])

    found = promising([own, other], SCORES, EVERY, person_id("ada"))

    assert found is not None
    assert found.passage == other


def test_one_passage_with_the_asker_is_enough_and_one_with_an_answer_too() -> None:
    first, second = passage(1, thread=1, spoke=ALONE), passage(2, thread=1, spoke=[("bob", Role.ANSWERED)])

    assert promising([first, second], SCORES, EVERY, person_id("ada")) is None
    found = promising([first, second], SCORES, EVERY, person_id("cyd"))
    assert found is not None
    assert found.passage == first


def test_what_nobody_answered_and_what_is_not_close_promises_nothing() -> None:
    assert promising([passage(1, thread=1, spoke=ALONE)], SCORES, EVERY, None) is None
    assert promising([passage(1, thread=1, spoke=ANSWERED)], SCORES, frozenset(), None) is None
    assert promising([], SCORES, EVERY, None) is None


def test_the_best_words_are_those_among_the_passages_given() -> None:
    """The question's own passage has the most words in common with it, and is none of them."""
    weak = promising([passage(2, thread=2, spoke=ANSWERED)], SCORES, EVERY, None)

    assert weak is not None
    assert weak.chance == pytest.approx(1 / (1 + exp(-(INTERCEPT + SLOPE))))
