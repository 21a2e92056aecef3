"""Search as it is, and now and then a look at how much of the truth it finds."""

from collections import deque
from collections.abc import Collection
from typing import Protocol

from expertise.ports import PassageSearch
from index.short_texts import Covered, ShortTexts
from index.types import Hit, Partition, Vectors

EVERY = 200
"""Questions to a sample: at a million passages it takes as long as a question."""

NEAREST = 10
_KEPT = 20


class Samples:
    """What the latest samples found; kept while one generation follows another."""

    def __init__(self, every: int = EVERY) -> None:
        self._every = every
        self._questions = 0
        self._found: deque[float] = deque(maxlen=_KEPT)

    @property
    def recall(self) -> float | None:
        """Of the ten nearest, the share that was found in the latest samples; None before the first."""
        found = list(self._found)
        return sum(found) / len(found) if found else None

    def is_due(self) -> bool:
        """Whether the question that is asked now is one to sample: the first, and each so many later."""
        self._questions += 1
        return self._questions % self._every == 1 % self._every

    def add(self, recall: float | None) -> None:
        """One more; None, where there was nothing to find, is none."""
        if recall is not None:
            self._found.append(recall)


class Recalling(PassageSearch, Protocol):
    """A search that can say how good it is."""

    def recall(self, vector: Vectors, partitions: Collection[Partition], k: int) -> float | None: ...


class SampledSearch:
    """Implements ``expertise.ports.PassageSearch``."""

    def __init__(self, reader: Recalling, samples: Samples) -> None:
        self._reader = reader
        self._samples = samples

    def by_meaning(self, vector: Vectors, partitions: Collection[Partition], k: int) -> list[Hit]:
        """The reader's."""
        if self._samples.is_due():
            self._samples.add(self._reader.recall(vector, partitions, NEAREST))
        return self._reader.by_meaning(vector, partitions, k)

    def by_words(self, text: str, partitions: Collection[Partition], k: int) -> list[Hit]:
        """The reader's."""
        return self._reader.by_words(text, partitions, k)

    def coverage(self, text: str, passage_text: str, partitions: Collection[Partition]) -> float:
        """The reader's."""
        return self._reader.coverage(text, passage_text, partitions)

    def covered(self, texts: ShortTexts, question: str) -> Covered:
        """The reader's."""
        return self._reader.covered(texts, question)
