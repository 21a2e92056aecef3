"""What an engine must do to be measured beside others."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bench.vectors import Corpus
from index.types import Partition, Vectors


class Engine(Protocol):
    """One vector search, at what its makers give by default unless it says otherwise."""

    @property
    def name(self) -> str:
        """As it stands in the table."""

    def build(self, corpus: Corpus) -> None:
        """Take in all vectors and make them searchable; called once."""

    def search(self, query: Vectors, partitions: Collection[Partition] | None, k: int) -> Sequence[int]:
        """Rows of the ``k`` nearest by cosine within the partitions (None: all), best first."""

    def close(self) -> None:
        """Let go of files and threads."""
