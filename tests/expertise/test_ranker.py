"""Log shares, by hand, and what they must not depend on."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.ranker import Weights, combine
from expertise.types import Activity, PersonId
from tests.support.builders import person_id

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")
WEIGHTS = Weights(votes=1.0, here=0.5, anywhere=0.25)
AMOUNTS = st.dictionaries(st.sampled_from([ADA, BOB, CYD]), st.floats(0.001, 1_000), min_size=1)


def test_a_weighted_sum_of_log_shares() -> None:
    votes = {ADA: 3.0, BOB: 1.0}
    activity = {BOB: Activity(here=2.0, anywhere=4.0), ADA: Activity(anywhere=4.0)}

    scores = combine([BOB, ADA], votes, activity, WEIGHTS)

    assert scores == {
        ADA: pytest.approx(log(0.76) + 0.5 * log(0.01) + 0.25 * log(0.51)),
        BOB: pytest.approx(log(0.26) + 0.5 * log(1.01) + 0.25 * log(0.51)),
    }


def test_an_empty_signal_decides_nothing() -> None:
    assert combine([ADA, BOB], {}, {}, WEIGHTS) == {ADA: 0.0, BOB: 0.0}


def test_nobody_is_ranked_among_nobody() -> None:
    assert combine([], {ADA: 1.0}, {}, WEIGHTS) == {}


@given(AMOUNTS, st.floats(0.01, 100))
def test_the_scale_of_a_signal_changes_nothing(votes: dict[PersonId, float], factor: float) -> None:
    scaled = {who: factor * vote for who, vote in votes.items()}
    active = {who: Activity(here=vote, anywhere=vote) for who, vote in votes.items()}
    more_active = {who: Activity(here=vote, anywhere=vote) for who, vote in scaled.items()}

    plain = combine([ADA, BOB, CYD], votes, active, WEIGHTS)

    assert combine([ADA, BOB, CYD], scaled, active, WEIGHTS) == pytest.approx(plain)
    assert combine([ADA, BOB, CYD], votes, more_active, WEIGHTS) == pytest.approx(plain)


@given(AMOUNTS, st.floats(0.001, 1_000))
def test_whoever_is_not_among_the_people_has_no_influence(
    votes: dict[PersonId, float], stranger: float
) -> None:
    other = person_id("stranger")
    known = combine([ADA, BOB, CYD], votes, {}, WEIGHTS)

    assert (
        combine([ADA, BOB, CYD], {**votes, other: stranger}, {other: Activity(here=stranger)}, WEIGHTS)
        == known
    )


@given(AMOUNTS)
def test_the_order_of_the_people_does_not_matter(votes: dict[PersonId, float]) -> None:
    assert combine([CYD, ADA, BOB], votes, {}, WEIGHTS) == combine([ADA, BOB, CYD], votes, {}, WEIGHTS)
