"""The times of asking people one after another, as an operator writes them: ``15m,2h,6h``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.round_types import PACES, Paces, Urgency

_OFF = "off"
_TIME = re.compile(r"([0-9]{1,5})([mh])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_LEAST, _MOST = timedelta(minutes=1), timedelta(hours=200)


def times(written: str) -> Sequence[timedelta]:
    """For today, this week and no hurry, in this order; a single one holds for all. Raises ``ValueError``."""
    return [_time(each) for each in _for_each(written)]


def times_or_off(written: str) -> Sequence[timedelta | None]:
    """As ``times``; None where it says ``off``."""
    return [None if each == _OFF else _time(each) for each in _for_each(written)]


def paces(*, next_after: str, at_most: str, still_good: str, solved: str, drafts: str) -> Paces:
    """What is shipped, with these times. Raises ``ValueError``, also where nobody would be the next."""
    found = {
        urgency: replace(
            PACES[urgency], window=window, lasts=lasts, silent=silent, quiet=quiet, offers=offers
        )
        for urgency, window, lasts, silent, quiet, offers in zip(
            Urgency,
            times(next_after),
            times(at_most),
            times(still_good),
            times(solved),
            times_or_off(drafts),
            strict=True,
        )
    }
    if any(pace.window >= pace.lasts for pace in found.values()):
        raise ValueError(at_most)
    return found


def _for_each(written: str) -> Sequence[str]:
    given = [each.strip().casefold() for each in written.split(",")]
    if len(given) not in (1, len(Urgency)):
        raise ValueError(written)
    return given if len(given) > 1 else given * len(Urgency)


def _time(written: str) -> timedelta:
    read = _TIME.fullmatch(written)
    length = int(read[1]) * _UNITS[read[2]] if read else timedelta()
    if not _LEAST <= length <= _MOST:
        raise ValueError(written)
    return length
