"""Forward decay: worked examples, and what must hold for every time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.activity import HALF_LIFE, LANDMARK, gain, value

TIMES = st.datetimes(datetime(2005, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_an_event_at_the_landmark_weighs_one() -> None:
    assert gain(LANDMARK) == 1.0


def test_an_event_two_half_lives_later_weighs_four_times_as_much() -> None:
    assert gain(LANDMARK + 2 * HALF_LIFE) == 4.0


def test_three_answers_of_different_age_add_up() -> None:
    now = LANDMARK + 10 * HALF_LIFE
    weight = gain(now) + gain(now - HALF_LIFE) + gain(now - 2 * HALF_LIFE)

    assert value(weight, now) == 1.75


def test_a_sum_a_rounding_error_below_zero_is_worth_nothing() -> None:
    assert value(-1e-17, LANDMARK) == 0.0


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(TypeError, match="offset-naive"):
        gain(datetime(2024, 1, 1))  # noqa: DTZ001


@given(TIMES)
def test_an_event_of_just_now_is_worth_one(at: datetime) -> None:
    assert value(gain(at), at) == 1.0


@given(TIMES)
def test_worth_halves_in_a_half_life(at: datetime) -> None:
    assert value(gain(at), at + HALF_LIFE) == pytest.approx(0.5, rel=1e-12)


@given(TIMES, TIMES, st.integers(1, 3650))
def test_age_keeps_the_order_of_two_events(one: datetime, other: datetime, days: int) -> None:
    earlier, later = sorted((one, other))
    at = later + timedelta(days=days)

    assert value(gain(earlier), at) <= value(gain(later), at) <= 1.0


@given(st.lists(TIMES, min_size=1, max_size=20), TIMES)
def test_the_closed_form_agrees_with_decaying_each_event(events: list[datetime], at: datetime) -> None:
    each = sum(2.0 ** (-((at - event) / HALF_LIFE)) for event in events)

    assert value(sum(map(gain, events)), at) == pytest.approx(each, rel=1e-9)
