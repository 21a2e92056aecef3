"""Keeps the index at the heels of the rows: what was said becomes findable within seconds."""

from dataclasses import dataclass

from bot.importing import arrange_stale
from bot.indexing import IndexPublisher, embed_missing, publish
from bot.ingestion import Reading
from bot.measuring import Meter, Stage, timed
from bot.ports import Storage
from expertise.types import WorkspaceId
from index.types import Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshing:
    """What it needs."""

    storage: Storage
    workspace_id: WorkspaceId
    index: IndexPublisher
    embedder: Embedder
    reading: Reading
    meter: Meter


async def refresh(what: Refreshing, seen: int | None) -> int:
    """Cut, embed and publish, if anything happened since the log's line ``seen``; the line it stands at.

    None: whatever happened, for nobody knows what the index has.
    """
    await arrange_stale(what.storage, what.workspace_id, what.reading, _silent)
    async with what.storage.begin(what.workspace_id) as uow:
        head = await uow.log.head()
    if head == seen:
        return head
    with timed(what.meter, Stage.INDEX):
        await embed_missing(what.storage, what.workspace_id, what.embedder, _silent)
        await publish(what.storage, what.workspace_id, what.index, what.embedder.model_id, until=head)
    return head


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
