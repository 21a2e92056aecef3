"""Combines what was said with who is around: a few weights over scale-free shares."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

import numpy as np

from expertise.types import PersonId, Signal

FLOOR = 0.003
"""Share of somebody of whom nothing is known, so that one missing signal excludes nobody."""

BEST = 10
"""People that a contribution is compared with."""

NOTABLE = 0.1
"""Nats of utility from which a contribution is a reason worth telling: odds of ten to nine."""

_SIGNALS = tuple(Signal)

Weights = Mapping[Signal, float]
"""How much each signal counts. Shares are scale-free, so weights travel between workspaces."""

Values = Mapping[Signal, Mapping[PersonId, float]]
"""Each signal's amount for each person, in whatever unit; missing people have none."""

PRIOR: Weights = {
    Signal.WORDS: 0.60,
    Signal.MEANING: 0.60,
    Signal.LEARNING: 0.25,
    Signal.HERE: 0.75,
    Signal.ANYWHERE: -0.70,
    Signal.LATELY: 0.25,
    Signal.TIES: 0.10,
    Signal.DECLARED: 0.30,
}
"""What a workspace without a past of its own begins with; docs/ranking.md says where it comes from."""


class Choice(StrEnum):
    """Which weights a workspace uses."""

    PRIOR = "prior"
    ADAPTED = "adapted"
    HABIT = "habit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Weights, and why these: mean reciprocal rank of each choice over the latest examples."""

    choice: Choice
    weights: Weights
    learned_from: int = 0
    tested_on: int = 0
    figures: Mapping[Choice, float] | None = None


def with_declared(weights: Weights) -> Weights:
    """These, and where they do not weigh declarations, the shipped weight: no past tells of any."""
    return {Signal.DECLARED: PRIOR[Signal.DECLARED], **weights}


class Shares(Mapping[PersonId, Mapping[Signal, float]]):
    """Log shares by person, ordered by id: kept by signal, for most people are never looked at."""

    def __init__(self, rows: Mapping[PersonId, int], columns: Sequence[Sequence[float]]) -> None:
        """``rows`` number the people in order; of each signal a column with a log share for each of them."""
        self._columns = columns
        self._rows = rows

    def __getitem__(self, person: PersonId) -> dict[Signal, float]:
        row = self._rows[person]
        return {signal: own[row] for signal, own in zip(_SIGNALS, self._columns, strict=True)}

    def __iter__(self) -> Iterator[PersonId]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def utilities(self, weights: Weights) -> dict[PersonId, float]:
        """Everybody's ``score``, best first, ties by id."""
        total = np.zeros(len(self))
        for signal, own in zip(_SIGNALS, self._columns, strict=True):
            total = total + weights.get(signal, 0.0) * np.array(own)
        order = np.argsort(-total, kind="stable").tolist()
        people, scores = list(self._rows), total.tolist()
        return {people[row]: scores[row] for row in order}


def log_shares(people: Collection[PersonId], values: Values) -> Shares:
    """Each person's share of each signal's sum over these people, as a logarithm above a floor.

    Nobody else has any influence. A signal that is empty is 0 for everyone: it decides nothing.
    """
    rows = {person: row for row, person in enumerate(sorted(people))}
    return Shares(rows, [_log_shares(rows, values.get(signal, {})) for signal in _SIGNALS])


def _log_shares(rows: Mapping[PersonId, int], amounts: Mapping[PersonId, float]) -> list[float]:
    own = [0.0] * len(rows)
    for person, amount in amounts.items():
        if amount > 0 and (row := rows.get(person)) is not None:
            own[row] = amount
    total = sum(own)
    if not total > 0:
        return own
    least = log(FLOOR)  # of most people in most signals
    return [log(FLOOR + amount / total) if amount else least for amount in own]


def reasons(ranked: Sequence[Mapping[Signal, float]], weights: Weights) -> list[tuple[Signal, ...]]:
    """For each of these people, best first: the signals that put them there, the strongest first.

    A signal's contribution is its weight times how far its log share is above the mean of the
    ``BEST`` people; below ``NOTABLE`` it is no reason. Further down nobody is shown, and none is given.
    """
    best = ranked[:BEST]
    means = {s: sum(shares[s] for shares in best) / len(best) for s in Signal} if best else {}
    found = []
    for shares in best:
        gains = {s: weights.get(s, 0.0) * (shares[s] - means[s]) for s in Signal if weights.get(s, 0.0) > 0}
        notable = [s for s in gains if gains[s] >= NOTABLE]
        found.append(tuple(sorted(notable, key=lambda s: (-gains[s], s))))
    return found + [()] * (len(ranked) - len(best))


def score(shares: Mapping[Signal, float], weights: Weights) -> float:
    """The weighted sum: a conditional logit's utility (McFadden 1974)."""
    return sum([weights.get(signal, 0.0) * shares[signal] for signal in _SIGNALS])
