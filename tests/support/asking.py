"""A workspace that can be asked: rows in some storage, a real index in a folder, a model of plain words."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.answering import Asking, Tools, answer
from bot.belonging import Directory
from bot.catalogue import Catalogue
from bot.indexing import embed_missing, publish
from bot.ports import Storage
from bot.telling import Answer
from expertise.fairness import NEARLY
from expertise.matcher import Settings
from expertise.ports import PassageSearch
from index.snapshot import IndexFolder
from index.types import Embedder, PassageId
from tests.support.builders import ACME, minute
from tests.support.models import WordEmbedder, detect
from tests.support.search import MemorySearch

LATER = minute(60 * 24)


def index_folder(root: Path, embedder: Embedder) -> IndexFolder:
    return IndexFolder(root, model_id=embedder.model_id, dimension=embedder.dimension)


async def refresh(storage: Storage, index: IndexFolder, embedder: Embedder) -> None:
    """Embed what is new, and publish it."""
    await embed_missing(storage, ACME.id, embedder, no_progress)
    await publish(storage, ACME.id, index, embedder.model_id)


class Bot:
    """Answers over a storage, and an index as of the last refresh: a real one in a folder, or in memory."""

    def __init__(
        self,
        storage: Storage,
        root: Path | None = None,
        embedder: WordEmbedder | None = None,
        fairness: float = NEARLY,
    ) -> None:
        self.storage = storage
        self.fairness = fairness
        self.catalogue = Catalogue()
        self.directory = Directory()
        self.embedder = embedder or WordEmbedder()
        self._index = index_folder(root, self.embedder) if root else None
        self._search: PassageSearch = MemorySearch({})

    async def refresh(self) -> None:
        """Embed what is new, and make the index anew."""
        if self._index:
            await refresh(self.storage, self._index, self.embedder)
        else:
            self._search = await rows_in_memory(self.storage, self.embedder)

    async def ask(self, text: str, at: datetime = LATER, top: int = 3, **asking: str | None) -> Answer:
        put = Asking(text=text, **asking)
        if self._index is None:
            return await self._answer(put, self._search, at, top)
        with self._index.open_reader() as reader:
            return await self._answer(put, reader, at, top)

    async def _answer(self, put: Asking, search: PassageSearch, at: datetime, top: int) -> Answer:
        own = replace(
            tools(search, self.embedder, at),
            fairness=self.fairness,
            catalogue=self.catalogue,
            directory=self.directory,
        )
        return await answer(self.storage, ACME, put, own, top)


def tools(search: PassageSearch, embedder: Embedder, at: datetime = LATER) -> Tools:
    return Tools(embedder=embedder, detect=detect, search=search, clock=lambda: at, settings=Settings())


async def rows_in_memory(storage: Storage, embedder: Embedder) -> MemorySearch:
    await embed_missing(storage, ACME.id, embedder, no_progress)
    async with storage.begin(ACME.id) as uow:
        found = {}
        for partition in await uow.log.partitions():
            ids = await uow.log.ids(partition, PassageId(0), 10_000)
            found[partition] = await uow.vectors.entries(embedder.model_id, ids)
    return MemorySearch(found)


def no_progress(_stage: str, _done: int, _total: int) -> None:
    """Nobody looks."""
