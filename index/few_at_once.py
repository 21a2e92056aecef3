"""Reads a little at a time, so that whoever asks something meanwhile does not wait for all of it."""

from collections.abc import Sequence

import numpy as np

from index.in_front import EmbedderInFront
from index.types import Embedder, Vectors

FEW = 4
"""Texts: a third of a second on a slow core. More at once saves next to nothing there."""


class FewAtOnce(EmbedderInFront):
    """An ``Embedder`` for the index of a bot that answers."""

    def __init__(self, inner: Embedder, few: int = FEW) -> None:
        super().__init__(inner)
        self._few = few

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the embedder behind it, texts of like length together."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: (-len(texts[row]), row))
        for start in range(0, len(order), self._few):
            rows = order[start : start + self._few]
            vectors[rows] = self._inner.encode([texts[row] for row in rows])
        return vectors
