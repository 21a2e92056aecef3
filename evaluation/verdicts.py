"""What the measures come to: ours beside the baselines, each comparison with its target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from evaluation.measures import Score
from evaluation.runs import OURS
from evaluation.sets import Kind
from expertise.baselines import BM25, CHANNEL
from expertise.evaluation import Ratio, mean_ratio

_MRR = {Kind.ASK: 1.15, Kind.WHOKNOWS: 1.15, Kind.PULLED: 1.30}
_WITHOUT_HUBS = 1.15
_LOAD = 0.60
_ANSWERS = 1.6
_RIGHT = 0.80
_ANSWERED = 0.15
_FIFTHS = 5


class Measured(StrEnum):
    """What a check looks at; those named ``…MRR`` are ratios."""

    MRR = "MRR"
    WITHOUT_HUBS = "noHub MRR"
    LOAD = "top3 load"
    ANSWERED = "answered"
    RIGHT = "P@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One figure of ours; ``beside`` names the baseline that it is a ratio to, with its interval.

    Without a target it is there to be read.
    """

    measured: Measured
    value: float
    beside: str = ""
    ratio: Ratio | None = None
    target: float | None = None
    is_upper: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the figure itself, not its interval, reaches the target."""
        if self.target is None:
            return True
        return self.value <= self.target if self.is_upper else self.value >= self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All checks of a kind. ``is_worse``: wholly below its best baseline, beyond chance.

    ``by_time`` are the ratios of MRR to the best baseline in fifths of the queries, the earliest first: how
    much the gain varies.
    """

    checks: Sequence[Check]
    is_worse: bool
    by_time: Sequence[float] = ()


def judge(kind: Kind, scores: Mapping[str, Score]) -> Verdict:
    """Ours beside the best baseline, the habit, and the targets."""
    best = _best(scores, Measured.MRR)
    to_best = mean_ratio(scores[OURS].by_query, scores[best].by_query)
    checks = _of_answers(scores) if kind is Kind.ANSWERS else _of_people(kind, scores)
    by_time = _fifths(scores[OURS].by_query, scores[best].by_query)
    return Verdict(checks=list(checks), is_worse=to_best.is_below_one, by_time=by_time)


def _fifths(ours: Sequence[float], other: Sequence[float]) -> list[float]:
    """Ratios of means over fifths of the qrels' order, which is that of time."""
    size = len(ours) / _FIFTHS
    borders = [round(number * size) for number in range(_FIFTHS + 1)]
    parts = [slice(start, end) for start, end in pairwise(borders)]
    return [sum(ours[part]) / sum(other[part]) for part in parts if sum(other[part]) > 0]


def _of_people(kind: Kind, scores: Mapping[str, Score]) -> Iterator[Check]:
    best = _best(scores, Measured.MRR)
    yield _mrr(scores, best, _MRR[kind])
    if best != CHANNEL:
        yield _mrr(scores, CHANNEL)
    if scores[OURS].without_hubs:
        yield _without_hubs(scores)
    load = scores[OURS].values[Measured.LOAD]
    yield Check(measured=Measured.LOAD, value=load, target=_LOAD, is_upper=True)


def _of_answers(scores: Mapping[str, Score]) -> Iterator[Check]:
    yield _mrr(scores, BM25, _ANSWERS)
    if (best := _best(scores, Measured.MRR)) != BM25:
        yield _mrr(scores, best)
    ours = scores[OURS].values
    yield Check(measured=Measured.RIGHT, value=ours.get(Measured.RIGHT, 0.0), target=_RIGHT)
    yield Check(measured=Measured.ANSWERED, value=ours.get(Measured.ANSWERED, 0.0), target=_ANSWERED)


def _mrr(scores: Mapping[str, Score], beside: str, target: float | None = None) -> Check:
    ratio = mean_ratio(scores[OURS].by_query, scores[beside].by_query)
    return Check(measured=Measured.MRR, value=ratio.value, beside=beside, ratio=ratio, target=target)


def _without_hubs(scores: Mapping[str, Score]) -> Check:
    best = _best(scores, Measured.WITHOUT_HUBS)
    ratio = mean_ratio(scores[OURS].without_hubs, scores[best].without_hubs)
    return Check(
        measured=Measured.WITHOUT_HUBS, value=ratio.value, beside=best, ratio=ratio, target=_WITHOUT_HUBS
    )


def _best(scores: Mapping[str, Score], measured: Measured) -> str:
    """The baseline that is best by this measure; the first of those that are alike."""
    return max((name for name in scores if name != OURS), key=lambda name: scores[name].values[measured])
