"""The statistics of the benchmarks, by hand."""

import pytest

from bench.figures import Row, Unit, at_least, at_most, recall, single, spread, timed, turns
from bench.table import lines, number


def test_quantiles_are_interpolated_between_the_two_nearest_values() -> None:
    figure = spread([4.0, 1.0, 3.0, 2.0, 5.0])

    assert figure.p50 == 3.0
    assert figure.p95 == pytest.approx(4.8)
    assert figure.count == 5


def test_nothing_measured_is_an_error() -> None:
    with pytest.raises(ValueError, match="Nothing was measured"):
        spread([])


def test_recall_is_the_share_of_the_true_ones_over_all_queries() -> None:
    found = [[1, 2, 9], [7]]
    truth = [[1, 2, 3], [7]]

    assert recall(found, truth) == pytest.approx(3 / 4)


def test_recall_of_different_numbers_of_queries_is_an_error() -> None:
    with pytest.raises(ValueError, match="argument 2 is longer"):
        recall([[1]], [[1], [2]])


def test_recall_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="Nothing was to be found"):
        recall([[1]], [[]])


def test_limits_include_their_border() -> None:
    assert at_most(2.0, 2.0, "").is_kept
    assert not at_most(2.1, 2.0, "").is_kept
    assert at_least(0.97, 0.97, "").is_kept
    assert not at_least(0.96, 0.97, "").is_kept


def test_the_two_take_turns_in_going_first() -> None:
    assert [turns(0), turns(1), turns(2)] == [(True, False), (False, True), (True, False)]


def test_time_is_appended() -> None:
    seconds: list[float] = []

    with timed(seconds):
        pass

    assert len(seconds) == 1
    assert seconds[0] >= 0


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.00123, Unit.SECONDS, "1.23 ms"),
        (0.25, Unit.SECONDS, "250 ms"),
        (42.41, Unit.SECONDS, "42.4 s"),
        (1_234.0, Unit.SECONDS, "1,234 s"),
        (0.6e9, Unit.BYTES, "600 MB"),
        (1.5e9, Unit.BYTES, "1.50 GB"),
        (0.98, Unit.SHARE, "0.980"),
    ],
)
def test_numbers_are_shown_to_three_digits_in_the_unit_that_suits_them(
    value: float, unit: Unit, shown: str
) -> None:
    assert number(value, unit) == shown


def test_the_table_says_which_limits_are_kept() -> None:
    kept = Row(
        benchmark="words",
        what="quick",
        ours=spread([0.001, 0.002]),
        beside=single(0.004, Unit.SECONDS),
        beside_name="theirs",
        ratio=0.5,
        limit=at_most(0.5, 4, "4 ×"),
        note="a word on it",
    )
    missed = Row(benchmark="words", what="slow", ours=single(5, Unit.SECONDS), limit=at_most(5, 4, "≤ 4 s"))

    head, name, first, note, second = lines([kept, missed])

    assert head.split() == ["ours", "p50", "p95", "beside", "p50", "p95", "ratio", "limit"]
    assert name == "words"
    assert " ".join(first.split()) == "quick 1.50 ms 1.95 ms theirs 4.00 ms 0.50 × 4 × within"
    assert note.strip() == "a word on it"
    assert " ".join(second.split()) == "slow 5.00 s ≤ 4 s OVER"
