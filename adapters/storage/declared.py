"""What people say they know, as rows."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Row, delete, select, update

from adapters.storage.session import Session
from adapters.storage.tables import declared, workspaces
from adapters.storage.times import from_us, to_us
from adapters.storage.vectors import STORED
from bot.types import DeclaredRows
from expertise.types import Declared, PersonId, WorkspaceId, folded
from index.types import Vectors


class SqlDeclaredStore:
    """Implements ``bot.ports.DeclaredStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._ours = declared.c.workspace_id == workspace_id

    async def changed(self, since: int, model_id: str) -> DeclaredRows | None:
        """Everything, if anything was changed after that many changes."""
        counter = select(workspaces.c.declared_changes).where(workspaces.c.id == self._workspace_id)
        changes = int(await self._session.value(counter) or 0)
        if changes == since:
            return None
        ordered = select(declared).where(self._ours).order_by(declared.c.person_id, declared.c.folded)
        rows = [_declared_of(row, model_id) for row in await self._session.rows(ordered)]
        return DeclaredRows(changes=changes, rows=rows)

    async def of(self, person_id: PersonId) -> list[Declared]:
        """By topic, without regard to case."""
        own = select(declared).where(self._ours, declared.c.person_id == person_id)
        return [_declared_of(row, None) for row in await self._session.rows(own.order_by(declared.c.folded))]

    async def add(self, rows: Sequence[Declared]) -> None:
        """Insert, or renew those that are there: they keep their vector."""
        await self._session.upsert(declared, [{**self._key(row), **_content_of(row)} for row in rows])
        if rows:
            await self._count_change()

    async def forget(self, person_id: PersonId, topics: Collection[str]) -> int:
        """One by one: they are few, and those of one person."""
        known = {folded(row.topic) for row in await self.of(person_id)}
        gone = known & set(map(folded, topics))
        for topic in sorted(gone):
            own = declared.c.person_id == person_id, declared.c.folded == topic
            await self._session.change(delete(declared).where(self._ours, *own))
        if gone:
            await self._count_change()
        return len(gone)

    async def put_vectors(self, model_id: str, rows: Sequence[Declared], vectors: Vectors) -> None:
        """One by one: they are few, and what went away meanwhile is passed over."""
        for row, vector in zip(rows, np.asarray(vectors, dtype=STORED), strict=True):
            key = [declared.c[name] == value for name, value in self._key(row).items()]
            own = update(declared).where(*key, declared.c.topic == row.topic)
            await self._session.change(own.values(embedded_by=model_id, vector=vector.tobytes()))
        await self._count_change()

    def _key(self, row: Declared) -> dict[str, Any]:
        return {
            "workspace_id": self._workspace_id,
            "person_id": row.person_id,
            "folded": folded(row.topic),
        }

    async def _count_change(self) -> None:
        own = update(workspaces).where(workspaces.c.id == self._workspace_id)
        await self._session.change(own.values(declared_changes=workspaces.c.declared_changes + 1))


def _content_of(row: Declared) -> dict[str, Any]:
    return {"topic": row.topic, "declared_us": to_us(row.declared_at)}


def _declared_of(row: Row[*tuple[Any, ...]], model_id: str | None) -> Declared:
    has_vector = row.vector is not None and row.embedded_by == model_id
    vector = np.frombuffer(row.vector, dtype=STORED).astype(np.float32, copy=False) if has_vector else None
    return Declared(
        person_id=row.person_id, topic=row.topic, declared_at=from_us(row.declared_us), vector=vector
    )
