"""The measures on generated rankings, beside the protocol's definitions written out plainly."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evaluation.measures import score
from evaluation.runs import Run
from evaluation.sets import Kind

PEOPLE = [f"U{number}" for number in range(14)]
QIDS = [f"ask:{number}" for number in range(6)]
HUBS = frozenset(PEOPLE[:3])

rankings = some.dictionaries(
    some.sampled_from(QIDS), some.lists(some.sampled_from(PEOPLE), unique=True, max_size=14)
)
relevances = some.dictionaries(
    some.sampled_from(QIDS), some.frozensets(some.sampled_from(PEOPLE), min_size=1, max_size=12), min_size=1
)
tops = some.dictionaries(some.sampled_from(QIDS), some.floats(0, 1))


@given(found=rankings, relevant=relevances)
def test_people_are_measured_as_the_protocol_says(
    found: dict[str, list[str]], relevant: dict[str, frozenset[str]]
) -> None:
    values = score(Run(rankings=found), relevant, HUBS, Kind.ASK).values

    assert values == pytest.approx(_ranked(found, relevant) | _spread(found, relevant))


@given(found=rankings, relevant=relevances, top=tops)
def test_answers_are_measured_as_the_protocol_says(
    found: dict[str, list[str]], relevant: dict[str, frozenset[str]], top: dict[str, float]
) -> None:
    top = {qid: p for qid, p in top.items() if found.get(qid)} | {"other": 0.9}
    dared = [qid for qid in relevant if found.get(qid) and top.get(qid, 0) >= 0.5]
    right = [qid for qid in dared if found[qid][0] in relevant[qid]]

    values = score(Run(rankings=found, top=top), relevant, HUBS, Kind.ANSWERS).values

    assert values == pytest.approx(
        _ranked(found, relevant)
        | {"answered": len(dared) / len(relevant), "P@1": len(right) / len(dared) if dared else 0.0}
    )


def test_by_hand() -> None:
    relevant = {"1": frozenset({"b", "c"}), "2": frozenset({"a"}), "3": frozenset({"hub"})}
    run = Run(rankings={"1": ["hub", "b", "d", "c"], "2": ["hub", "x", "y", "z", "a"], "other": ["a"]})

    scored = score(run, relevant, frozenset({"hub"}), Kind.ASK)

    assert scored.by_query == pytest.approx([1 / 2, 1 / 5, 0])
    assert scored.without_hubs == pytest.approx([1, 1 / 4])
    assert scored.values == pytest.approx(
        {
            "MRR": 0.7 / 3,
            "S@1": 0,
            "S@3": 1 / 3,
            "S@5": 2 / 3,
            "R@10": 2 / 3,
            "noHub MRR": 1.25 / 2,
            "top3 load": 1.0,
            "Gini": 7 / 8,
        }
    )


def test_a_run_without_probabilities_does_not_say_when_it_would_speak() -> None:
    assert (
        "answered" not in score(Run(rankings={"1": ["a"]}), {"1": frozenset("a")}, HUBS, Kind.ANSWERS).values
    )


# ------------------------------------------------------------------ the protocol, plainly


def _ranked(found: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]) -> dict[str, float]:
    each = [(found.get(qid, []), good) for qid, good in relevant.items()]
    rows = {
        "MRR": [_rr(ranking, good) for ranking, good in each],
        **{f"S@{k}": [float(bool(good & set(r[:k]))) for r, good in each] for k in (1, 3, 5)},
        "R@10": [len(good & set(ranking[:10])) / len(good) for ranking, good in each],
    }
    return {name: sum(values) / len(values) for name, values in rows.items()}


def _spread(found: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]) -> dict[str, float]:
    own = [found[qid] for qid in relevant if found.get(qid)]
    others = [
        _rr([name for name in found.get(qid, []) if name not in HUBS], good - HUBS)
        for qid, good in relevant.items()
        if good - HUBS
    ]
    firsts = [ranking[0] for ranking in own]
    shown = sorted(firsts.count(name) for name in {name for ranking in own for name in ranking[:5]})
    apart = sum(abs(one - other) for one in shown for other in shown)
    busiest = sorted((firsts.count(name) for name in PEOPLE), reverse=True)[:3]
    return {
        "noHub MRR": sum(others) / len(others) if others else 0.0,
        "top3 load": sum(busiest) / max(1, len(firsts)),
        "Gini": apart / (2 * len(shown) * sum(shown)) if shown else 0.0,
    }


def _rr(ranking: Sequence[str], good: frozenset[str]) -> float:
    return next((1 / rank for rank, name in enumerate(ranking, 1) if name in good), 0.0)
