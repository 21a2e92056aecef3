"""Reads hours as people state them: "9-17", "8:30-12 mon-thu Europe/Oslo". Nothing in them is guessed."""

import re
from collections.abc import Iterable
from datetime import time
from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.hours import WORKWEEK, Hours

LONGEST = 80

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY = frozenset(range(len(_DAYS)))
_SHORTEST_DAY = 3
_DASHES = re.compile(r"\s*(?:[-–—]|\bto\b)\s*")
_SPACE = re.compile(r"[\s,;()]+")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?P<half>am|pm)?")
_NOON, _MIDNIGHT = 12, 24


def read_hours(text: str, zone: str) -> Hours | None:
    """Hours, days where there are any (else the working week), and a time zone where there is one, else that.

    In any order. None where anything in it is not understood, or there are no hours.
    """
    words = _SPACE.split(_DASHES.sub("-", text[:LONGEST].strip()))
    spans = [span for word in words if (span := _span(word)) is not None]
    zones = [name for word in words if (name := _zone(word))]
    days = [found for word in words if (found := _days(word))]
    if len(spans) != 1 or len(zones) > 1 or len(spans) + len(zones) + len(days) != len(words):
        return None
    start, end = spans[0]
    return Hours(
        start=start,
        end=end,
        days=frozenset(chain.from_iterable(days)) or WORKWEEK,
        zone=zones[0] if zones else zone,
    )


def _span(word: str) -> tuple[time, time] | None:
    start, _, end = word.partition("-")
    found = _time(start), _time(end)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _time(word: str) -> time | None:
    """Midnight may be 24:00."""
    match = _CLOCK.fullmatch(word.casefold())
    if match is None:
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    if hour == _MIDNIGHT and not minute:
        hour = 0
    return time(hour, minute) if hour < _MIDNIGHT and minute < 60 else None  # noqa: PLR2004 minutes of an hour


def _days(word: str) -> Iterable[int]:
    """Of "mon" one, of "fri-mon" four, of "daily" all."""
    if word.casefold() == "daily":
        return _EVERY_DAY
    first, dash, last = word.partition("-")
    begin, end = _day(first), _day(last)
    if begin is None or (dash and end is None):
        return ()
    length = (end - begin) % len(_DAYS) + 1 if end is not None else 1
    return tuple((begin + step) % len(_DAYS) for step in range(length))


def _day(word: str) -> int | None:
    name = word.casefold().removesuffix(".")
    if len(name) < _SHORTEST_DAY:
        return None
    return next((number for number, day in enumerate(_DAYS) if day.startswith(name)), None)


def _zone(word: str) -> str:
    """Its name as it is spelled, of "europe/oslo" too; '' where no clock is called so."""
    if "/" not in word and word.upper() != "UTC":
        return ""
    for name in (word, word.title(), word.upper()):
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ""
