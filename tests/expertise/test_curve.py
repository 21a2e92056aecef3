"""Precision against share answered, by hand."""

from math import inf, isinf
from random import Random

import pytest

from expertise.curve import FEWEST, POOLED, Case, Point, curve, drawn, proposed
from expertise.shares import wilson

RIGHT, WRONG, UNKNOWN = True, False, None


def case(chance: float, is_right: bool | None = UNKNOWN, weight: float = 1.0) -> Case:  # noqa: FBT001 as a field
    return Case(chance=chance, is_right=is_right, weight=weight)


def at(bar: float, cases: list[Case], whole: list[Point] | None = None) -> Point:
    return next(point for point in curve(cases, whole) if point.bar == bar)


def test_all_questions_count_for_what_is_said_and_judged_ones_for_what_helped() -> None:
    found = at(0.5, [case(0.9, RIGHT), case(0.5, WRONG), case(0.6), case(0.4, RIGHT), case(0.0)])

    assert (found.answered.count, found.answered.of) == (3, 5)
    assert (found.right, found.judged, found.size) == (wilson(1, 2), 2, 2.0)


def test_a_case_that_stands_for_many_counts_as_many_but_tells_no_more() -> None:
    found = at(0.5, [case(0.9, RIGHT, 1.0), case(0.6, WRONG, 3.0)])

    assert found.right.value == pytest.approx(0.25)
    assert found.size == pytest.approx(16 / 10)  # (1 + 3)² / (1² + 3²)
    assert found.judged == 2


def test_where_nothing_is_judged_everything_is_possible() -> None:
    found = at(0.5, [case(0.9), case(0.1)])

    assert (found.right.value, found.right.low, found.right.high, found.size) == (0.0, 0.0, 1.0, 0.0)


def test_a_small_group_is_drawn_to_the_whole_and_a_large_one_hardly() -> None:
    whole = list(curve([case(0.9, RIGHT)] * 80 + [case(0.9, WRONG)] * 20))

    few = at(0.5, [case(0.9, WRONG)], whole)
    many = at(0.5, [case(0.9, WRONG)] * 180, whole)

    assert few.right.value == pytest.approx(0.8 * POOLED / (POOLED + 1))
    assert many.right.value == pytest.approx(0.8 * POOLED / (POOLED + 180))
    assert few.judged == 1


def test_a_whole_of_three_lends_no_more_than_three() -> None:
    whole = list(curve([case(0.9, RIGHT)] * 3))

    assert at(0.5, [case(0.9, WRONG)], whole).size == pytest.approx(4)


def test_a_bar_is_proposed_where_the_lower_end_reaches_the_aim() -> None:
    cases = [case(0.9, RIGHT)] * 40 + [case(0.4, WRONG)] * 40

    found = proposed(curve(cases), 0.8)

    assert (found.shown, found.likely) == (0.45, 0.45)  # 40 of 40: at least .91
    assert (found.judged, found.answered.value) == (40, 0.5)


def test_few_good_cases_make_it_likely_and_show_nothing() -> None:
    found = proposed(curve([case(0.9, RIGHT)] * 6 + [case(0.4, WRONG)] * 40), 0.8)

    assert isinf(found.shown)
    assert (found.likely, found.judged) == (0.45, 6)


def test_nothing_is_proposed_below_a_bar_that_misses_the_aim() -> None:
    lucky = [case(0.95, WRONG)] * FEWEST + [case(0.5, RIGHT)] * 200

    assert proposed(curve(lucky), 0.8).shown == inf


def test_too_few_say_nothing_of_the_bars_below_them() -> None:
    cases = [case(0.95, WRONG)] * (FEWEST - 1) + [case(0.5, RIGHT)] * 200

    assert proposed(curve(cases), 0.8).shown == 0.05


def test_without_judgements_nothing_is_proposed() -> None:
    found = proposed(curve([case(0.9)] * 50), 0.8)

    assert (found.shown, found.likely, found.judged) == (inf, inf, 0)


def test_a_sample_takes_all_of_the_surest_and_stands_for_everyone() -> None:
    chances = [place / 1_000 for place in range(1_000)]

    sample = drawn(chances, 100, Random(1))

    assert {place for place, weight in sample if weight == 1.0} >= set(range(950, 1_000))
    assert sum(weight for _, weight in sample) == pytest.approx(1_000)
    assert sample == drawn(chances, 100, Random(1))
    assert [place for place, _ in sample] != sorted((place for place, _ in sample), reverse=True)


def test_a_sample_of_nothing_is_empty() -> None:
    assert drawn([], 100, Random(1)) == []
