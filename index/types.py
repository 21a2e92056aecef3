"""The words of the index floor: passages by number, partitions of visibility, hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

import numpy as np
from numpy.typing import NDArray

PassageId = NewType("PassageId", int)
"""A 64-bit number that the database gives and never gives again."""

Partition = NewType("Partition", str)
"""Who may read: ``PUBLIC``, or the id of one private channel or direct message."""

PUBLIC = Partition("public")

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage and its score: a cosine for meaning, a BM25 score for words."""

    passage_id: PassageId
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index holds of a passage. Without a vector it is found by words alone."""

    passage_id: PassageId
    text: str
    vector: Vectors | None


class Embedder(Protocol):
    """Turns text into unit vectors."""

    @property
    def model_id(self) -> str:
        """Name and content of the model: vectors of different ids do not compare."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes that the model serves, or None for all."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape ``(len(texts), dimension)``, float32, unit length, in the order given."""


class TokenCounter(Protocol):
    """Counts as the model would, without loading the model."""

    @property
    def max_tokens(self) -> int:
        """What the model reads of one text; the rest it would not see."""

    def counts(self, texts: list[str]) -> list[int]:
        """Word pieces of each text, without the special ones."""
