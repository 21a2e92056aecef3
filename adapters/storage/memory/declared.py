"""What people say they know, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Embedded, Rows
from bot.types import DeclaredRows
from expertise.types import Declared, PersonId, folded
from index.types import Vectors


class MemoryDeclaredStore:
    """Implements ``bot.ports.DeclaredStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def changed(self, since: int, model_id: str) -> DeclaredRows | None:
        """Everything, if anything was changed after that many changes."""
        changes = self._rows.declared_changes.get(None, 0)
        if changes == since:
            return None
        rows = [self._with_vector(row, model_id) for _, row in sorted(self._rows.declared.items())]
        return DeclaredRows(changes=changes, rows=rows)

    async def of(self, person_id: PersonId) -> list[Declared]:
        """By topic, without regard to case."""
        return [row for (who, _), row in sorted(self._rows.declared.items()) if who == person_id]

    async def add(self, rows: Sequence[Declared]) -> None:
        """Insert, or renew those that are there: they keep their vector."""
        await self._journal.hold()
        for row in rows:
            if row.person_id not in self._rows.people:
                raise ConflictError("a topic of nobody")
            self._journal.put(self._rows.declared, _key(row), replace(row, vector=None))
        if rows:
            self._count_change()

    async def forget(self, person_id: PersonId, topics: Collection[str]) -> int:
        """How many there were of these."""
        await self._journal.hold()
        gone = {(person_id, folded(topic)) for topic in topics} & self._rows.declared.keys()
        for key in gone:
            self._journal.drop(self._rows.declared, key)
            self._journal.drop(self._rows.declared_vectors, key)
        if gone:
            self._count_change()
        return len(gone)

    async def put_vectors(self, model_id: str, rows: Sequence[Declared], vectors: Vectors) -> None:
        """What went away meanwhile is passed over."""
        await self._journal.hold()
        for row, vector in zip(rows, np.array(vectors, dtype=np.float32), strict=True):
            known = self._rows.declared.get(_key(row))
            if known is not None and known.topic == row.topic:
                self._journal.put(self._rows.declared_vectors, _key(row), Embedded(model_id, vector))
        self._count_change()

    def _with_vector(self, row: Declared, model_id: str) -> Declared:
        embedded = self._rows.declared_vectors.get(_key(row))
        is_of_model = embedded is not None and embedded.model_id == model_id
        return replace(row, vector=embedded.vector if embedded is not None and is_of_model else None)

    def _count_change(self) -> None:
        changes = self._rows.declared_changes
        self._journal.put(changes, None, changes.get(None, 0) + 1)


def _key(row: Declared) -> tuple[PersonId, str]:
    return row.person_id, folded(row.topic)
