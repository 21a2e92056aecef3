"""Vectors of one workspace, as rows, each with its model."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import and_, func, select

from adapters.storage.session import Session, in_batches
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

    async def unembedded(
        self, model_id: str, after: PassageId, limit: int, languages: Collection[str] | None
    ) -> list[Unembedded]:
        """Passages without a vector of this model and in these languages (None: any), by id."""
        embedded = select(vectors.c.passage_id).where(
            vectors.c.workspace_id == self._workspace_id,
            vectors.c.model_id == model_id,
            vectors.c.passage_id == passages.c.id,
        )
        statement = select(passages.c.id, passages.c.text, passages.c.language).where(
            passages.c.workspace_id == self._workspace_id, passages.c.id > after, ~embedded.exists()
        )
        if languages is not None:
            statement = statement.where(passages.c.language.in_(languages))
        return [
            Unembedded(passage_id=row.id, text=row.text, language=row.language)
            for row in await self._session.rows(statement.order_by(passages.c.id).limit(limit))
        ]

    async def put(self, model_id: str, ids: Sequence[PassageId], vectors_: Vectors) -> None:
        """Store them; passages that went away while they were embedded are passed over."""
        await self._session.hold()
        present = await self._present(ids)
        rows = [
            {
                "passage_id": passage_id,
                "workspace_id": self._workspace_id,
                "model_id": model_id,
                "dimension": len(vector),
                "data": vector.tobytes(),
            }
            for passage_id, vector in zip(ids, np.asarray(vectors_, dtype=STORED), strict=True)
            if passage_id in present
        ]
        await self._session.upsert(vectors, rows)

    async def entries(self, model_id: str, ids: Sequence[PassageId]) -> list[Entry]:
        """In the order asked for; without a vector of this model, words alone."""
        of_model = and_(vectors.c.passage_id == passages.c.id, vectors.c.model_id == model_id)
        columns = select(passages.c.id, passages.c.text, vectors.c.data)
        statement = columns.select_from(passages.outerjoin(vectors, of_model))
        found = {}
        for batch in in_batches(ids):
            ours = passages.c.workspace_id == self._workspace_id, passages.c.id.in_(batch)
            for row in await self._session.rows(statement.where(*ours)):
                found[row.id] = Entry(passage_id=row.id, text=row.text, vector=_vector_of(row.data))
        return [found[passage_id] for passage_id in dict.fromkeys(ids) if passage_id in found]

    async def languages(self) -> Mapping[str, int]:
        """Passages by language, in the order of its code."""
        count = select(passages.c.language, func.count()).where(passages.c.workspace_id == self._workspace_id)
        rows = await self._session.rows(count.group_by(passages.c.language).order_by(passages.c.language))
        return {row[0]: row[1] for row in rows}

    async def count(self, model_id: str) -> int:
        """Vectors of this model."""
        ours = vectors.c.workspace_id == self._workspace_id, vectors.c.model_id == model_id
        return int(await self._session.value(select(func.count()).select_from(vectors).where(*ours)))

    async def _present(self, ids: Sequence[PassageId]) -> set[PassageId]:
        present: set[PassageId] = set()
        for batch in in_batches(ids):
            ours = passages.c.workspace_id == self._workspace_id, passages.c.id.in_(batch)
            present.update(await self._session.values(select(passages.c.id).where(*ours)))
        return present


def _vector_of(data: bytes | None) -> Vectors | None:
    """Read-only: it looks into the row's own bytes."""
    return None if data is None else np.frombuffer(data, dtype=STORED).astype(np.float32, copy=False)
