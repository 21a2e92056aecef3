"""What somebody is called once their whole name was said: by their first name, where that is plain."""

import unicodedata
from collections.abc import Iterable

from bot.quoting import END, ISOLATE

_LONGEST = 20
_TITLES = frozenset(
    (
        *("dr", "prof", "mr", "mrs", "ms", "mx", "miss", "sir", "dame", "lord", "lady", "rev"),
        *("herr", "frau", "hr", "fr", "ing", "mag", "dipl", "the", "team"),
        *("abd", "abu", "abdul", "umm", "عبد", "أبو", "ابو", "أم", "ابن"),
    )
)
"""First words that are none of anybody's names, or only half of one."""
_WHOLE_SCRIPTS = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "BOPOMOFO")
"""The family's name comes first in these, and nobody is called by half of what stands there."""


def short_name(name: str, others: Iterable[str] = ()) -> str:
    """The first name; the whole one where there is none to tell, or one of ``others`` has the same.

    ``others`` are the whole names of everybody else whom the same card is about. A name that is isolated, for
    it runs to the left, stays so.
    """
    first = _first(name)
    theirs = {_first(other).casefold() for other in others}
    return name if first.casefold() in theirs else first


def _first(name: str) -> str:
    """The first of several words, if it looks like a name; else all of it."""
    if name.startswith(ISOLATE):
        return f"{ISOLATE}{_first(name.strip(ISOLATE + END))}{END}"
    first, *rest = name.split() or [""]
    return first if rest and _is_name(first) and _go_together(first, rest[0]) else name


def _is_name(word: str) -> bool:
    """Neither a title, nor an initial, nor "Lind," nor in a script whose names are said whole."""
    letters = [c for c in word if c not in "-'’" and unicodedata.category(c)[0] != "M"]
    return (
        1 < len(letters) <= _LONGEST
        and all(c.isalpha() for c in letters)
        and word.casefold() not in _TITLES
        and not any(unicodedata.name(c, "").startswith(_WHOLE_SCRIPTS) for c in letters)
    )


def _go_together(first: str, second: str) -> bool:
    """Whether both are written alike: "van Dyke" and "LIND Maya" begin with another's name."""
    return first.islower() == second.islower() and first.isupper() == second.isupper()
