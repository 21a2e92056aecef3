"""Precision against share answered: what a bar on a chance lets through, and how much of it is right.

Pure figures over past questions, of which some were judged. The bars that come of it are proposed only as
far as the lower end of an interval carries them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from random import Random

from expertise.shares import Interval, Share, wilson

BARS = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Bars that are looked at: few and fixed beforehand, so that none is chosen for a lucky case beside it."""

POOLED = 20.0
"""A group's share is drawn to that of the whole as if it held so many of the whole's cases."""

FEWEST = 5
"""Below so many judged cases a bar speaks neither for nor against the ones beneath it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A past question: the chance of the first past thread, and whether that was right; None: nobody knows.

    ``weight``: how many questions like it the case stands for, where it was drawn to be judged.
    """

    chance: float
    is_right: bool | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What a bar would do. ``judged`` are the cases above it that were judged, ``right`` their share.

    ``size`` is how much they weigh as evidence: less than their number where their weights differ
    (Kish 1965), more where a small group leans on the whole.
    """

    bar: float
    answered: Share
    right: Interval
    judged: int
    size: float


Curve = Sequence[Point]
"""By rising bar."""


def curve(cases: Sequence[Case], whole: Curve | None = None) -> Curve:
    """The curve of some cases; a part of a whole is drawn towards it, the fewer its own cases the more."""
    return [_point(bar, cases, whole[at] if whole else None) for at, bar in enumerate(BARS)]


def _point(bar: float, cases: Sequence[Case], whole: Point | None) -> Point:
    above = [case for case in cases if case.chance >= bar]
    judged = [case for case in above if case.is_right is not None]
    share, size = _weighed(judged)
    drawn = min(POOLED, whole.size) if whole else 0.0
    right = share * size + (whole.right.value * drawn if whole else 0.0)
    return Point(
        bar=bar,
        answered=Share(count=len(above), of=len(cases)),
        right=wilson(right, size + drawn),
        judged=len(judged),
        size=size + drawn,
    )


def _weighed(judged: Iterable[Case]) -> tuple[float, float]:
    """The weighted share of right ones, and the size of an even sample that would tell as much."""
    known = list(judged)
    total = sum(case.weight for case in known)
    if not total:
        return 0.0, 0.0
    right = sum(case.weight for case in known if case.is_right)
    return right / total, total**2 / sum(case.weight**2 for case in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A bar for an aim. ``shown``: from it on the aim is reached, by the lower end of the interval.

    ``likely``: from it on it is by the share itself, which chance may have made; to be tried where nothing
    is said. Both are infinite where no bar does; ``judged`` is what stands behind the first of them there is.
    """

    aim: float
    shown: float
    likely: float
    judged: int
    answered: Share


def proposed(points: Curve, aim: float) -> Proposal:
    """The lowest bars that reach an aim, if every one above them that can be told does by its share."""
    reaching = list(_reaching(points, aim))
    shown = [point for point in reaching if point.right.low >= aim]
    first = min(shown or reaching, key=lambda point: point.bar, default=None)
    return Proposal(
        aim=aim,
        shown=min((point.bar for point in shown), default=inf),
        likely=min((point.bar for point in reaching), default=inf),
        judged=first.judged if first else max((point.judged for point in points), default=0),
        answered=first.answered if first else Share(count=0, of=0),
    )


def _reaching(points: Curve, aim: float) -> Iterable[Point]:
    """From the highest bar downwards, until one of enough cases misses the aim."""
    for point in sorted(points, key=lambda each: -each.bar):
        if point.judged < FEWEST:
            continue
        if point.right.value < aim:
            return
        yield point


SAMPLE = 160
"""What is drawn beside the twentieth with the highest chances, of which all are."""

STEPS = ((0.05, 1.0), (0.15, 0.3), (0.5, 0.25), (1.0, 0.15))
"""Of the questions by falling chance: up to which share, and which part of the sample is drawn there."""


def drawn(chances: Sequence[float], size: int, draw: Random) -> list[tuple[int, float]]:
    """A sample to be judged, as places and weights: denser where a bar may come to stand, in random order.

    ``size`` is how many are drawn below the first step; of that all are.
    """
    order = sorted(range(len(chances)), key=lambda at: (-chances[at], at))
    start, found = 0, list[tuple[int, float]]()
    for end, part in STEPS:
        own = order[start : round(end * len(order))]
        start += len(own)
        taken = own if part == 1 else draw.sample(own, min(len(own), max(1, round(part * size))))
        found += [(at, len(own) / len(taken)) for at in taken]
    draw.shuffle(found)
    return found
