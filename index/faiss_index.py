"""Vectors in FAISS: all compared while they are few, inverted lists of 8-bit codes when many.

FAISS is imported when an index is first built or opened, not with this module.
"""

# ruff: noqa: ANN401 - FAISS has no types

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.exact import NOTHING, Ids, Nearest, as_ids, in_order, ranked
from index.types import Hit, PassageId, Vectors
from index.waiting import wait_quietly

FLAT_LIMIT = 50_000
"""From so many vectors on, lists of codes are faster and a quarter of the size."""
FEW_ALLOWED = 10_000
"""An allowed set up to this size is compared whole."""
TRAINING_LIMIT = 160_000
RECALL = 0.985
MOST_TIED = 4_096
"""Of more equal vectors, which are found is left to chance."""
CHUNK = 16_384

_SEED = 20_240_607
_PER_LIST = 39
_TUNING_QUESTIONS = 100
_TUNING_NOISE = 1.0
_TUNING_K = 10
_MOST_COMPARED = 60_000
_SPARE = 16
_CLOSE = 1e-5
_CODE_DECIMALS = 6


class FaissIndex:
    """A ``VectorIndex``. Flat, it is exact; with codes, tuned to find 0.985 of what they could."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._is_flat = not hasattr(index, "nlist")

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors, *, flat_limit: int = FLAT_LIMIT) -> Self:
        """From unit vectors, shape (len(ids), dimension); a memory-mapped array is read in chunks."""
        faiss = _faiss()
        count, dimension = vectors.shape
        if count < flat_limit:
            index = cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))
            index.add(ids, vectors)
            return index
        sample = _sample(vectors)
        index = cls(_trained(sample, lists_for(count)))
        index.add(ids, vectors)
        index.tune(sample)
        return index

    @classmethod
    def load(cls, path: Path, *, mapped: bool = True) -> Self:
        """From a file; ``mapped`` reads pages as they are needed, and then it cannot be changed.

        Raises ``IndexDamagedError`` if the file is missing or not whole.
        """
        faiss = _faiss()
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if mapped else 0))
        except RuntimeError as error:
            raise IndexDamagedError(f"The vector index {path} cannot be read") from error

    def save(self, path: Path) -> None:
        """Writes the file; the caller makes it durable."""
        _faiss().write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def lists(self) -> int:
        """Number of inverted lists; 0 if flat."""
        return 0 if self._is_flat else int(self._index.nlist)

    def outgrown(self, count: int, *, flat_limit: int = FLAT_LIMIT) -> bool:
        """Whether ``count`` vectors want another structure than this one."""
        if self._is_flat or count < flat_limit // 2:
            return not self._is_flat or count >= flat_limit
        return lists_for(count) >= 2 * self.lists

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Adds vectors; none of the ids may be there."""
        for start in range(0, len(ids), CHUNK):
            chunk = np.ascontiguousarray(vectors[start : start + CHUNK], dtype=np.float32)
            self._index.add_with_ids(chunk, ids[start : start + CHUNK])

    def remove(self, ids: Ids) -> None:
        """Removes vectors; ids that are not there are passed over. Reads the whole index once."""
        if len(ids):
            self._index.remove_ids(_faiss().IDSelectorBatch(ids))

    def search(self, query: Vectors, k: int) -> list[Hit]:
        """See ``VectorIndex``."""
        return self._search(query, k, None, everywhere=False).hits()

    def search_within(self, query: Vectors, k: int, allowed: Collection[PassageId]) -> list[Hit]:
        """See ``VectorIndex``. Small sets exactly; large ones again everywhere if too few were near."""
        chosen = as_ids(allowed)
        selector = _faiss().IDSelectorBatch(chosen)
        found = self._search(query, k, selector, everywhere=len(chosen) <= FEW_ALLOWED)
        if len(found.ids) < min(k, len(chosen)) and len(chosen) > FEW_ALLOWED:
            found = self._search(query, k, selector, everywhere=True)
        return found.hits()

    def search_without(self, query: Vectors, k: int, barred: Collection[PassageId]) -> list[Hit]:
        """See ``VectorIndex``."""
        return self.nearest_without(query, k, barred).hits()

    def nearest_without(
        self, query: Vectors, k: int, barred: Collection[PassageId] | Ids, *, everywhere: bool = False
    ) -> Nearest:
        """The same as ``search_without``, as arrays; ``everywhere`` compares with all, not the likely."""
        if not len(barred):
            return self._search(query, k, None, everywhere=everywhere)
        faiss = _faiss()
        selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(as_ids(barred)))
        return self._search(query, k, selector, everywhere=everywhere)

    def chunks(self) -> Iterator[tuple[Ids, Vectors]]:
        """All vectors with their ids; decoded, if they are codes."""
        faiss = _faiss()
        if self._is_flat:
            ids = faiss.vector_to_array(self._index.id_map)
            for start in range(0, len(ids), CHUNK):
                count = min(CHUNK, len(ids) - start)
                yield ids[start : start + count], self._index.index.reconstruct_n(start, count)
            return
        for number in range(self.lists):
            yield from self._decoded_list(number)

    def tune(self, sample: Vectors) -> None:
        """Visits the fewest lists, by powers of two, that find 0.985 of the ten nearest of blurred samples.

        Never so many that more than about 60,000 vectors are compared: where nothing is near anything,
        recall gives way, not time.
        """
        chooser = np.random.default_rng(_SEED)
        questions = sample[chooser.choice(len(sample), min(_TUNING_QUESTIONS, len(sample)), replace=False)]
        noise = chooser.standard_normal(questions.shape, dtype=np.float32)
        questions = _unit(questions + _TUNING_NOISE * _unit(noise))
        truth = self._ids_found(questions, self.lists)
        most = max(1, min(self.lists, _MOST_COMPARED * self.lists // len(self)))
        for probes in [*(2**power for power in range(most.bit_length() - 1)), most]:
            self._index.nprobe = probes
            found = self._ids_found(questions, probes)
            pairs = zip(truth, found, strict=True)
            if sum(len(set(t) & set(f)) for t, f in pairs) >= RECALL * truth.size:
                return

    def _search(self, query: Vectors, k: int, selector: Any, *, everywhere: bool) -> Nearest:
        if k < 1 or not len(self):
            return NOTHING
        wanted = min(len(self), k + _SPARE)
        while True:
            scores, ids, vectors = self._raw(query, wanted, selector, everywhere=everywhere)
            if (
                len(ids) <= k
                or len(ids) < wanted
                or scores[k - 1] > scores[-1] + _CLOSE
                or wanted == len(self)
            ):
                return _coded(ids, scores, k) if vectors is None else ranked(ids, vectors, query, k)
            wanted = min(len(self), 2 * wanted)

    def _raw(
        self, query: Vectors, k: int, selector: Any, *, everywhere: bool
    ) -> tuple[Vectors, Ids, Vectors | None]:
        faiss = _faiss()
        row = np.ascontiguousarray(query, dtype=np.float32).reshape(1, -1)
        if self._is_flat:
            scores, ids, vectors = self._index.search_and_reconstruct(
                row, k, params=faiss.SearchParameters(sel=selector)
            )
            found = ids[0] >= 0
            return scores[0][found], ids[0][found], vectors[0][found]
        probes = self.lists if everywhere else self._index.nprobe
        scores, ids = self._index.search(
            row, k, params=faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        )
        found = ids[0] >= 0
        return scores[0][found], ids[0][found], None

    def _ids_found(self, questions: Vectors, probes: int) -> Ids:
        params = _faiss().SearchParametersIVF(nprobe=probes)
        found: Ids = self._index.search(questions, _TUNING_K, params=params)[1]
        return found

    def _decoded_list(self, number: int) -> Iterator[tuple[Ids, Vectors]]:
        faiss = _faiss()
        size = self._index.invlists.list_size(number)
        if not size:
            return
        ids = faiss.rev_swig_ptr(self._index.invlists.get_ids(number), size).copy()
        codes = faiss.rev_swig_ptr(self._index.invlists.get_codes(number), size * self._index.code_size)
        prefix = np.frombuffer(number.to_bytes(self._index.coarse_code_size(), "little"), dtype=np.uint8)
        rows = np.hstack([np.tile(prefix, (size, 1)), codes.reshape(size, -1)])
        yield ids, self._index.sa_decode(np.ascontiguousarray(rows))


def lists_for(count: int) -> int:
    """Four times the square root, as a power of two, and no more than the training sample can carry.

    Recall hangs on how many lists are visited, time on how many vectors stand in them: at 850,000,
    4,096 lists gave .972 for 64 visits where 2,048 gave .939 in the same time.
    """
    wanted = 2 ** round(math.log2(4 * math.sqrt(max(1, count))))
    most = max(1, min(count, TRAINING_LIMIT) // _PER_LIST)
    return int(min(wanted, 2 ** int(math.log2(most))))


def set_threads(count: int) -> None:
    """How many threads FAISS may use, in the whole process."""
    _faiss().omp_set_num_threads(count)


def _trained(sample: Vectors, lists: int) -> Any:
    faiss = _faiss()
    dimension = sample.shape[1]
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    index.cp.seed = _SEED
    index.cp.min_points_per_centroid = 1
    index.train(sample)
    return index


def _sample(vectors: Vectors) -> Vectors:
    """At most ``TRAINING_LIMIT`` rows by a fixed seed, in the order of the file."""
    if len(vectors) <= TRAINING_LIMIT:
        return np.ascontiguousarray(vectors, dtype=np.float32)
    rows = np.random.default_rng(_SEED).choice(len(vectors), TRAINING_LIMIT, replace=False)
    return np.ascontiguousarray(vectors[np.sort(rows)], dtype=np.float32)


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _coded(ids: Ids, scores: Vectors, k: int) -> Nearest:
    wide: NDArray[np.float64] = scores.astype(np.float64)
    return in_order(ids, wide.round(_CODE_DECIMALS), k)


def _faiss() -> Any:
    wait_quietly()
    import faiss  # noqa: PLC0415 - a quarter of a second that most commands do not need

    return faiss
