"""Runs against qrels. Ranks are measured by ir_measures; load, which it does not know, by ourselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, Success

from evaluation.runs import Run
from evaluation.sets import Kind, Qrels
from expertise.evaluation import gini, top_load

DARING = 0.5
"""The probability from which on the bot would show a past thread as an answer."""

_RANKED = {"MRR": RR, "S@1": Success @ 1, "S@3": Success @ 3, "S@5": Success @ 5, "R@10": R @ 10}
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Measures by name; the reciprocal rank of each query, and without the hubs, in the qrels' order."""

    values: Mapping[str, float]
    by_query: Sequence[float]
    without_hubs: Sequence[float]


def score(run: Run, qrels: Qrels, hubs: frozenset[str], kind: Kind) -> Score:
    """Every query of the qrels counts; one that the run leaves out scores 0."""
    run = run.among(qrels)
    ranked = {name: _by_query(measure, run, qrels) for name, measure in _RANKED.items()}
    values = {name: _mean(each) for name, each in ranked.items()}
    by_query = ranked["MRR"]
    if kind is Kind.ANSWERS:
        return Score(values=values | _dared(run, ranked["S@1"], qrels), by_query=by_query, without_hubs=())
    without = _without_hubs(run, qrels, hubs)
    values |= {"noHub MRR": _mean(without), **_load(run)}
    return Score(values=values, by_query=by_query, without_hubs=without)


def _by_query(measure: ir_measures.Measure, run: Run, qrels: Qrels) -> list[float]:
    if not qrels:
        return []
    relevant = {qid: dict.fromkeys(names, 1) for qid, names in qrels.items()}
    scores = {
        qid: {name: -float(rank) for rank, name in enumerate(ranking)}
        for qid, ranking in run.rankings.items()
        if ranking
    }
    found = {metric.query_id: metric.value for metric in ir_measures.iter_calc([measure], relevant, scores)}
    return [float(found.get(qid, 0.0)) for qid in qrels]


def _without_hubs(run: Run, qrels: Qrels, hubs: frozenset[str]) -> list[float]:
    """Whether anyone but the usual suspects is found: they are taken out of rankings and qrels."""
    others = {qid: names - hubs for qid, names in qrels.items() if names - hubs}
    rankings = {qid: [n for n in ranking if n not in hubs] for qid, ranking in run.rankings.items()}
    return _by_query(RR, Run(rankings=rankings).among(others), others)


def _load(run: Run) -> dict[str, float]:
    """How first places are spread: over the three busiest, and over all placed in any top five."""
    ranked = [ranking for ranking in run.rankings.values() if ranking]
    firsts = [ranking[0] for ranking in ranked]
    shown = {name for ranking in ranked for name in ranking[:_SHOWN]}
    counts = Counter(firsts)
    return {"top3 load": top_load(firsts), "Gini": gini([counts[name] for name in shown])}


def _dared(run: Run, first_is_right: Sequence[float], qrels: Qrels) -> dict[str, float]:
    """How often it would speak, and how often it is right then; nothing for runs without probabilities."""
    if not run.top:
        return {}
    dared = [right for qid, right in zip(qrels, first_is_right, strict=True) if run.top.get(qid, 0) >= DARING]
    return {"answered": len(dared) / len(qrels) if qrels else 0.0, "P@1": _mean(dared)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
