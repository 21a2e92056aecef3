"""Many short texts held against one question at once: what share of each one's words it has.

For topics that people write down. They are a few words long, so every word counts but those that
tell nothing in any text; passages, which are long, are held against a question in `words.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.terms import question_terms

Shares = NDArray[np.float64]

_EMPTY = """
a about above after again all also always am an and another any are around as at be because been before
being below best better between both but by can cannot could did do does doing done down during each either
else etc every everything few find for from further general get getting go goes going good got had has have
having he help her here hers him his how i if in into is it its just kind know knows like lot make many may
me more most much my need needs new no nor not of off on once one only or other our out over own people
please question questions same set she should so some stuff such than thank thanks that the their them then
there these they thing things this those through to too topic topics under until up us use used using
various very want was way ways we well were what when where which while who whom whose why will with within
without work working works would you your aber alle alles als am an auch auf aus bei bin bis bitte da damit
dann das dass dem den der des die dies diese dieser dieses doch du durch ein eine einem einen einer eines er
es etwas fragen für gibt habe haben hat hier ich ihr im in ist ja jemand kann kein keine können man mehr
mein mit nach nicht noch nur ob oder ohne sein sich sie sind so über um und uns unser vom von vor war warum
was weil wenn wer wie wir wird wo zu zum zur
"""
"""Words that tell nothing, also where no history shows how common they are. English and German; not those of
`stopwords.py`, whose longer lists hold "web", "system" and "test", which are topics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """For each text: which share, 0..1, of its own weight is in the question, and of the question's in it.

    Both of shape (texts,). A word weighs its public idf; one that tells nothing weighs nothing.
    """

    of_text: Shares
    of_question: Shares


class ShortTexts:
    """Texts cut into words once. Immutable; safe to share by threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        pairs = [
            (owner, numbers.setdefault(word, len(numbers)))
            for owner, text in enumerate(texts)
            for word in telling_words(text)
        ]
        self._count = len(texts)
        self._numbers = numbers
        self._owners, self._words = np.array(pairs, np.int64).reshape(-1, 2).T

    def weights(self, idf: Callable[[str], float]) -> Shares:
        """Of each distinct word: shape (words,)."""
        return np.fromiter((idf(word) for word in self._numbers), np.float64, len(self._numbers))

    def covered(self, question: str, weights: Shares, idf: Callable[[str], float]) -> Covered:
        """By a question's words. ``weights`` are those that ``idf`` gives for the texts' own."""
        asked = telling_words(question)
        held = np.zeros(len(self._numbers))
        held[[self._numbers[word] for word in asked if word in self._numbers]] = 1
        shared = self._summed(weights * held)
        return Covered(
            of_text=_shares(shared, self._summed(weights)),
            of_question=_shares(shared, np.full(self._count, sum(map(idf, asked)))),
        )

    def _summed(self, weights: Shares) -> Shares:
        return np.bincount(self._owners, weights[self._words], self._count).astype(np.float64, copy=False)


def plainly_covered(texts: ShortTexts, question: str) -> Covered:
    """By a question's words, each of which counts alike."""
    return texts.covered(question, texts.weights(_alike), _alike)


def _alike(_word: str) -> float:
    return 1.0


def telling_words(text: str) -> list[str]:
    """Distinct words, as word search compares them, in the order of the text."""
    return [word for word in dict.fromkeys(question_terms(text).words) if word not in _empty()]


@cache
def _empty() -> frozenset[str]:
    return frozenset(question_terms(_EMPTY).words)


def _shares(part: Shares, whole: Shares) -> Shares:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
