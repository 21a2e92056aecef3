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
        return wilson(self.count, self.of).low

    @property
    def high(self) -> float:
        """The upper end of Wilson's 95 % interval."""
        return wilson(self.count, self.of).high


def wilson(count: float, of: float) -> Interval:
    """Wilson's 95 % interval (1927) of a share; ``of`` need not be whole, as with cases of unequal weight.

    Of nothing, the share is 0 and may be anything.
    """
    if of <= 0:
        return Interval(value=0.0, low=0.0, high=1.0)
    middle = (count + _Z**2 / 2) / (of + _Z**2)
    half = _Z * sqrt(max(0.0, count * (of - count) / of) + _Z**2 / 4) / (of + _Z**2)
    return Interval(value=count / of, low=max(0.0, middle - half), high=min(1.0, middle + half))


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
