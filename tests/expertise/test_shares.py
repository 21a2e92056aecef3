"""Shares and their intervals, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.shares import Share, paired_difference


def test_wilsons_interval_by_hand() -> None:
    share = Share(count=8, of=10)  # (8 + 1.92) / 13.84 ± 1.96 √(1.6 + .96) / 13.84

    assert share.value == 0.8
    assert (share.low, share.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_all_of_a_few_leave_room_for_less() -> None:
    share = Share(count=5, of=5)

    assert (share.low, share.high) == pytest.approx((0.5655, 1.0), abs=1e-4)


def test_a_share_of_nothing_may_be_anything() -> None:
    share = Share(count=0, of=0)

    assert (share.value, share.low, share.high) == (0.0, 0.0, 1.0)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(case: tuple[int, int]) -> None:
    share = Share(count=case[0], of=case[1])

    assert 0 <= share.low <= share.value + 1e-12
    assert share.value - 1e-12 <= share.high <= 1


def test_a_paired_difference_by_hand() -> None:
    # (9.5 - 3.5) / 79 ± 1.96 √(13 - 36 / 79) / 79
    ahead = paired_difference(9, 3, 77)

    assert ahead.value == pytest.approx(6 / 77)
    assert (ahead.low, ahead.high) == pytest.approx((-0.0119, 0.1638), abs=1e-4)


def test_no_questions_have_no_difference() -> None:
    ahead = paired_difference(0, 0, 0)

    assert ahead.value == 0
    assert ahead.low < 0 < ahead.high
