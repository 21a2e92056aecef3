"""What people have declared, kept ready between questions, until something changes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.ports import Storage, UnitOfWork
from bot.turns import PATIENCE
from expertise.declared import Topics
from expertise.types import Declared, WorkspaceId
from index.types import Embedder, Vectors

AT_ONCE = 64
"""New topics that a question waits for while the model reads them: a tenth of a second. The next question
takes the next ones, and ``kenner reindex`` all; until then they are found by their words."""

_BATCH = 512
_log = structlog.get_logger()


class Catalogue:
    """By workspace. A question asks the rows for one number, the count of changes, and no more."""

    def __init__(self) -> None:
        self._kept: dict[WorkspaceId, tuple[str, int, Topics | None]] = {}

    async def topics(
        self, uow: UnitOfWork, storage: Storage, workspace_id: WorkspaceId, embedder: Embedder
    ) -> Topics | None:
        """As they are in this unit of work; None where nobody has declared anything.

        Vectors that are still missing are stored in another one, of the storage.
        """
        model_id, changes, topics = self._kept.get(workspace_id, ("", 0, None))
        since = changes if model_id == embedder.model_id else 0
        found = await uow.declared.changed(since, embedder.model_id)
        if found is None:
            return topics if since else None
        rows = await _read(storage, workspace_id, embedder, found.rows)
        topics = Topics(rows) if rows else None
        self._kept[workspace_id] = (embedder.model_id, found.changes, topics)
        return topics


async def embed_topics(storage: Storage, workspace_id: WorkspaceId, embedder: Embedder) -> int:
    """Give every topic a vector of this model; how many were embedded.

    A topic is a word or two, in which no language can be told: they are read whatever it is.
    """
    async with storage.begin(workspace_id) as uow:
        found = await uow.declared.changed(0, embedder.model_id)
    unread = [row for row in found.rows if row.vector is None] if found else []
    for start in range(0, len(unread), _BATCH):
        batch = unread[start : start + _BATCH]
        await _store(storage, workspace_id, embedder.model_id, batch, await _vectors_of(batch, embedder))
    return len(unread)


async def _read(
    storage: Storage, workspace_id: WorkspaceId, embedder: Embedder, rows: Sequence[Declared]
) -> Sequence[Declared]:
    """The rows, some of those without a vector given one. Where that cannot be stored, the log says so."""
    places = [each for each, row in enumerate(rows) if row.vector is None][:AT_ONCE]
    if not places:
        return rows
    unread = [rows[each] for each in places]
    vectors = await _vectors_of(unread, embedder)
    try:
        await _store(storage, workspace_id, embedder.model_id, unread, vectors, PATIENCE)
    except Exception as error:  # noqa: BLE001 whatever it is, it must not cost the answer
        _log.warning("vectors of topics not stored", workspace=workspace_id, exc_info=error)
    vectored = dict(zip(places, vectors, strict=True))
    return [replace(row, vector=vectored.get(each, row.vector)) for each, row in enumerate(rows)]


async def _vectors_of(rows: Sequence[Declared], embedder: Embedder) -> Vectors:
    return await asyncio.to_thread(embedder.encode, [row.topic for row in rows])


async def _store(
    storage: Storage,
    workspace_id: WorkspaceId,
    model_id: str,
    rows: Sequence[Declared],
    vectors: Vectors,
    patience: float | None = None,
) -> None:
    async with storage.begin(workspace_id) as uow:
        await uow.hold(patience)
        await uow.declared.put_vectors(model_id, rows, vectors)
        await uow.commit()
