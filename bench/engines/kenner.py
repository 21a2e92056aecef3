"""Ours: an index folder, published and read as the product does it."""

from collections.abc import Collection, Sequence
from pathlib import Path

from bench.measured.vectors import opened, publish
from bench.vectors import Corpus
from index.reader import IndexReader
from index.types import Partition, Vectors


class Kenner:
    """An ``Engine``."""

    name = "kenner"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._everywhere: frozenset[Partition] = frozenset()
        self._reader: IndexReader | None = None

    def build(self, corpus: Corpus) -> None:
        """Publishes one generation."""
        publish(self._folder, corpus)
        self._everywhere = frozenset(corpus.partitions)
        self._reader = opened(self._folder, corpus)

    def search(self, query: Vectors, partitions: Collection[Partition] | None, k: int) -> Sequence[int]:
        """The scope is the partitions that are looked at."""
        if self._reader is None:
            return ()
        scope = self._everywhere if partitions is None else partitions
        return [hit.passage_id - 1 for hit in self._reader.by_meaning(query, scope, k)]

    def close(self) -> None:
        """Lets its generation go."""
        if self._reader is not None:
            self._reader.close()
