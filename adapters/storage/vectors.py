"""Vectors of one workspace, as rows, each with its model."""

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from sqlalchemy import Row, and_, func, select, update

from adapters.storage.among import among
from adapters.storage.session import Session, in_batches
from adapters.storage.stepping import each_value
from adapters.storage.tables import passages, vectors
from bot.types import Unembedded
from expertise.types import WorkspaceId
from index.types import Entry, PassageId, Vectors

STORED = np.dtype("<f4")


class SqlVectorStore:
    """Implements ``bot.ports.VectorStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._ours = passages.c.workspace_id == workspace_id

    async def unembedded(
        self, model_id: str, after: PassageId, limit: int, languages: Collection[str] | None
    ) -> list[Unembedded]:
        """Passages without a vector of this model and in these languages (None: any), by id.

        Quick also where nearly all have one: it looks among those of no model, then of each other one.
        """
        columns = select(passages.c.id, passages.c.text, passages.c.language)
        statement = columns.where(self._ours, passages.c.id > after)
        if languages is not None:
            statement = statement.where(passages.c.language.in_(languages))
        models = await self._session.values(each_value(passages.c.embedded_by, self._ours))
        found: list[Unembedded] = []
        for other in (None, *(each for each in models if each != model_id)):
            missing = statement.where(passages.c.embedded_by == other).order_by(passages.c.id).limit(limit)
            found += map(_unembedded_of, await self._session.rows(missing))
        return sorted(found, key=attrgetter("passage_id"))[:limit]

    async def put(self, model_id: str, ids: Sequence[PassageId], vectors_: Vectors) -> None:
        """Store them; passages that went away while they were embedded are passed over."""
        present = await self._mark(model_id, ids)
        rows = [
            {
                "passage_id": passage_id,
                "workspace_id": self._workspace_id,
                "dimension": len(vector),
                "data": vector.tobytes(),
            }
            for passage_id, vector in zip(ids, np.asarray(vectors_, dtype=STORED), strict=True)
            if passage_id in present
        ]
        await self._session.upsert(vectors, rows)

    async def _mark(self, model_id: str, ids: Sequence[PassageId]) -> set[PassageId]:
        """Say on each passage which model it has a vector of; those that are there."""
        await self._session.hold()
        present: set[PassageId] = set()
        for batch in in_batches(ids):
            marked = update(passages).where(*among(self._workspace_id, batch)).values(embedded_by=model_id)
            present.update(await self._session.values(marked.returning(passages.c.id)))
        return present

    async def entries(self, model_id: str, ids: Sequence[PassageId]) -> list[Entry]:
        """In the order asked for; without a vector of this model, words alone."""
        of_model = and_(vectors.c.passage_id == passages.c.id, passages.c.embedded_by == model_id)
        columns = select(passages.c.id, passages.c.text, vectors.c.data)
        statement = columns.select_from(passages.outerjoin(vectors, of_model))
        found = {}
        for batch in in_batches(ids):
            for row in await self._session.rows(statement.where(*among(self._workspace_id, batch))):
                found[row.id] = Entry(passage_id=row.id, text=row.text, vector=_vector_of(row.data))
        return [found[passage_id] for passage_id in dict.fromkeys(ids) if passage_id in found]

    async def languages(self) -> Mapping[str, int]:
        """Passages by language, in the order of its code."""
        count = select(passages.c.language, func.count()).where(self._ours)
        rows = await self._session.rows(count.group_by(passages.c.language).order_by(passages.c.language))
        return {row[0]: row[1] for row in rows}

    async def count(self, model_id: str) -> int:
        """Passages with a vector of this model."""
        embedded = select(func.count()).where(self._ours, passages.c.embedded_by == model_id)
        return int(await self._session.value(embedded))


def _unembedded_of(row: Row[*tuple[Any, ...]]) -> Unembedded:
    return Unembedded(passage_id=row.id, text=row.text, language=row.language)


def _vector_of(data: bytes | None) -> Vectors | None:
    """Read-only: it looks into the row's own bytes."""
    return None if data is None else np.frombuffer(data, dtype=STORED).astype(np.float32, copy=False)
