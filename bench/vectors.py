"""Any number of vectors out of some real ones: mixed and perturbed, laid out as channels are.

Real embeddings lie on a thin crust of the sphere, where search is harder to cut short than among
clusters of noise; mixes of a few keep something of that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.types import PUBLIC, Partition, Vectors

NOISE = 0.4
"""Length of what is added to a unit vector: to a copy of it the cosine is then about 0.93."""
_AT_ONCE = 16_384
_MOST_MIXED = 3
_MOST_HELD_OUT = 500
_HELD_OUT_SHARE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Unit vectors by row, which partition holds which rows, and queries that none was made from."""

    vectors: Vectors
    partitions: Mapping[Partition, range]
    queries: Vectors

    @property
    def private(self) -> dict[Partition, range]:
        """All partitions but the public one."""
        return {partition: rows for partition, rows in self.partitions.items() if partition != PUBLIC}

    def scope(self, size: int, seed: int) -> dict[Partition, range]:
        """Private partitions in random order, as long as they fit into ``size`` vectors together."""
        names = sorted(self.private)
        chosen: dict[Partition, range] = {}
        for at in np.random.default_rng(seed).permutation(len(names)):
            rows = self.partitions[names[at]]
            if sum(map(len, chosen.values())) + len(rows) <= size:
                chosen[names[at]] = rows
        return chosen


def made(
    real: Vectors, path: Path, *, count: int, private: int, private_parts: int, queries: int, seed: int
) -> Corpus:
    """``count`` vectors in a file at ``path``, of which ``private`` stand in partitions of their own."""
    chooser = np.random.default_rng(seed)
    held, pool = held_out(real, chooser)
    vectors = np.memmap(path, dtype=np.float32, mode="w+", shape=(count, real.shape[1]))
    for start in range(0, count, _AT_ONCE):
        vectors[start : start + _AT_ONCE] = mixed(pool, min(_AT_ONCE, count - start), chooser)
    vectors.flush()
    return Corpus(
        vectors=vectors,
        partitions=laid_out(count, private, private_parts),
        queries=perturbed(held[np.arange(queries) % len(held)], chooser),
    )


def held_out(real: Vectors, chooser: np.random.Generator) -> tuple[Vectors, Vectors]:
    """Vectors to make queries from, and the rest; at most 500, at most a fifth."""
    order = chooser.permutation(len(real))
    cut = max(1, min(_MOST_HELD_OUT, int(_HELD_OUT_SHARE * len(real))))
    return real[order[:cut]], real[order[cut:]]


def mixed(pool: Vectors, count: int, chooser: np.random.Generator) -> Vectors:
    """Convex mixes of two or three of the pool, perturbed. Shape (count, dimension), unit length."""
    weights = chooser.dirichlet(np.ones(_MOST_MIXED), count).astype(np.float32)
    weights[: count // 2, -1] = 0  # half are mixes of two
    total = np.zeros((count, pool.shape[1]), dtype=np.float32)
    for part in range(_MOST_MIXED):
        total += weights[:, part, None] * pool[chooser.integers(0, len(pool), count)]
    return perturbed(unit(total), chooser)


def perturbed(vectors: Vectors, chooser: np.random.Generator) -> Vectors:
    """With Gaussian noise of length ``NOISE`` (in the mean of squares), of unit length again."""
    noise = chooser.standard_normal(vectors.shape, dtype=np.float32)
    return unit(vectors + NOISE / np.sqrt(np.float32(vectors.shape[1])) * noise)


def unit(vectors: Vectors) -> Vectors:
    """Each row at length 1."""
    scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return scaled.astype(np.float32, copy=False)


def laid_out(count: int, private: int, parts: int) -> dict[Partition, range]:
    """The public rows first, then private partitions of falling size; empty ones are left out."""
    layout = {PUBLIC: range(count - private)}
    start = count - private
    for number, size in enumerate(zipf_sizes(private, parts)):
        if size:
            layout[Partition(f"private-{number:04}")] = range(start, start + size)
            start += size
    return layout


def zipf_sizes(total: int, parts: int) -> list[int]:
    """Sizes that fall as 1/rank (Zipf's law) and sum to ``total``."""
    if not parts:
        return []
    shares = np.cumsum(1 / np.arange(1, parts + 1))
    ends = np.round(total * shares / shares[-1]).astype(int)
    return [int(size) for size in np.diff(ends, prepend=0)]


def nearest(corpus: Corpus, stretches: Iterable[range], k: int) -> NDArray[np.int64]:
    """The rows of the ``k`` nearest to each query within some stretches of rows, exactly, best first.

    Shape (queries, k); fewer columns where there are fewer rows.
    """
    scores = np.empty((len(corpus.queries), 0), dtype=np.float32)
    found = np.empty((len(corpus.queries), 0), dtype=np.int64)
    for part in (piece for stretch in stretches for piece in _pieces(stretch)):
        here = corpus.queries @ corpus.vectors[part.start : part.stop].T
        best = _best(here, k)
        scores = np.hstack([scores, np.take_along_axis(here, best, 1)])
        found = np.hstack([found, best + part.start])
        order = _best(scores, k)
        scores, found = np.take_along_axis(scores, order, 1), np.take_along_axis(found, order, 1)
    return found


def _best(scores: Vectors, k: int) -> NDArray[np.int64]:
    if scores.shape[1] <= k:
        return np.argsort(-scores, axis=1, kind="stable")
    near = np.argpartition(-scores, k, axis=1)[:, :k]
    order = np.argsort(-np.take_along_axis(scores, near, 1), axis=1, kind="stable")
    return np.take_along_axis(near, order, 1)


def _pieces(rows: range) -> Iterator[range]:
    for start in range(rows.start, rows.stop, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, rows.stop))
