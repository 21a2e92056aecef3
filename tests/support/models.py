"""Fakes of what a model does: counting, embedding, telling languages. Quick, and always the same."""

import zlib
from collections.abc import Sequence

import numpy as np

from index.terms import passage_terms
from index.types import Vectors


class WordTokens:
    """A ``Tokens`` counter: a word is a token."""

    def __init__(self, max_tokens: int = 128) -> None:
        self._max_tokens = max_tokens

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def count(self, text: str) -> int:
        return len(text.split())

    def counts(self, texts: list[str]) -> list[int]:
        return [self.count(text) for text in texts]

    def split(self, text: str, limit: int) -> list[str]:
        words = text.split()
        return [" ".join(words[start : start + limit]) for start in range(0, len(words), limit)]


class WordEmbedder:
    """An ``Embedder``: each word falls into one of the dimensions; texts that share words are close."""

    def __init__(
        self, model_id: str = "words@1", dimension: int = 64, languages: frozenset[str] | None = None
    ) -> None:
        self._model_id = model_id
        self._dimension = dimension
        self._languages = languages
        self.encoded: list[str] = []

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def languages(self) -> frozenset[str] | None:
        return self._languages

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        if not texts:
            return np.zeros((0, self._dimension), np.float32)
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self._dimension, np.float32)
        for word in passage_terms(text).words or (text,):
            seed = zlib.crc32(f"{self._model_id} {word}".encode())
            vector[seed % self._dimension] += 1 if seed & 0x10000 else 0.5
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def detect(text: str) -> str:
    """German if it says so, else English."""
    return "de" if {"wie", "und", "ich", "nicht"} & set(text.lower().split()) else "en"
