"""A workspace that can be asked: rows in some storage, a real index in a folder, a model of plain words."""

from datetime import datetime
from pathlib import Path

from bot.answering import Answer, Asking, Tools, answer
from bot.indexing import embed_missing, publish
from bot.ports import Storage
from expertise.matcher import Settings
from index.snapshot import IndexFolder
from index.types import Embedder
from tests.support.builders import ACME, minute
from tests.support.models import WordEmbedder, detect

LATER = minute(60 * 24)


def index_folder(root: Path, embedder: Embedder) -> IndexFolder:
    return IndexFolder(root, model_id=embedder.model_id, dimension=embedder.dimension)


async def refresh(storage: Storage, index: IndexFolder, embedder: Embedder) -> None:
    """Embed what is new, and publish it."""
    await embed_missing(storage, ACME.id, embedder, no_progress)
    await publish(storage, ACME.id, index, embedder.model_id)


def tools(index: IndexFolder, embedder: Embedder, at: datetime = LATER, settings: Settings | None = None) -> Tools:
    return Tools(
        embedder=embedder,
        detect=detect,
        search=index.open_reader(),
        clock=lambda: at,
        settings=settings or Settings(),
    )


class Bot:
    """Answers over a storage and an index of its own."""

    def __init__(self, storage: Storage, root: Path, embedder: WordEmbedder | None = None) -> None:
        self.storage = storage
        self.embedder = embedder or WordEmbedder()
        self.index = index_folder(root, self.embedder)

    async def refresh(self) -> None:
        await refresh(self.storage, self.index, self.embedder)

    async def ask(self, text: str, at: datetime = LATER, **asking: str | None) -> Answer:
        with_reader = tools(self.index, self.embedder, at)
        try:
            return await answer(self.storage, ACME, Asking(text=text, **asking), with_reader)
        finally:
            with_reader.search.close()  # type: ignore[attr-defined]


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Nobody looks."""
