"""Was it as often right as it said it would be? Predicted probabilities beside what then happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from expertise.shares import Share

_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Predictions of about the same probability: their mean, and how often they came true."""

    predicted: float
    observed: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """A reliability diagram, its bins by rising probability, and the Brier score: 0 is best, 1 is worst."""

    bins: tuple[Bin, ...]
    brier: float


def reliability(pairs: Iterable[tuple[float, bool]]) -> Reliability | None:
    """Of ``(probability, was_right)`` pairs, in ten bins of equal width; None where there are no pairs.

    The Brier score is the mean of ``(probability - was_right) ** 2`` (Brier 1950).
    """
    known = list(pairs)
    if not known:
        return None
    binned: dict[int, list[tuple[float, bool]]] = {}
    for pair in known:
        binned.setdefault(min(int(pair[0] * _BINS), _BINS - 1), []).append(pair)
    return Reliability(
        bins=tuple(_bin(binned[number]) for number in sorted(binned)),
        brier=fmean((probability - was_right) ** 2 for probability, was_right in known),
    )


def _bin(pairs: list[tuple[float, bool]]) -> Bin:
    return Bin(
        predicted=fmean(probability for probability, _ in pairs),
        observed=Share(count=sum(was_right for _, was_right in pairs), of=len(pairs)),
    )
