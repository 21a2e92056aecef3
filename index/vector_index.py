"""What a vector index can do, whichever library is behind it."""

from collections.abc import Collection
from typing import Protocol

from index.types import Hit, PassageId, Vectors


class VectorIndex(Protocol):
    """Unit vectors by passage id. Hits come best first by cosine, ties by id."""

    def __len__(self) -> int: ...

    def search(self, query: Vectors, k: int) -> list[Hit]:
        """The ``k`` nearest; fewer if there are fewer. ``query`` has shape (dimension,)."""

    def search_within(self, query: Vectors, k: int, allowed: Collection[PassageId]) -> list[Hit]:
        """The ``k`` nearest among ``allowed``; ids that are not there are passed over."""

    def search_without(self, query: Vectors, k: int, barred: Collection[PassageId]) -> list[Hit]:
        """The ``k`` nearest that are not ``barred``."""
