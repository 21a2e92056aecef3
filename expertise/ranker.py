"""Combines what was said with who is around: a few weights over scale-free shares."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log

from expertise.types import Activity, PersonId

_FLOOR = 0.01
"""Share of somebody of whom nothing is known, so that one missing signal excludes nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each signal counts. Shares are scale-free, so weights travel between workspaces."""

    votes: float = 1.0
    here: float = 0.6
    anywhere: float = 0.1


def combine(
    people: Collection[PersonId],
    votes: Mapping[PersonId, float],
    activity: Mapping[PersonId, Activity],
    weights: Weights,
) -> dict[PersonId, float]:
    """A weighted sum of log shares for each of these people; nobody else has any influence.

    A share is a person's part of a signal's sum over the people given; its logarithm is taken above
    a floor (a conditional logit, McFadden 1974). Where a signal is empty, it decides nothing.
    """
    ordered = sorted(people)
    nothing = Activity()
    signals = (
        (weights.votes, {p: votes.get(p, 0.0) for p in ordered}),
        (weights.here, {p: activity.get(p, nothing).here for p in ordered}),
        (weights.anywhere, {p: activity.get(p, nothing).anywhere for p in ordered}),
    )
    scores = dict.fromkeys(ordered, 0.0)
    for weight, values in signals:
        total = sum(values.values())
        if total > 0:
            for person, value in values.items():
                scores[person] += weight * log(_FLOOR + value / total)
    return scores
