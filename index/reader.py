"""Searches one generation: the index floor's answer to the matcher's ``PassageSearch`` port."""

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from index.exact import best_of, merged
from index.generations import Generation
from index.short_texts import Covered, ShortTexts
from index.terms import question_terms
from index.types import PUBLIC, Hit, Partition, Vectors
from index.vector_files import PartitionVectors
from index.words import Rarity, WordIndex

WORDS_FOLDER = "words"
VECTORS_FOLDER = "vectors"
MOST_OPEN = 512
"""Partitions that a reader keeps open; those least lately used are closed."""


class OpenPartition:
    """One immutable partition folder; its two sides are opened when first needed."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension

    @cached_property
    def words(self) -> WordIndex:
        """Raises ``IndexDamagedError``."""
        return WordIndex(self._folder / WORDS_FOLDER)

    @cached_property
    def rarity(self) -> Rarity:
        """What it knows of its own terms. Raises ``IndexDamagedError``."""
        return Rarity(self.words)

    @cached_property
    def vectors(self) -> PartitionVectors:
        """Raises ``IndexDamagedError`` when it is read."""
        return PartitionVectors(self._folder / VECTORS_FOLDER, self._dimension)


class IndexReader:
    """Searches a generation, whatever is published meanwhile. Safe to share by threads.

    Every search takes the partitions that may shape its outcome, and nothing else does: how rare a word
    is, the public one says, or without it the largest of them. Unknown partitions are empty. Raises
    ``IndexDamagedError``.
    """

    def __init__(
        self,
        generation: Generation | None,
        opener: Callable[[str], OpenPartition],
        *,
        pin: int | None = None,
        model_id: str,
    ) -> None:
        """``opener`` opens a folder that the manifest names; ``pin`` is a descriptor, closed at the end."""
        self.generation = generation
        self._opener = opener
        self._unpin = weakref.finalize(self, os.close, pin) if pin is not None else None
        self._model_id = model_id
        self._open: OrderedDict[Partition, OpenPartition] = OrderedDict()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets its generation be swept, as does forgetting the reader.

        Searching afterwards may raise ``IndexDamagedError``.
        """
        if self._unpin is not None:
            self._unpin()

    @property
    def is_stale(self) -> bool:
        """Whether the generation was made with another model: then nothing is found by meaning."""
        return self.generation is not None and self.generation.model_id != self._model_id

    def by_meaning(self, vector: Vectors, partitions: Collection[Partition], k: int) -> list[Hit]:
        """The ``k`` nearest by cosine, best first, ties by id. ``vector`` has shape (dimension,).

        Raises ``ValueError`` for a vector of another shape or with a part that is not finite.
        """
        return self._nearest(vector, partitions, k, everywhere=False)

    def recall(self, vector: Vectors, partitions: Collection[Partition], k: int) -> float | None:
        """Share of the truly nearest that ``by_meaning`` finds; None where nothing is near.

        Compares with every vector as it is kept. Raises as ``by_meaning`` does.
        """
        truth = {hit.passage_id for hit in self._nearest(vector, partitions, k, everywhere=True)}
        found = {hit.passage_id for hit in self._nearest(vector, partitions, k, everywhere=False)}
        return len(truth & found) / len(truth) if truth else None

    def _nearest(
        self, vector: Vectors, partitions: Collection[Partition], k: int, *, everywhere: bool
    ) -> list[Hit]:
        if self.generation is None or self.is_stale:
            return []
        if vector.shape != (self.generation.dimension,) or not np.isfinite(vector).all():
            raise ValueError(f"Not a vector of {self.generation.dimension} finite numbers")
        opened = self._opened(partitions).values()
        return best_of((each.vectors.nearest(vector, k, everywhere=everywhere) for each in opened), k).hits()

    def by_words(self, text: str, partitions: Collection[Partition], k: int) -> list[Hit]:
        """The ``k`` best by BM25, ties by id.

        Term statistics are the public partition's, or without it those of the largest one.
        """
        asked = question_terms(text)
        rarity = self._rarity_in(partitions)
        found = []
        for partition, opened in self._opened(partitions).items():
            found.append(opened.words.search(asked, k, rarity, rescore=partition != PUBLIC))
        return merged(found, k)

    def coverage(self, text: str, passage_text: str, partitions: Collection[Partition]) -> float:
        """Share of the query's weight in rare words that the passage contains, 0..1; as ``by_words``."""
        return self._rarity_in(partitions).coverage(text, passage_text)

    def covered(self, texts: ShortTexts, question: str) -> Covered:
        """How a question covers each of many short texts, weighted by public idf."""
        return self._rarity.covered(texts, question)

    def _rarity_in(self, partitions: Collection[Partition]) -> Rarity:
        """Outsiders read nothing public: what is rare there is none of their business."""
        if PUBLIC in partitions:
            return self._rarity
        opened = self._opened(partitions)
        largest = max(opened, key=lambda name: (len(opened[name].words), name), default=None)
        return opened[largest].rarity if largest else Rarity(None)

    @cached_property
    def _rarity(self) -> Rarity:
        public = self._opened([PUBLIC]).get(PUBLIC)
        return Rarity(public.words if public else None)

    def _opened(self, partitions: Collection[Partition]) -> dict[Partition, OpenPartition]:
        if self.generation is None:
            return {}
        folders = self.generation.folders
        known = sorted(set(partitions) & set(folders))
        return {name: self._kept_open(name, folders[name]) for name in known}

    def _kept_open(self, partition: Partition, folder: str) -> OpenPartition:
        with self._lock:
            opened = self._open.get(partition) or self._opener(folder)
            self._open[partition] = opened
            self._open.move_to_end(partition)
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return opened
