"""Words that say nothing about a subject, in many languages: "hello", "wie", "who knows".

In a small workspace even "hi" is rare, so that rarity alone would take it for a subject. The lists are
stopwords-iso's (MIT), as the package stopwordsiso ships them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from index.terms import fold, stem

_WORD = re.compile(r"[^\W\d_]+")
_READ = 200
"""Words of a text that are looked at."""
_TELLING = 2
"""Stop words of one language from which a text is taken to be in it."""
ALWAYS = "en"
"""Everybody says "hi" and "please"."""


def telling_language(text: str) -> str | None:
    """The one language whose stop words a text uses most, if it uses at least two; else None.

    For questions that are too short for a language detector: "wo ist die Kantine?".
    """
    counts = _counts(_words(text))
    if not counts:
        return None
    most = max(counts.values())
    first, *others = [language for language, count in counts.items() if count == most]
    return first if most >= _TELLING and not others else None


def subject_terms(text: str, terms: Iterable[str]) -> list[str]:
    """Those of a text's terms that are no stop words, English ones or of the languages it may be in."""
    counts = _counts(_words(text))
    most = max(counts.values(), default=0)
    languages = {ALWAYS, *(each for each, count in counts.items() if count == most >= _TELLING)}
    return [term for term in terms if not any(term in _stems(language) for language in languages)]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())[:_READ])


def _counts(words: frozenset[str]) -> Counter[str]:
    return Counter({language: hits for language in _all() if (hits := len(_stop(language) & words))})


@cache
def _all() -> tuple[str, ...]:
    from stopwordsiso import langs  # noqa: PLC0415 reads a file: only when needed

    return tuple(sorted(langs()))


@cache
def _stop(language: str) -> frozenset[str]:
    from stopwordsiso import stopwords  # noqa: PLC0415

    return frozenset(word.casefold() for word in stopwords(language))


@cache
def _stems(language: str) -> frozenset[str]:
    """As they stand among a question's terms."""
    return frozenset(form for word in _stop(language) for form in (fold(word), stem(fold(word))))
