"""How sure a ranking is: the calibrated probability that at least one of those shown would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

SURE = 0.9
"""Nobody further is shown once it is this likely that somebody shown would help."""

_EDGE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Turns the logit's own probability into an observed one (Platt 1999): a logistic of its log odds.

    The intercept is above 0 because several people may each be able to help.
    """

    intercept: float = 0.47
    slope: float = 0.92


UNREAD = Calibration(intercept=1.31, slope=0.25)
"""Where no model reads the question's language and words alone are compared: then the logit's own probability
tells little, and is too modest. docs/ranking.md has the measurement."""


def chance(scores: Sequence[float], shown: int, calibration: Calibration) -> float:
    """That at least one of the first ``shown`` would help, 0..1; ``scores`` are utilities, best first."""
    if not scores or shown < 1:
        return 0.0
    return _calibrated(log_odds(scores, shown), calibration)


def chance_of(place: int, scores: Sequence[float], calibration: Calibration) -> float:
    """That the one at ``place`` (the best has 0) would help, whoever else would, 0..1."""
    weights = [exp(score - scores[0]) for score in scores]
    return _calibrated(_log_odds(weights[place] / sum(weights)), calibration)


def log_odds(scores: Sequence[float], shown: int) -> float:
    """Of the first ``shown``, as the conditional logit itself has it."""
    weights = [exp(score - scores[0]) for score in scores]
    return _log_odds(sum(weights[:shown]) / sum(weights))


def _calibrated(odds: float, calibration: Calibration) -> float:
    return 1 / (1 + exp(-(calibration.intercept + calibration.slope * odds)))


def _log_odds(share: float) -> float:
    mass = min(max(share, _EDGE), 1 - _EDGE)
    return log(mass / (1 - mass))


def enough(scores: Sequence[float], most: int, calibration: Calibration) -> int:
    """How many to show: as few as make it likely that somebody would help, at most ``most``."""
    return next((n for n in range(1, most) if chance(scores, n, calibration) >= SURE), most)
