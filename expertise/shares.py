"""Shares of a count, with how far chance may have moved them."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95 % of a normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A share with its 95 % interval; ``low <= value <= high``."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``count`` of ``of``. ``value``, ``low`` and ``high`` are between 0 and 1.

    Of nothing, the share is 0 and may be anything.
    """

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.count / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The lower end of Wilson's 95 % interval."""
        return max(0.0, self._middle - self._half) if self.of else 0.0

    @property
    def high(self) -> float:
        """The upper end of Wilson's 95 % interval."""
        return min(1.0, self._middle + self._half) if self.of else 1.0

    @property
    def _middle(self) -> float:
        return (self.count + _Z**2 / 2) / (self.of + _Z**2)

    @property
    def _half(self) -> float:
        spread = self.count * (self.of - self.count) / self.of + _Z**2 / 4
        return _Z * sqrt(spread) / (self.of + _Z**2)


def paired_difference(only_first: int, only_second: int, of: int) -> Interval:
    """By how much the first share of the same ``of`` cases is higher than the second, between -1 and 1.

    ``only_first`` and ``only_second`` count the cases in which one succeeded and the other did not.
    The interval is Agresti and Min's (2005), which adds half a case to each of the four cells.
    """
    first, second, total = only_first + 0.5, only_second + 0.5, of + 2
    middle = (first - second) / total
    half = _Z * sqrt(max(0.0, first + second - (first - second) ** 2 / total)) / total
    value = (only_first - only_second) / of if of else 0.0
    return Interval(value=value, low=min(value, middle - half), high=max(value, middle + half))
