"""A replay reads the same talk again with every message that joins it: what came of a text is kept.

Only there: in live traffic it would outlive the erasure of the text.
"""

from functools import lru_cache

from bot.ingestion import Reading
from expertise.passages import Tokens

_KEPT = 20_000
"""Texts; with their pieces about 50 megabytes at most."""


def rereading(reading: Reading) -> Reading:
    """The same outcomes, each text read once as long as it is among the latest."""
    return Reading(tokens=_Remembered(reading.tokens), detect=lru_cache(_KEPT)(reading.detect))


class _Remembered:
    """``Tokens`` that split no text twice; counting them is quick already."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._split = lru_cache(_KEPT)(tokens.split)

    @property
    def max_tokens(self) -> int:
        return self._tokens.max_tokens

    def counts(self, texts: list[str]) -> list[int]:
        return self._tokens.counts(texts)

    def split(self, text: str, limit: int) -> list[str]:
        return list(self._split(text, limit))
