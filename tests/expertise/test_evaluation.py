"""Measures, by hand."""

from math import inf, sqrt
from random import Random

import pytest

from expertise.evaluation import gini, is_success, mean_ratio, reciprocal_rank, top_load
from tests.support.builders import person_id

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")


@pytest.mark.parametrize(
    ("relevant", "value"),
    [({ADA}, 1.0), ({CYD}, 1 / 3), ({BOB, CYD}, 1 / 2), ({person_id("dan")}, 0.0), (set(), 0.0)],
)
def test_reciprocal_rank(relevant: set[str], value: float) -> None:
    assert reciprocal_rank([ADA, BOB, CYD], relevant) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(("cutoff", "is_found"), [(0, False), (1, False), (2, True), (9, True)])
def test_success_at_a_cutoff(cutoff: int, is_found: bool) -> None:  # noqa: FBT001
    assert is_success([ADA, BOB, CYD], {BOB}, cutoff) is is_found


def test_nothing_ranked_is_no_success() -> None:
    assert not is_success([], {ADA}, 3)
    assert reciprocal_rank([], {ADA}) == 0.0


def test_the_load_of_the_three_most_often_first() -> None:
    assert top_load([ADA, ADA, BOB, CYD, "dan", "eve"]) == 4 / 6
    assert top_load([ADA]) == 1.0
    assert top_load([]) == 0.0


@pytest.mark.parametrize(
    ("counts", "value"),
    [([2, 2, 2], 0.0), ([0, 0, 0, 4], 3 / 4), ([3, 1], 1 / 4), ([0, 0], 0.0), ([], 0.0)],
)
def test_gini(counts: list[int], value: float) -> None:
    assert gini(counts) == pytest.approx(value)


def test_twice_as_much_on_every_query_is_twice_as_much_in_every_resample() -> None:
    theirs = [0.1, 0.5, 0.25, 1.0, 0.0]

    ratio = mean_ratio([2 * value for value in theirs], theirs, resamples=500)

    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((2.0, 2.0, 2.0))
    assert not ratio.is_below_one


def test_the_interval_is_that_of_the_normal_approximation() -> None:
    """Against a constant the ratio is a mean: its interval is 1.96 standard errors to both sides."""
    chance = Random(3)
    ours = [float(chance.random() < 0.4) for _ in range(400)]
    mean = sum(ours) / 400
    margin = 1.96 * sqrt(mean * (1 - mean) / 400)

    ratio = mean_ratio(ours, [1.0] * 400)

    assert ratio.value == pytest.approx(mean)
    assert (ratio.low, ratio.high) == pytest.approx((mean - margin, mean + margin), abs=0.005)
    assert ratio.is_below_one


def test_pairs_are_drawn_together() -> None:
    """Values that rise and fall together leave no doubt, however far they are spread."""
    theirs = [0.01, 1.0] * 50

    ratio = mean_ratio([0.9 * value for value in theirs], theirs)

    assert ratio.high == pytest.approx(0.9)


def test_the_same_seed_gives_the_same_interval() -> None:
    ours, theirs = [1.0, 0.0, 0.5, 0.2], [0.5, 0.5, 0.1, 1.0]

    assert mean_ratio(ours, theirs, seed=1) == mean_ratio(ours, theirs, seed=1)
    assert mean_ratio(ours, theirs, seed=1, resamples=700).low > 0


def test_nothing_over_nothing_is_one_and_something_over_nothing_infinite() -> None:
    assert mean_ratio([0.0, 0.0], [0.0, 0.0]).high == 1.0
    assert mean_ratio([1.0, 1.0], [0.0, 0.0]).value == inf


def test_values_that_are_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="1 and 2 values"):
        mean_ratio([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="0 and 0 values"):
        mean_ratio([], [])
