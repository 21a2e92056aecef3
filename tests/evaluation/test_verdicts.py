"""Ours beside the baselines: which one is the best, what the targets are, when it is worse."""

from collections.abc import Sequence

import pytest

from evaluation.measures import Score
from evaluation.sets import Kind
from evaluation.table import lines
from evaluation.verdicts import Check, Measured, judge

MANY = 200


def scored(by_query: Sequence[float], load: float = 0.5, **values: float) -> Score:
    mean = sum(by_query) / len(by_query)
    own = {"MRR": mean, "S@1": 0.0, "S@3": 0.0, "S@5": 0.0, "R@10": 0.0}
    people = {"noHub MRR": mean, "top3 load": load, "Gini": 0.2}
    return Score(values=own | people | values, by_query=by_query, without_hubs=by_query)


def told(checks: Sequence[Check]) -> list[tuple[str, str, bool | None]]:
    return [(c.measured, c.beside, c.is_met if c.target else None) for c in checks]


def test_ours_is_held_against_the_best_baseline_and_the_habit() -> None:
    scores = {
        "channel180": scored([0.4] * MANY),
        "bm25": scored([0.5] * MANY),
        "kenner": scored([0.6] * MANY, load=0.7),
    }

    verdict = judge(Kind.ASK, scores)

    assert told(verdict.checks) == [
        (Measured.MRR, "bm25", True),
        (Measured.MRR, "channel180", None),
        (Measured.WITHOUT_HUBS, "bm25", True),
        (Measured.LOAD, "", False),
    ]
    assert not verdict.is_worse


def test_how_much_the_gain_varies_over_time_is_told() -> None:
    best, ours = [0.5] * 10, [0.5, 0.5, 0.6, 0.6, 0.4, 0.4, 0.5, 0.5, 1.0, 1.0]
    scores = {"channel180": scored(best), "kenner": scored(ours)}

    verdict = judge(Kind.ASK, scores)

    assert verdict.by_time == pytest.approx([1.0, 1.2, 0.8, 1.0, 2.0])
    assert "1.000  1.200  0.800  1.000  2.000" in "\n".join(lines(Kind.ASK, 10, scores, verdict))


def test_pulled_has_to_gain_more() -> None:
    scores = {"channel180": scored([0.5] * MANY), "kenner": scored([0.6] * MANY)}

    verdict = judge(Kind.PULLED, scores)

    assert told(verdict.checks)[0] == (Measured.MRR, "channel180", False)


def test_worse_beyond_chance_is_worse() -> None:
    best = [0.4, 0.6] * (MANY // 2)
    scores = {"channel180": scored(best), "kenner": scored([0.9 * value for value in best])}

    assert judge(Kind.ASK, scores).is_worse


def test_worse_by_chance_is_not_worse() -> None:
    scores = {"channel180": scored([0.0, 1.0, 0.1, 0.9]), "kenner": scored([1.0, 0.0, 0.1, 0.8])}

    verdict = judge(Kind.ASK, scores)

    assert verdict.checks[0].value < 1
    assert not verdict.is_worse


def test_answers_are_held_against_bm25_even_where_another_is_better() -> None:
    scores = {
        "bm25": scored([0.2] * MANY),
        "dense": scored([0.3] * MANY),
        "kenner": scored([0.4] * MANY, answered=0.2, **{"P@1": 0.7}),
    }

    assert told(judge(Kind.ANSWERS, scores).checks) == [
        (Measured.MRR, "bm25", True),
        (Measured.MRR, "dense", None),
        (Measured.RIGHT, "", False),
        (Measured.ANSWERED, "", True),
    ]


def test_the_table_says_what_is_met() -> None:
    scores = {"channel180": scored([0.5] * MANY), "kenner": scored([0.6] * MANY, load=0.75)}

    drawn = list(lines(Kind.ASK, MANY, scores, judge(Kind.ASK, scores)))

    assert [line.split()[:3] for line in drawn[:3]] == [
        ["ask", "n", "MRR"],
        ["channel180", "200", "0.500"],
        ["kenner", "200", "0.600"],
    ]
    assert "ours ÷ channel180" in drawn[3]
    assert "[1.200, 1.200]" in drawn[3]
    assert drawn[3].endswith("target: at least 1.15  met")
    assert drawn[-2].endswith("target: at most 0.60   not met")
