"""The statistics: what is said of many timings, how good a search is, what a limit is."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

import numpy as np


class Unit(Enum):
    """What a number counts."""

    SECONDS = "s"
    BYTES = "B"
    SHARE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Of ``count`` values, the median and what 95 % do not exceed; both alike where there is one."""

    unit: Unit
    p50: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What was promised, as it is said, and whether it is kept."""

    text: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: ours, what stands beside it, their ratio, the limit."""

    benchmark: str
    what: str
    ours: Spread
    beside: Spread | None = None
    beside_name: str = ""
    ratio: float | None = None
    limit: Limit | None = None
    note: str = ""


def spread(values: Sequence[float], unit: Unit = Unit.SECONDS) -> Spread:
    """By linear interpolation, NumPy's default. Raises ``ValueError`` where nothing was measured."""
    if not len(values):
        raise ValueError("Nothing was measured")
    p50, p95 = np.quantile(np.asarray(values, dtype=np.float64), (0.5, 0.95))
    return Spread(unit=unit, p50=float(p50), p95=float(p95), count=len(values))


def single(value: float, unit: Unit) -> Spread:
    """A thing measured once."""
    return Spread(unit=unit, p50=value, p95=value, count=1)


def at_most(value: float, most: float, text: str) -> Limit:
    """A limit from above, inclusive."""
    return Limit(text=text, is_kept=value <= most)


def at_least(value: float, least: float, text: str) -> Limit:
    """A limit from below, inclusive."""
    return Limit(text=text, is_kept=value >= least)


def recall(found: Sequence[Sequence[int]], truth: Sequence[Sequence[int]]) -> float:
    """Share of the true nearest that were found, over all queries; what else was found does not matter.

    Raises ``ValueError`` where the two are not of the same queries or nothing was to be found.
    """
    wanted = sum(len(ids) for ids in truth)
    if not wanted:
        raise ValueError("Nothing was to be found")
    return sum(len(set(f) & set(t)) for f, t in zip(found, truth, strict=True)) / wanted


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Appends the wall seconds that the block took."""
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


def turns(number: int) -> tuple[bool, bool]:
    """Who goes first in round ``number``, ours (True) or the other: they take turns."""
    return (number % 2 == 0, number % 2 == 1)
