"""Chroma, in this process: HNSW, a filter on metadata."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings

from bench.vectors import Corpus
from index.types import Partition, Vectors

_AT_ONCE = 5_000


class Chroma:
    """An ``Engine``. Defaults, but for the measure: cosine. Its telemetry is off."""

    name = "chromadb"

    def __init__(self, folder: Path) -> None:
        self._client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        self._collection: Any = None

    def build(self, corpus: Corpus) -> None:
        """The partition is a field of the metadata."""
        self._collection = self._client.create_collection(
            "bench", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        for partition, rows in corpus.partitions.items():
            for start in range(rows.start, rows.stop, _AT_ONCE):
                part = range(start, min(start + _AT_ONCE, rows.stop))
                self._collection.add(
                    ids=[str(row) for row in part],
                    embeddings=corpus.vectors[part.start : part.stop],
                    metadatas=[{"partition": partition}] * len(part),
                )

    def search(self, query: Vectors, partitions: Collection[Partition] | None, k: int) -> Sequence[int]:
        """Filtered where partitions are given."""
        where = None if partitions is None else {"partition": {"$in": sorted(partitions)}}
        found = self._collection.query(
            query_embeddings=query[None, :], n_results=k, where=where, include=["distances"]
        )
        return [int(row) for row in found["ids"][0]]

    def close(self) -> None:
        """The folder is taken away by whoever made it."""
        self._collection = None
        self._client = None
