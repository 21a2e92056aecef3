"""Pages of a list, with cursors that mean nothing to whoever did not issue them.

A cursor holds the last place that was seen, not a number of items: what comes or goes between two pages
shifts nothing.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.support.slack.world import Json, Refused

Item = TypeVar("Item")
Place = int | str


def page(
    items: Sequence[Item], place: Callable[[Item], Place], arguments: Json, *, default: int, most: int
) -> tuple[list[Item], str]:
    """The page that ``cursor`` and ``limit`` ask for, in order of place; the next cursor or an empty text."""
    seen = _place(arguments.get("cursor") or "")
    limit = _limit(arguments, default, most)
    ordered = sorted(items, key=place)
    left = [one for one in ordered if seen is None or place(one) > seen]  # type: ignore[operator]
    shown = left[:limit]
    return shown, _cursor(place(shown[-1])) if len(left) > limit else ""


def with_cursor(body: Json, cursor: str) -> Json:
    return body | {"response_metadata": {"next_cursor": cursor}}


def _limit(arguments: Json, default: int, most: int) -> int:
    try:
        limit = int(arguments.get("limit") or default)
    except ValueError:
        raise Refused("invalid_limit") from None
    if not 0 < limit <= most:
        raise Refused("invalid_limit")
    return limit


def _cursor(place: Place) -> str:
    return b64encode(json.dumps({"next": place}).encode()).decode()


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    try:
        place: Place = json.loads(b64decode(cursor, validate=True))["next"]
    except (Error, KeyError, TypeError, ValueError):
        raise Refused("invalid_cursor") from None
    return place
