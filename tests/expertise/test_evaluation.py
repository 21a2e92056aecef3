"""Measures, by hand."""

import pytest

from expertise.evaluation import is_success, reciprocal_rank
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
