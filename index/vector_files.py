"""One partition's vectors on disk: an immutable base, a small delta beside it, and what was removed.

A publish writes only the delta and the removed ids; the base is hard-linked. When they outgrow
their limit, all becomes a new base.
"""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.errors import IndexDamagedError
from index.exact import ExactIndex, Ids, merged
from index.faiss_index import FLAT_LIMIT, FaissIndex
from index.types import Hit, Vectors

DELTA_LEAST = 2_000
DELTA_SHARE = 0.1
DELTA_MOST = 20_000
"""A delta is compared whole and written whole: 20,000 x 384 floats are 30 MB."""

_BASE = "base.faiss"
_BASE_IDS = "base_ids.npy"
_DELTA_IDS = "delta_ids.npy"
_DELTA = "delta.npy"
_REMOVED = "removed.npy"

_Array = TypeVar("_Array", Ids, Vectors)


class PartitionVectors:
    """The vectors in a folder, opened as they are needed; raises ``IndexDamagedError``."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension

    def __len__(self) -> int:
        return len(self.base_ids) - len(self.removed) + len(self.delta)

    def search(self, query: Vectors, k: int) -> list[Hit]:
        """The ``k`` nearest by cosine, best first, ties by id. ``query`` has shape (dimension,)."""
        base = self.base.search_without(query, k, self.removed) if self.base else []
        return merged([base, self.delta.search(query, k)], k)

    @cached_property
    def base(self) -> FaissIndex | None:
        """The large part, mapped into memory, read only."""
        return self.open_base(mapped=True)

    def open_base(self, *, mapped: bool) -> FaissIndex | None:
        """The large part, if there is one; not mapped, it can be changed."""
        if not (self._folder / _BASE_IDS).exists():
            return None
        base = FaissIndex.load(self._folder / _BASE, mapped=mapped)
        if base.dimension != self._dimension or len(base) != len(self.base_ids):
            raise IndexDamagedError(f"{self._folder / _BASE} does not hold what its ids say")
        return base

    @cached_property
    def base_ids(self) -> Ids:
        """Sorted; removed ones included."""
        return self._array(_BASE_IDS, mapped=True, default=_no_ids())

    @cached_property
    def removed(self) -> Ids:
        """Ids of the base that are gone, or replaced by the delta. Sorted."""
        return self._array(_REMOVED, mapped=False, default=_no_ids())

    @cached_property
    def delta(self) -> ExactIndex:
        """What came since the base was made."""
        ids = self._array(_DELTA_IDS, mapped=False, default=_no_ids())
        vectors = self._array(_DELTA, mapped=False, default=no_vectors(self._dimension))
        if vectors.shape != (len(ids), self._dimension):
            raise IndexDamagedError(f"{self._folder / _DELTA} does not hold what its ids say")
        return ExactIndex(ids, vectors)

    def link_base(self, folder: Path) -> None:
        """Gives the same base to another folder, without copying."""
        for name in (_BASE, _BASE_IDS):
            if (self._folder / name).exists():
                os.link(self._folder / name, folder / name)

    def _array(self, name: str, *, mapped: bool, default: _Array) -> _Array:
        path = self._folder / name
        if not path.exists():
            return default
        try:
            array: _Array = np.load(path, mmap_mode="r" if mapped else None)
        except (ValueError, OSError, EOFError) as error:
            raise IndexDamagedError(f"{path} cannot be read") from error
        return array


class Staging:
    """Vectors on their way into an index: a plain file that grows, so that memory does not."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._dimension = dimension
        self._ids = [_no_ids()]
        path.write_bytes(b"")

    def append(self, ids: Ids, vectors: Vectors) -> None:
        """Adds rows; ``vectors`` has shape (len(ids), dimension)."""
        self._ids.append(ids)
        with self._path.open("ab") as file:
            file.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())

    @property
    def ids(self) -> Ids:
        """Of all rows so far."""
        return np.concatenate(self._ids)

    def vectors(self) -> Vectors:
        """All rows so far, mapped into memory."""
        shape = (len(self.ids), self._dimension)
        return (
            np.memmap(self._path, dtype=np.float32, mode="r", shape=shape)
            if shape[0]
            else no_vectors(shape[1])
        )

    def remove_file(self) -> None:
        """Ends it."""
        self._path.unlink(missing_ok=True)


def write_vectors(
    folder: Path, old: PartitionVectors, added: Staging, gone: Ids, *, flat_limit: int = FLAT_LIMIT
) -> None:
    """Writes ``old`` without ``gone`` and with ``added`` into ``folder``, which is empty.

    An added id that is also in ``gone`` is there afterwards, with its new vector.
    """
    stays = ~np.isin(old.delta.ids, gone)
    kept = ExactIndex(old.delta.ids[stays], old.delta.vectors[stays])
    removed = np.union1d(old.removed, old.base_ids[np.isin(old.base_ids, gone)])
    change = len(kept) + len(added.ids) + len(removed)
    if change <= _delta_limit(len(old.base_ids)):
        old.link_base(folder)
        _save(folder / _DELTA_IDS, np.concatenate([kept.ids, added.ids]))
        _save(folder / _DELTA, np.concatenate([kept.vectors, added.vectors()]))
        _save(folder / _REMOVED, removed)
    else:
        _write_base(folder, old, added, kept, removed, flat_limit)


def no_vectors(dimension: int) -> Vectors:
    """Shape (0, dimension)."""
    return np.empty((0, dimension), dtype=np.float32)


def _delta_limit(base: int) -> int:
    return max(DELTA_LEAST, min(int(DELTA_SHARE * base), DELTA_MOST))


def _write_base(
    folder: Path, old: PartitionVectors, added: Staging, kept: ExactIndex, removed: Ids, flat_limit: int
) -> None:
    base = old.open_base(mapped=False)
    count = len(old.base_ids) - len(removed) + len(kept) + len(added.ids)
    ids = np.concatenate([np.setdiff1d(old.base_ids, removed), kept.ids, added.ids])
    if not count:
        return
    if base is None or base.outgrown(count, flat_limit=flat_limit):
        for chunk_ids, chunk in _without(base, removed):
            added.append(chunk_ids, chunk)
        added.append(kept.ids, kept.vectors)
        base = FaissIndex.build(added.ids, added.vectors(), flat_limit=flat_limit)
    else:
        base.remove(removed)
        base.add(kept.ids, kept.vectors)
        base.add(added.ids, added.vectors())
    base.save(folder / _BASE)
    _save(folder / _BASE_IDS, np.sort(ids))


def _without(base: FaissIndex | None, removed: Ids) -> Iterator[tuple[Ids, Vectors]]:
    for ids, vectors in base.chunks() if base else ():
        stays = ~np.isin(ids, removed)
        yield ids[stays], vectors[stays]


def _save(path: Path, array: Ids | Vectors) -> None:
    if len(array):
        np.save(path, array)


def _no_ids() -> Ids:
    return np.empty(0, dtype=np.int64)
