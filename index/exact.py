"""Exact search in NumPy: the truth that FAISS is held against, and the search of small deltas."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Hit, PassageId, Vectors

Ids = NDArray[np.int64]

DECIMALS = 7
"""Beyond these, a sum of 384 products depends on the order of adding: ties must not."""
_CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Nearest:
    """What one index found, best first by score, ties by id, as arrays of one length.

    A scope may hold hundreds of partitions: only the few that remain of them all become hits.
    """

    ids: Ids
    scores: NDArray[np.float64]

    def hits(self) -> list[Hit]:
        """The same as hits."""
        pairs = zip(self.ids.tolist(), self.scores.tolist(), strict=True)
        return [Hit(passage_id=PassageId(passage_id), score=score) for passage_id, score in pairs]


class ExactIndex:
    """A ``VectorIndex`` that compares with every vector. ``vectors`` has shape (len(ids), dimension)."""

    def __init__(self, ids: Ids, vectors: Vectors) -> None:
        self.ids = ids
        self.vectors = vectors

    def __len__(self) -> int:
        return len(self.ids)

    def search(self, query: Vectors, k: int) -> list[Hit]:
        """See ``VectorIndex``."""
        return self.nearest(query, k).hits()

    def nearest(self, query: Vectors, k: int) -> Nearest:
        """The same as ``search``, as arrays."""
        return _nearest(self.ids, self.vectors, query, k)

    def search_within(self, query: Vectors, k: int, allowed: Collection[PassageId]) -> list[Hit]:
        """See ``VectorIndex``."""
        chosen = np.isin(self.ids, as_ids(allowed))
        return _nearest(self.ids[chosen], self.vectors[chosen], query, k).hits()

    def search_without(self, query: Vectors, k: int, barred: Collection[PassageId]) -> list[Hit]:
        """See ``VectorIndex``."""
        if not len(barred):
            return self.search(query, k)
        chosen = ~np.isin(self.ids, as_ids(barred))
        return _nearest(self.ids[chosen], self.vectors[chosen], query, k).hits()


def as_ids(passage_ids: Iterable[PassageId] | Ids) -> Ids:
    """As an array of int64, shape (n,)."""
    if isinstance(passage_ids, np.ndarray):
        return passage_ids.astype(np.int64, copy=False)
    return np.fromiter(passage_ids, dtype=np.int64)


def ranked(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> Nearest:
    """The ``k`` best of a few vectors, in double precision: the same whatever their order."""
    scores = np.round(vectors.astype(np.float64) @ query.astype(np.float64), DECIMALS)
    return in_order(ids, scores, k)


def in_order(ids: Ids, scores: NDArray[np.float64], k: int) -> Nearest:
    """The ``k`` best, by score, then id."""
    order = np.lexsort((ids, -scores))[: max(0, k)]
    return Nearest(ids[order], scores[order])


def best_of(parts: Iterable[Nearest], k: int) -> Nearest:
    """The ``k`` best of several indexes together."""
    found = [part for part in parts if len(part.ids)]
    if len(found) == 1:
        return Nearest(found[0].ids[: max(0, k)], found[0].scores[: max(0, k)])
    if not found:
        return NOTHING
    return in_order(np.concatenate([p.ids for p in found]), np.concatenate([p.scores for p in found]), k)


def merged(lists: Iterable[list[Hit]], k: int) -> list[Hit]:
    """The ``k`` best of several, by score, then id."""
    hits = [hit for hits in lists for hit in hits]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(0, k)]


NOTHING = Nearest(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float64))


def _nearest(ids: Ids, vectors: Vectors, query: Vectors, k: int) -> Nearest:
    if k < 1 or not len(ids):
        return NOTHING
    rough = vectors @ query
    if k < len(ids):
        chosen = np.flatnonzero(rough >= np.partition(rough, -k)[-k] - _CLOSE)
        ids, vectors = ids[chosen], vectors[chosen]
    return ranked(ids, vectors, query, k)
