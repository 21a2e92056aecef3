"""Exact search in NumPy: the truth that FAISS is held against, and the search of small deltas."""

from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

from index.types import Hit, PassageId, Vectors

Ids = NDArray[np.int64]

DECIMALS = 7
"""Beyond these, a sum of 384 products depends on the order of adding: ties must not."""
_CLOSE = 1e-5


class ExactIndex:
    """A ``VectorIndex`` that compares with every vector. ``vectors`` has shape (len(ids), dimension)."""

    def __init__(self, ids: Ids, vectors: Vectors) -> None:
        self.ids = ids
        self.vectors = vectors

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, query: Vectors, k: int) -> list[Hit]:
        """See ``VectorIndex``."""
        return _nearest(self.ids, self.vectors, query, k)

    def search_within(self, query: Vectors, k: int, allowed: Collection[PassageId]) -> list[Hit]:
        """See ``VectorIndex``."""
        chosen = np.isin(self.ids, as_ids(allowed))
        return _nearest(self.ids[chosen], self.vectors[chosen], query, k)

    def search_without(self, query: Vectors, k: int, barred: Collection[PassageId]) -> list[Hit]:
        """See ``VectorIndex``."""
        if not len(barred):
            return self.search(query, k)
        chosen = ~np.isin(self.ids, as_ids(barred))
        return _nearest(self.ids[chosen], self.vectors[chosen], query, k)


def as_ids(passage_ids: Iterable[PassageId] | Ids) -> Ids:
    """As an array of int64, shape (n,)."""
    if isinstance(passage_ids, np.ndarray):
        return passage_ids.astype(np.int64, copy=False)
    return np.fromiter(passage_ids, dtype=np.int64)


def ranked(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> list[Hit]:
    """The ``k`` best of a few vectors, in double precision: the same whatever their order."""
    scores = np.round(vectors.astype(np.float64) @ query.astype(np.float64), DECIMALS)
    order = np.lexsort((ids, -scores))[: max(0, k)]
    return [Hit(passage_id=PassageId(int(ids[row])), score=float(scores[row])) for row in order]


def merged(lists: Iterable[list[Hit]], k: int) -> list[Hit]:
    """The ``k`` best of several, by score, then id."""
    hits = [hit for hits in lists for hit in hits]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(0, k)]


def _nearest(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> list[Hit]:
    if k < 1 or not len(ids):
        return []
    rough = vectors @ query
    if k < len(ids):
        chosen = np.flatnonzero(rough >= np.partition(rough, -k)[-k] - _CLOSE)
        ids, vectors = ids[chosen], vectors[chosen]
    return ranked(ids, vectors, query, k)
