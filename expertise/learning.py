"""Learns the ranker's weights from past questions: a conditional logit, held close to a prior.

Everything is deterministic given the examples. Nothing newer than a week is learned from: before
that, who would still answer is not known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from expertise.ranker import PRIOR, Choice, Learned, Weights
from expertise.types import PersonId, Signal

Matrix = npt.NDArray[np.float64]
SIGNALS = tuple(signal for signal in Signal if signal is not Signal.DECLARED)
"""Those that a past tells of. Nobody has declared anything in it, so that signal keeps its weight."""

COMPLETE = timedelta(days=7)
"""After this long, whoever would answer has answered."""

STRENGTH = 30.0
"""How firmly the prior holds: as if that many questions had already spoken for it (L2)."""

CONTENDERS = 60
"""Best people of an example that are learned from: the far end of a ranking only adds noise."""

ENOUGH = 60
"""Examples below which nothing is learned."""

TERM = timedelta(days=28)
"""Weights change on fixed dates, this far apart."""

_LATEST_PART = 1 / 3

HABIT: Weights = {Signal.HERE: 1.0, Signal.ANYWHERE: 0.1}
"""Ask whoever has been answering here lately: what the ranker must never fall below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A past question, with its candidates as they were when it was asked.

    ``shares`` of shape (people, signals) are log shares; ``helped`` of shape (people,) is who answered.
    """

    asked_at: datetime
    shares: Matrix
    helped: npt.NDArray[np.bool_]


def example(
    asked_at: datetime, signals: Mapping[PersonId, Mapping[Signal, float]], helpers: frozenset[PersonId]
) -> Example | None:
    """An example from a ranking's signals, best first; None when no helper is among the contenders."""
    people = list(signals)[:CONTENDERS]
    helped = np.array([person in helpers for person in people], dtype=np.bool_)
    if not helped.any() or helped.all():
        return None
    shares = np.array([[signals[person][signal] for signal in SIGNALS] for person in people])
    return Example(asked_at=asked_at, shares=shares, helped=helped)


def fit(examples: Sequence[Example], prior: Weights = PRIOR, strength: float = STRENGTH) -> Weights:
    """The weights under which the helpers were likeliest to come first, drawn towards the prior.

    Maximum a posteriori of the probability that somebody who helped is chosen (McFadden 1974), by
    L-BFGS from the prior.
    """
    start = _vector(prior)
    most = max(len(each.helped) for each in examples)
    shares = np.zeros((len(examples), most, len(SIGNALS)))
    helped = np.zeros((len(examples), most))
    absent = np.full((len(examples), most), -np.inf)
    for row, each in enumerate(examples):
        size = len(each.helped)
        shares[row, :size], helped[row, :size], absent[row, :size] = each.shares, each.helped, 0.0

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        utility = shares @ weights + absent
        chance = np.exp(utility - utility.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        by_helpers = chance * helped
        total = np.maximum(by_helpers.sum(axis=1, keepdims=True), 1e-300)
        away = weights - start
        gradient = strength * away - np.einsum("qp,qps->s", by_helpers / total - chance, shares)
        return float(0.5 * strength * away @ away - np.log(total).sum()), gradient

    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B")
    learned: Weights = {signal: round(float(w), 4) for signal, w in zip(SIGNALS, found.x, strict=True)}
    return {**prior, **learned}


def reciprocal_ranks(examples: Sequence[Example], weights: Weights) -> Matrix:
    """One for each example, shape (examples,)."""
    vector = _vector(weights)
    return np.array([_reciprocal_rank(each, vector) for each in examples])


def choose(examples: Sequence[Example], prior: Weights = PRIOR) -> Learned:
    """Adapt the prior, but only if that has helped with the latest questions, learned from the ones before.

    The habit replaces both. Each only where it was better by more than the noise.
    """
    if len(examples) < ENOUGH:
        return Learned(choice=Choice.PRIOR, weights=prior)
    ordered = sorted(examples, key=lambda each: each.asked_at)
    border = len(ordered) - round(len(ordered) * _LATEST_PART)
    earlier, latest = ordered[:border], ordered[border:]
    options: dict[Choice, Callable[[], Weights]] = {
        Choice.PRIOR: lambda: prior,
        Choice.ADAPTED: lambda: fit(ordered, prior),
        Choice.HABIT: lambda: HABIT,
    }
    ranks = {
        Choice.PRIOR: reciprocal_ranks(latest, prior),
        Choice.ADAPTED: reciprocal_ranks(latest, fit(earlier, prior)),
        Choice.HABIT: reciprocal_ranks(latest, HABIT),
    }
    chosen = Choice.PRIOR
    for other in (Choice.ADAPTED, Choice.HABIT):
        if _is_clearly_better(ranks[other], ranks[chosen]):
            chosen = other
    return Learned(
        choice=chosen,
        weights=options[chosen](),
        learned_from=len(ordered),
        tested_on=len(latest),
        figures={choice: round(float(own.mean()), 4) for choice, own in ranks.items()},
    )


class Learner:
    """Collects examples as time passes, and gives the weights that hold at a time."""

    def __init__(self, prior: Weights = PRIOR) -> None:
        """Begin with nothing but the prior."""
        self._prior = prior
        self._examples: list[Example] = []
        self._term = -1
        self._learned = Learned(choice=Choice.PRIOR, weights=prior)

    def add(self, found: Example) -> None:
        """Remember an example; it counts once its truth is complete."""
        self._examples.append(found)

    def at(self, moment: datetime) -> Learned:
        """What holds at that time: learned at the last fixed date, from what was known then."""
        term = (moment - _EPOCH) // TERM
        if term != self._term:
            self._term = term
            date = _EPOCH + term * TERM
            self._learned = choose([e for e in self._examples if e.asked_at + COMPLETE <= date], self._prior)
        return self._learned

    def final(self, moment: datetime) -> Learned:
        """What is best from that time on, from all that is known then."""
        return choose([e for e in self._examples if e.asked_at + COMPLETE <= moment], self._prior)


_EPOCH = datetime(2010, 1, 4, tzinfo=UTC)


def _vector(weights: Weights) -> Matrix:
    return np.array([weights.get(signal, 0.0) for signal in SIGNALS])


def _reciprocal_rank(each: Example, weights: Matrix) -> float:
    order = np.argsort(-(each.shares @ weights), kind="stable")
    return 1.0 / (1 + int(np.argmax(each.helped[order])))


def _is_clearly_better(one: Matrix, other: Matrix) -> bool:
    """By more than one standard error of the paired difference."""
    difference = one - other
    return float(difference.mean()) > float(difference.std()) / sqrt(len(difference))
