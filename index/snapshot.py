"""Publishes an index folder, generation by generation, and opens readers on it.

The database is the truth; this folder is a cache of it. Only partitions that changed get a new
folder, and that shares with the one before whatever stayed the same.
"""

import os
import shutil
import weakref
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from index import faiss_index
from index.errors import IndexDamagedError, IndexStaleError
from index.exact import Ids, as_ids
from index.faiss_index import FLAT_LIMIT
from index.generations import Generation, Generations
from index.reader import VECTORS_FOLDER, WORDS_FOLDER, IndexReader, OpenPartition
from index.types import PUBLIC, Entry, Partition, PassageId
from index.vector_files import PartitionVectors, Staging, write_vectors
from index.words import WordIndex, WordWriter

_CHUNK = 4_096
_UNIT_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionChange:
    """What came to a partition and what left it; an added passage replaces one of its id.

    ``added`` is read once, in chunks. An id in both is there afterwards.
    """

    partition: Partition
    added: Iterable[Entry] = ()
    removed: Collection[PassageId] = ()


class IndexFolder:
    """The index of one workspace. One process publishes at a time; any number read."""

    def __init__(
        self,
        root: Path,
        *,
        model_id: str,
        dimension: int,
        faiss_threads: int | None = None,
        flat_limit: int = FLAT_LIMIT,
        is_durable: bool = True,
    ) -> None:
        """Not ``is_durable``: a folder that is thrown away need not outlive a power cut."""
        self._generations = Generations(root, is_durable=is_durable)
        self._model_id = model_id
        self._dimension = dimension
        self._faiss_threads = faiss_threads
        self._flat_limit = flat_limit
        self._open: weakref.WeakValueDictionary[str, OpenPartition] = weakref.WeakValueDictionary()

    def current(self) -> Generation | None:
        """The newest generation, perhaps of another model (compare ``model_id``); None if empty.

        Raises ``IndexDamagedError`` if none can be read.
        """
        return self._generations.newest()

    def open_reader(self) -> IndexReader:
        """Reads the newest generation until it is closed; of an empty folder, nothing."""
        pinned = self._generations.pinned()
        if self._faiss_threads is not None:
            faiss_index.set_threads(self._faiss_threads)
        generation, pin = pinned or (None, None)
        return IndexReader(generation, self._opened, pin=pin, model_id=self._model_id)

    def publish(
        self, changes: Iterable[PartitionChange], *, watermark: int, rebuild: bool = False
    ) -> Generation:
        """Applies the changes to the newest generation and publishes the outcome.

        Each partition may come once. ``rebuild`` starts from nothing instead: the changes are all
        there is. If anything fails, the generation before stays and the next publish cleans up.
        Raises ``IndexStaleError`` or ``IndexDamagedError`` where only a rebuild can help, and
        ``ValueError`` for vectors or ids that cannot be.
        """
        with self._generations.publishing():
            before = None if rebuild else self._comparable()
            number = self._generations.next_number()
            self._generations.sweep()
            sizes = dict(before.sizes) if before else {}
            folders = dict(before.folders) if before else {}
            for partition, size, folder in self._applied(changes, before, number):
                sizes.pop(partition, None)
                folders.pop(partition, None)
                if size:
                    sizes[partition], folders[partition] = size, folder
            generation = Generation(
                number=number,
                watermark=watermark,
                model_id=self._model_id,
                dimension=self._dimension,
                sizes=sizes,
                folders=folders,
            )
            self._generations.publish(generation)
            self._generations.sweep()
            return generation

    def _comparable(self) -> Generation | None:
        generation = self._generations.newest()
        mine = (self._model_id, self._dimension)
        if generation is not None and (generation.model_id, generation.dimension) != mine:
            raise IndexStaleError(f"The index was made with {generation.model_id}, not {self._model_id}")
        return generation

    def _applied(
        self, changes: Iterable[PartitionChange], before: Generation | None, number: int
    ) -> Iterator[tuple[Partition, int, str]]:
        """Each changed partition with its new size and folder."""
        seen = set()
        for change in changes:
            if change.partition in seen:
                raise ValueError(f"Partition {change.partition} comes twice")
            seen.add(change.partition)
            old = before.folders.get(change.partition) if before else None
            temporary, name = self._generations.new_folder(change.partition, number)
            size = self._write(change, self._generations.folder(old) if old else None, temporary)
            if size:
                self._generations.keep_folder(temporary, name)
            else:
                shutil.rmtree(temporary)
            yield change.partition, size, name

    def _write(self, change: PartitionChange, old: Path | None, folder: Path) -> int:
        """Writes the changed partition into an empty folder; returns how many passages it holds."""
        words = folder / WORDS_FOLDER
        if old is not None:
            _link_words(old / WORDS_FOLDER, words)
        staging = Staging(folder / "staging", self._dimension)
        with _word_writer(words, stored=change.partition != PUBLIC) as writer:
            added = self._stream(change, writer, staging)
        gone = np.union1d(added, as_ids(change.removed))
        vectors = folder / VECTORS_FOLDER
        vectors.mkdir()
        before = PartitionVectors(old / VECTORS_FOLDER if old else None, self._dimension)
        write_vectors(vectors, before, staging, gone, flat_limit=self._flat_limit)
        staging.remove_file()
        return len(WordIndex(words))

    def _stream(self, change: PartitionChange, writer: WordWriter, staging: Staging) -> Ids:
        writer.remove(change.removed)
        ids = [as_ids(())]
        entries = iter(change.added)
        while chunk := list(islice(entries, _CHUNK)):
            writer.remove(entry.passage_id for entry in chunk)
            for entry in chunk:
                writer.add(entry.passage_id, entry.text)
            ids.append(as_ids(entry.passage_id for entry in chunk))
            self._stage(chunk, staging)
        added = np.concatenate(ids)
        if len(np.unique(added)) < len(added):
            raise ValueError(f"A passage comes twice in partition {change.partition}")
        return added

    def _stage(self, chunk: list[Entry], staging: Staging) -> None:
        ids = as_ids(entry.passage_id for entry in chunk if entry.vector is not None)
        rows = [entry.vector for entry in chunk if entry.vector is not None]
        if not rows:
            return
        if any(row.shape != (self._dimension,) for row in rows):
            raise ValueError(f"A vector is not of {self._dimension} numbers")
        vectors = np.stack(rows).astype(np.float32, copy=False)
        if not (np.abs(np.linalg.norm(vectors, axis=1) - 1) < _UNIT_TOLERANCE).all():
            raise ValueError("A vector is not of unit length")
        staging.append(ids, vectors)

    def _opened(self, relative: str) -> OpenPartition:
        """Readers of successive generations share what did not change between them."""
        opened = self._open.get(relative)
        if opened is None:
            opened = OpenPartition(self._generations.folder(relative), self._dimension)
            self._open[relative] = opened
        return opened


def _link_words(old: Path, new: Path) -> None:
    """Tantivy never changes a segment's file, and replaces its json files: those are copied."""
    new.mkdir()
    try:
        for path in old.iterdir():
            if path.suffix == ".json":
                shutil.copyfile(path, new / path.name)
            elif path.suffix != ".lock":
                os.link(path, new / path.name)
    except OSError as error:
        raise IndexDamagedError(f"The word index in {old} cannot be read") from error


def _word_writer(folder: Path, *, stored: bool) -> WordWriter:
    try:
        return WordWriter(folder, stored=stored)
    except (ValueError, OSError) as error:
        raise IndexDamagedError(f"The word index in {folder} cannot be opened") from error
