"""How good rankings were, once history has told who helped; and how much of a gain is chance."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from expertise.types import PersonId

RESAMPLES = 10_000
SEED = 20_240_607
_AT_ONCE = 500


def is_success(ranking: Sequence[PersonId], relevant: Collection[PersonId], cutoff: int) -> bool:
    """Success at a cutoff: somebody relevant is among the first ``cutoff``."""
    return any(person in relevant for person in ranking[:cutoff])


def reciprocal_rank(ranking: Sequence[PersonId], relevant: Collection[PersonId]) -> float:
    """``1 / rank`` of the first relevant person, counted from 1; 0 when there is none."""
    return next((1 / rank for rank, person in enumerate(ranking, 1) if person in relevant), 0.0)


def top_load(firsts: Sequence[Hashable], top: int = 3) -> float:
    """The share of first places that the ``top`` most often first-placed get; 0 without any."""
    most = Counter(firsts).most_common(top)
    return sum(count for _, count in most) / len(firsts) if firsts else 0.0


def gini(counts: Collection[int]) -> float:
    """Inequality of counts: 0 when all are alike, near 1 when one has everything.

    ``sum((2 i - n - 1) x_i) / (n sum(x))`` over the counts in rising order, i from 1.
    """
    rising, n = sorted(counts), len(counts)
    total = sum(rising)
    return sum((2 * i - n - 1) * x for i, x in enumerate(rising, 1)) / (n * total) if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One mean over another, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def is_below_one(self) -> bool:
        """Whether the whole interval lies below 1: worse, and not by chance."""
        return self.high < 1


def mean_ratio(
    ours: Sequence[float], theirs: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Ratio:
    """The mean of ``ours`` over the mean of ``theirs``, by query, with a paired percentile bootstrap.

    Each resample draws queries with replacement and takes both values of each. Nothing over nothing
    is 1. Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 13.3. Raises
    ValueError if the lengths differ or are 0.
    """
    if not ours or len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} and {len(theirs)} values are no pairs")
    values = np.array([ours, theirs], dtype=np.float64).T
    draw = np.random.default_rng(seed)
    even = np.full(len(values), 1 / len(values))
    sums = [
        draw.multinomial(len(values), even, size=min(_AT_ONCE, resamples - start)) @ values
        for start in range(0, resamples, _AT_ONCE)
    ]
    low, high = np.quantile(_ratios(np.concatenate(sums)), [0.025, 0.975], method="inverted_cdf")
    (value,) = _ratios(values.sum(axis=0, keepdims=True))
    return Ratio(value=float(value), low=float(low), high=float(high))


def _ratios(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    ours, theirs = sums.T
    ratios: NDArray[np.float64] = np.where(ours > 0, np.inf, 1.0)
    np.divide(ours, theirs, out=ratios, where=theirs > 0)
    return ratios
