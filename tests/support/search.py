"""A ``PassageSearch`` over passages in memory: exact cosines, and the index floor's own BM25."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from index.bm25 import idf, term_score
from index.exact import ExactIndex, as_ids, merged
from index.short_texts import Covered, ShortTexts
from index.terms import passage_terms, question_terms
from index.types import PUBLIC, Embedder, Entry, Hit, Partition, PassageId, Vectors

_Words = Sequence[frozenset[str]]


class MemorySearch:
    """Slow and plain. Word statistics are the public partition's, or without it the largest one's."""

    def __init__(self, entries: Mapping[Partition, Iterable[Entry]]) -> None:
        self._entries = {partition: list(own) for partition, own in entries.items()}
        self._words = {
            partition: [frozenset(passage_terms(e.text).words) for e in own]
            for partition, own in self._entries.items()
        }
        self.asked_by_meaning = 0

    def by_meaning(self, vector: Vectors, partitions: Collection[Partition], k: int) -> list[Hit]:
        self.asked_by_meaning += 1
        found = []
        for partition in sorted(partitions):
            own = [e for e in self._entries.get(partition, ()) if e.vector is not None]
            if own:
                index = ExactIndex(as_ids(e.passage_id for e in own), np.stack([_given(e) for e in own]))
                found.append(index.search(vector, k))
        return merged(found, k)

    def by_words(self, text: str, partitions: Collection[Partition], k: int) -> list[Hit]:
        asked = set(question_terms(text).words)
        own = [entry for partition in sorted(partitions) for entry in self._entries.get(partition, ())]
        known = self._known(partitions)
        hits = [Hit(passage_id=e.passage_id, score=_score(asked, e.text, known)) for e in own]
        return merged([[hit for hit in hits if hit.score > 0]], k)

    def coverage(self, text: str, passage_text: str, partitions: Collection[Partition]) -> float:
        known = self._known(partitions)
        weights = {term: _idf(term, known) for term in question_terms(text).words}
        held = set(passage_terms(passage_text).words)
        total = sum(weights.values())
        return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0

    def covered(self, texts: ShortTexts, question: str) -> Covered:
        known = self._known([PUBLIC])
        return texts.covered(question, texts.weights(lambda t: _idf(t, known)), lambda t: _idf(t, known))

    def _known(self, partitions: Collection[Partition]) -> _Words:
        """The words of the passages that say what is rare."""
        if PUBLIC in partitions:
            return self._words.get(PUBLIC, [])
        own = [partition for partition in partitions if partition in self._words]
        largest = max(own, key=lambda name: (len(self._words[name]), name), default=None)
        return self._words[largest] if largest else []


def _score(asked: Collection[str], text: str, known: _Words) -> float:
    words = passage_terms(text).words
    counts = Counter(words)
    average = sum(map(len, known)) / len(known) if known else 1.0
    return round(sum(term_score(_idf(t, known), counts[t], len(words), average) for t in sorted(asked)), 4)


def _idf(term: str, known: _Words) -> float:
    return idf(sum(term in words for words in known), len(known))


def entries(embedder: Embedder, texts: Mapping[PassageId, str]) -> list[Entry]:
    """What the index would hold of these texts."""
    vectors = embedder.encode(list(texts.values()))
    return [
        Entry(passage_id=number, text=text, vector=vector)
        for (number, text), vector in zip(texts.items(), vectors, strict=True)
    ]


def _given(entry: Entry) -> Vectors:
    if entry.vector is None:
        raise ValueError("No vector")
    return entry.vector
