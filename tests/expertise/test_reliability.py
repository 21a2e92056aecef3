"""What was said beside what came true, by hand."""

import pytest

from expertise.reliability import reliability


def test_bins_and_brier_score_by_hand() -> None:
    found = reliability([(0.1, False), (0.1, True), (0.75, True), (0.78, True), (1.0, False)])

    assert found is not None
    assert [(b.predicted, b.observed.count, b.observed.of) for b in found.bins] == [
        (pytest.approx(0.1), 1, 2),
        (pytest.approx(0.765), 2, 2),
        (pytest.approx(1.0), 0, 1),
    ]
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.0625 + 0.0484 + 1) / 5)


def test_nothing_said_has_no_diagram() -> None:
    assert reliability([]) is None
