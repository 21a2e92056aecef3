"""Log shares, by hand, and what they must not depend on."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.ranker import FLOOR, NOTABLE, PRIOR, log_shares, reasons, score, with_declared
from expertise.types import PersonId, Signal
from tests.support.builders import person_id

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")
AMOUNTS = st.dictionaries(st.sampled_from([ADA, BOB, CYD]), st.floats(0.001, 1_000), min_size=1)


def test_a_weighted_sum_of_log_shares() -> None:
    values = {Signal.WORDS: {ADA: 3.0, BOB: 1.0}, Signal.HERE: {BOB: 2.0}}

    shares = log_shares([BOB, ADA], values)

    assert shares[ADA][Signal.WORDS] == pytest.approx(log(FLOOR + 0.75))
    assert shares[ADA][Signal.HERE] == pytest.approx(log(FLOOR))
    assert shares[BOB][Signal.HERE] == pytest.approx(log(FLOOR + 1))
    assert score(shares[BOB], {Signal.WORDS: 2.0, Signal.HERE: -0.5}) == pytest.approx(
        2.0 * log(FLOOR + 0.25) - 0.5 * log(FLOOR + 1)
    )


def test_an_empty_signal_decides_nothing() -> None:
    shares = log_shares([ADA, BOB], {Signal.TIES: {}, Signal.WORDS: {CYD: 1.0}})

    assert {score(each, PRIOR) for each in shares.values()} == {0.0}


def test_nobody_is_ranked_among_nobody() -> None:
    assert log_shares([], {Signal.WORDS: {ADA: 1.0}}) == {}


def test_the_prior_weighs_every_signal() -> None:
    assert set(PRIOR) == set(Signal)


@given(AMOUNTS, st.floats(0.01, 100))
def test_the_scale_of_a_signal_changes_nothing(amounts: dict[PersonId, float], factor: float) -> None:
    scaled = {who: factor * amount for who, amount in amounts.items()}

    plain = log_shares([ADA, BOB, CYD], {Signal.HERE: amounts})
    other = log_shares([ADA, BOB, CYD], {Signal.HERE: scaled})

    assert {who: pytest.approx(dict(each)) for who, each in plain.items()} == other


@given(AMOUNTS, st.floats(0.001, 1_000))
def test_whoever_is_not_among_the_people_has_no_influence(
    amounts: dict[PersonId, float], stranger: float
) -> None:
    known = log_shares([ADA, BOB, CYD], {Signal.WORDS: amounts})

    with_stranger = {Signal.WORDS: {**amounts, person_id("stranger"): stranger}}

    assert log_shares([ADA, BOB, CYD], with_stranger) == known


@given(AMOUNTS)
def test_the_order_of_the_people_does_not_matter(amounts: dict[PersonId, float]) -> None:
    values = {Signal.WORDS: amounts}

    assert log_shares([CYD, ADA, BOB], values) == log_shares([ADA, BOB, CYD], values)


@given(AMOUNTS, AMOUNTS)
def test_utilities_are_everybodys_scores_best_first_ties_by_id(
    words: dict[PersonId, float], here: dict[PersonId, float]
) -> None:
    shares = log_shares([CYD, ADA, BOB], {Signal.WORDS: words, Signal.HERE: here})

    utilities = shares.utilities(PRIOR)

    assert utilities == {who: score(own, PRIOR) for who, own in shares.items()}
    assert list(utilities) == sorted(utilities, key=lambda who: (-utilities[who], who))


def test_reasons_are_what_lifts_somebody_above_the_others() -> None:
    weights = {Signal.WORDS: 1.0, Signal.HERE: 2.0, Signal.ANYWHERE: -1.0}
    ranked = [dict.fromkeys(Signal, 0.0) | own for own in ({Signal.WORDS: 2.0, Signal.HERE: 2.0}, {}, {})]
    ranked[2][Signal.ANYWHERE] = -9.0

    assert reasons(ranked, weights) == [(Signal.HERE, Signal.WORDS), (), ()]
    assert reasons([], weights) == []


def test_what_all_have_alike_is_nobodys_reason() -> None:
    alike = [dict.fromkeys(Signal, -1.0) for _ in range(3)]
    alike[0][Signal.TIES] += NOTABLE  # above the mean of the three by less than that

    assert reasons(alike, {Signal.TIES: 1.0}) == [(), (), ()]


def test_weights_that_do_not_know_of_declarations_are_given_the_shipped_one() -> None:
    habit = {Signal.HERE: 1.0}

    assert with_declared(habit) == {Signal.HERE: 1.0, Signal.DECLARED: PRIOR[Signal.DECLARED]}
    assert with_declared({Signal.DECLARED: 0.7}) == {Signal.DECLARED: 0.7}
