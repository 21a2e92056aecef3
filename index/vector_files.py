"""One partition's vectors on disk: an immutable base, a small delta beside it, and what was removed.

A publish writes only the delta and the removed ids; the base is hard-linked. When they outgrow
their limit, all becomes a new base.
"""

import json
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from index.errors import IndexDamagedError
from index.exact import NOTHING, ExactIndex, Ids, Nearest, best_of
from index.faiss_index import FLAT_LIMIT, FaissIndex
from index.types import Vectors

DELTA_LEAST = 2_000
DELTA_SHARE = 0.1
DELTA_MOST = 20_000
"""A delta is compared whole and written whole: 20,000 x 384 floats are 30 MB."""

_BASE = "base.faiss"
_BASE_IDS = "base_ids.npy"
_DELTA_IDS = "delta_ids.npy"
_DELTA = "delta.npy"
_REMOVED = "removed.npy"
_ROWS = "rows.json"

_Array = TypeVar("_Array", Ids, Vectors)


class PartitionVectors:
    """The vectors in a folder, opened as they are needed; raises ``IndexDamagedError``."""

    def __init__(self, folder: Path | None, dimension: int) -> None:
        """``folder`` is None for a partition that is new: it holds nothing."""
        self._folder = folder
        self._dimension = dimension

    def __len__(self) -> int:
        return len(self.base_ids) - len(self.removed) + len(self.delta)

    def nearest(self, query: Vectors, k: int, *, everywhere: bool = False) -> Nearest:
        """The ``k`` nearest by cosine, best first, ties by id. ``query`` has shape (dimension,).

        ``everywhere`` compares with every vector, however long that takes.
        """
        base = NOTHING
        if self.base:
            base = self.base.nearest_without(query, k, self.removed, everywhere=everywhere)
        return best_of([base, self.delta.nearest(query, k)], k)

    @cached_property
    def base(self) -> FaissIndex | None:
        """The large part, mapped into memory, read only."""
        return self.open_base(mapped=True)

    def open_base(self, *, mapped: bool) -> FaissIndex | None:
        """The large part, if there is one; not mapped, it can be changed."""
        if self._folder is None or not len(self.base_ids):
            return None
        base = FaissIndex.load(self._folder / _BASE, mapped=mapped)
        if base.dimension != self._dimension or len(base) != len(self.base_ids):
            raise IndexDamagedError(f"{self._folder / _BASE} does not hold what its ids say")
        return base

    @cached_property
    def base_ids(self) -> Ids:
        """Sorted; removed ones included."""
        return self._array(_BASE_IDS, _no_ids(), mapped=True)

    @cached_property
    def removed(self) -> Ids:
        """Ids of the base that are gone, or replaced by the delta. Sorted."""
        return self._array(_REMOVED, _no_ids())

    @cached_property
    def delta(self) -> ExactIndex:
        """What came since the base was made."""
        vectors = self._array(_DELTA, no_vectors(self._dimension))
        return ExactIndex(self._array(_DELTA_IDS, _no_ids()), vectors)

    def link_base(self, folder: Path) -> None:
        """Gives the same base to another folder, without copying."""
        if self._folder is not None and len(self.base_ids):
            os.link(self._folder / _BASE, folder / _BASE)
            os.link(self._folder / _BASE_IDS, folder / _BASE_IDS)

    def _array(self, name: str, empty: _Array, *, mapped: bool = False) -> _Array:
        """The array of that name, as long as the folder's own account says, or an empty one."""
        rows = self._rows.get(name, 0)
        if self._folder is None or not rows:
            return empty
        array: _Array = _read(self._folder / name, mapped=mapped)
        if array.shape != (rows, *empty.shape[1:]) or array.dtype != empty.dtype:
            raise IndexDamagedError(f"{self._folder / name} does not hold {rows} rows")
        return array

    @cached_property
    def _rows(self) -> dict[str, int]:
        if self._folder is None:
            return {}
        try:
            return {
                str(name): int(rows) for name, rows in json.loads((self._folder / _ROWS).read_bytes()).items()
            }
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise IndexDamagedError(f"{self._folder / _ROWS} cannot be read") from error


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
        rows = _write_delta(folder, old, added, kept, removed)
    else:
        rows = _write_base(folder, old, added, kept, removed, flat_limit)
    (folder / _ROWS).write_text(json.dumps(rows), encoding="utf-8")


def no_vectors(dimension: int) -> Vectors:
    """Shape (0, dimension)."""
    return np.empty((0, dimension), dtype=np.float32)


def _delta_limit(base: int) -> int:
    return max(DELTA_LEAST, min(int(DELTA_SHARE * base), DELTA_MOST))


def _write_delta(
    folder: Path, old: PartitionVectors, added: Staging, kept: ExactIndex, removed: Ids
) -> dict[str, int]:
    old.link_base(folder)
    arrays = {
        _DELTA_IDS: np.concatenate([kept.ids, added.ids]),
        _DELTA: np.concatenate([kept.vectors, added.vectors()]),
        _REMOVED: removed,
    }
    for name, array in arrays.items():
        np.save(folder / name, array)
    return {_BASE_IDS: len(old.base_ids)} | {name: len(array) for name, array in arrays.items()}


def _write_base(
    folder: Path, old: PartitionVectors, added: Staging, kept: ExactIndex, removed: Ids, flat_limit: int
) -> dict[str, int]:
    ids = np.concatenate([np.setdiff1d(old.base_ids, removed), kept.ids, added.ids])
    if not len(ids):
        return {}
    base = old.open_base(mapped=False)
    if base is None or base.outgrown(len(ids), flat_limit=flat_limit):
        for chunk_ids, chunk in _without(base, removed):
            added.append(chunk_ids, chunk)
        added.append(kept.ids, kept.vectors)
        base = FaissIndex.build(added.ids, added.vectors(), flat_limit=flat_limit)
    else:
        base.remove(removed)
        base.add(kept.ids, kept.vectors)
        base.add(added.ids, added.vectors())
    base.save(folder / _BASE)
    np.save(folder / _BASE_IDS, np.sort(ids))
    return {_BASE_IDS: len(ids)}


def _without(base: FaissIndex | None, removed: Ids) -> Iterator[tuple[Ids, Vectors]]:
    for ids, vectors in base.chunks() if base else ():
        stays = ~np.isin(ids, removed)
        yield ids[stays], vectors[stays]


def _read(path: Path, *, mapped: bool) -> Any:  # noqa: ANN401 - the caller looks at its type
    try:
        return np.load(path, mmap_mode="r" if mapped else None)
    except (ValueError, OSError, EOFError) as error:
        raise IndexDamagedError(f"{path} cannot be read") from error


def _no_ids() -> Ids:
    return np.empty(0, dtype=np.int64)
