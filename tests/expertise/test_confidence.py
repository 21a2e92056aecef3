"""How sure a ranking is."""

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.confidence import SURE, Calibration, chance, chance_of, enough, log_odds

PLAIN = Calibration(intercept=0.0, slope=1.0)
SCORES = st.lists(st.floats(-50, 5), min_size=1, max_size=30).map(lambda found: sorted(found, reverse=True))


def test_uncalibrated_it_is_the_share_of_the_first() -> None:
    scores = [log(6.0), log(3.0), log(1.0)]

    assert chance(scores, 1, PLAIN) == pytest.approx(0.6)
    assert chance(scores, 2, PLAIN) == pytest.approx(0.9)
    assert log_odds(scores, 1) == pytest.approx(log(0.6 / 0.4))


def test_the_calibration_is_a_logistic_of_the_log_odds() -> None:
    scores = [log(6.0), log(4.0)]

    found = chance(scores, 1, Calibration(intercept=0.5, slope=2.0))

    assert found == pytest.approx(1 / (1 + exp(-(0.5 + 2.0 * log(0.6 / 0.4)))))


def test_each_one_alone_has_the_calibrated_share_of_their_own() -> None:
    scores = [log(6.0), log(3.0), log(1.0)]

    assert [chance_of(place, scores, PLAIN) for place in range(3)] == pytest.approx([0.6, 0.3, 0.1])
    assert chance_of(0, scores, Calibration()) == chance(scores, 1, Calibration())
    assert chance_of(0, [2.0], PLAIN) == pytest.approx(1.0, abs=1e-5)


def test_nobody_helps_for_sure_not() -> None:
    assert chance([], 3, PLAIN) == 0.0
    assert chance([1.0], 0, PLAIN) == 0.0


@given(SCORES)
def test_more_people_are_surer_and_it_stays_a_probability(scores: list[float]) -> None:
    found = [chance(scores, shown, Calibration()) for shown in range(1, len(scores) + 1)]

    assert all(0 < each < 1 for each in found)
    assert found == sorted(found)


def test_where_one_person_is_nearly_certain_one_is_enough() -> None:
    assert enough([0.0, -9.0, -9.0, -9.0], 3, PLAIN) == 1
    assert enough([0.0, 0.0, -9.0, -9.0], 3, PLAIN) == 2
    assert enough([0.0, 0.0, 0.0, 0.0], 3, PLAIN) == 3
    assert chance([0.0, 0.0, -9.0, -9.0], 2, PLAIN) >= SURE
