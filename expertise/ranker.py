"""Combines what was said with who is around: a few weights over scale-free shares."""

from collections.abc import Collection, Mapping, Sequence
from math import log

from expertise.types import PersonId, Signal

FLOOR = 0.003
"""Share of somebody of whom nothing is known, so that one missing signal excludes nobody."""

_SIGNALS = tuple(Signal)

Weights = Mapping[Signal, float]
"""How much each signal counts. Shares are scale-free, so weights travel between workspaces."""

Values = Mapping[Signal, Mapping[PersonId, float]]
"""Each signal's amount for each person, in whatever unit; missing people have none."""

PRIOR: Weights = {
    Signal.WORDS: 0.54,
    Signal.MEANING: 0.51,
    Signal.LEARNING: 0.28,
    Signal.HERE: 0.69,
    Signal.ANYWHERE: -0.90,
    Signal.LATELY: 0.59,
    Signal.TIES: 0.11,
}
"""What a workspace without a past of its own begins with; docs/ranking.md says where it comes from."""


def log_shares(people: Collection[PersonId], values: Values) -> dict[PersonId, dict[Signal, float]]:
    """Each person's share of each signal's sum over these people, as a logarithm above a floor.

    Nobody else has any influence. A signal that is empty is 0 for everyone: it decides nothing.
    """
    ordered = sorted(people)
    columns = [_log_shares(ordered, values.get(signal, {})) for signal in _SIGNALS]
    rows = zip(*columns, strict=True)
    return {person: dict(zip(_SIGNALS, row, strict=True)) for person, row in zip(ordered, rows, strict=True)}


def _log_shares(people: Sequence[PersonId], amounts: Mapping[PersonId, float]) -> list[float]:
    given = [amounts.get(person, 0.0) for person in people]
    own = [amount if amount > 0 else 0.0 for amount in given]
    total = sum(own)
    if not total > 0:
        return [0.0] * len(own)
    least = log(FLOOR)  # of most people in most signals
    return [log(FLOOR + amount / total) if amount else least for amount in own]


def score(shares: Mapping[Signal, float], weights: Weights) -> float:
    """The weighted sum: a conditional logit's utility (McFadden 1974)."""
    return sum([weights.get(signal, 0.0) * shares[signal] for signal in _SIGNALS])
