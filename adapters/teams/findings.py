"""What a check finds: a sentence each."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``stops``: with this the bot cannot do its work."""

    says: str
    stops: bool = False


def right(says: str) -> Line:
    """As it should be, or good to know."""
    return Line(says=says)


def wrong(says: str) -> Line:
    """Something must be done."""
    return Line(says=says, stops=True)


def is_stopped(lines: Iterable[Line]) -> bool:
    return any(line.stops for line in lines)
