"""Small vectors, entries and folders for the tests of the index floor."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.snapshot import IndexFolder, PartitionChange
from index.types import PUBLIC, Entry, Hit, Partition, PassageId, Vectors

DIMENSION = 16
SECRET = Partition("C-secret")


def unit_vectors(count: int, *, seed: int = 0, dimension: int = DIMENSION) -> Vectors:
    """Shape (count, dimension)."""
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def clustered(count: int, *, seed: int = 0, dimension: int = DIMENSION) -> Vectors:
    """Like text: many near neighbours around few centres."""
    chooser = np.random.default_rng(seed)
    centres = unit_vectors(40, seed=1, dimension=dimension)
    vectors = centres[chooser.integers(0, 40, count)] + 0.5 * unit_vectors(
        count, seed=seed, dimension=dimension
    )
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def entry(number: int, text: str = "", vector: Vectors | None = None) -> Entry:
    return Entry(passage_id=PassageId(number), text=text, vector=vector)


def entries(texts: dict[int, str]) -> list[Entry]:
    """Each with a vector of its own, drawn by its number."""
    return [entry(number, text, unit_vectors(1, seed=number)[0]) for number, text in texts.items()]


def change(
    added: Iterable[Entry] = (), removed: Iterable[int] = (), partition: Partition = PUBLIC
) -> PartitionChange:
    return PartitionChange(
        partition=partition, added=added, removed=[PassageId(number) for number in removed]
    )


def folder(
    root: Path, *, model_id: str = "model@1", dimension: int = DIMENSION, **options: int
) -> IndexFolder:
    return IndexFolder(root, model_id=model_id, dimension=dimension, **options)


def numbers(hits: Iterable[Hit]) -> list[int]:
    return [hit.passage_id for hit in hits]
