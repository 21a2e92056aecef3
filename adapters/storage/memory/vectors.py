"""Vectors of one workspace, in memory."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Embedded, Rows
from bot.types import Unembedded
from expertise.types import Passage
from index.types import Entry, PassageId, Vectors


class MemoryVectorStore:
    """Implements ``bot.ports.VectorStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def unembedded(
        self, model_id: str, after: PassageId, limit: int, languages: Collection[str] | None
    ) -> list[Unembedded]:
        """Passages without a vector of this model and in these languages (None: any), by id."""
        missing = [
            Unembedded(passage_id=passage.id, text=passage.text, language=passage.language)
            for passage in self._without(model_id, after)
            if self._vector(passage.id, model_id) is None
            and (languages is None or passage.language in languages)
        ]
        return missing[:limit]

    async def put(self, model_id: str, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Store them; passages that went away while they were embedded are passed over."""
        await self._journal.hold()
        for passage_id, vector in zip(ids, np.array(vectors, dtype=np.float32), strict=True):
            if passage_id in self._rows.passages:
                self._journal.put(self._rows.vectors, passage_id, Embedded(model_id, vector))
                self._journal.drop(self._rows.vectorless, passage_id)
                self._journal.put(self._rows.models, model_id, None)

    async def entries(self, model_id: str, ids: Sequence[PassageId]) -> list[Entry]:
        """In the order asked for; without a vector of this model, words alone."""
        return [
            Entry(
                passage_id=passage_id,
                text=self._rows.passages[passage_id].passage.text,
                vector=self._vector(passage_id, model_id),
            )
            for passage_id in dict.fromkeys(ids)
            if passage_id in self._rows.passages
        ]

    async def languages(self) -> Mapping[str, int]:
        """Passages by language, in the order of its code."""
        languages = Counter(placed.passage.language for placed in self._rows.passages.values())
        return dict(sorted(languages.items()))

    async def count(self, model_id: str) -> int:
        """Vectors of this model."""
        return sum(embedded.model_id == model_id for embedded in self._rows.vectors.values())

    def _without(self, model_id: str, after: PassageId) -> Iterator[Passage]:
        """Those that can be without a vector of the model: all, where there are other models' vectors."""
        has_others = self._rows.models.keys() - {model_id}
        some = self._rows.passages if has_others else self._rows.vectorless
        return (self._rows.passages[each].passage for each in sorted(e for e in some if e > after))

    def _vector(self, passage_id: PassageId, model_id: str) -> Vectors | None:
        embedded = self._rows.vectors.get(passage_id)
        return embedded.vector if embedded is not None and embedded.model_id == model_id else None
