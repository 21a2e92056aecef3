"""The one place that builds the whole.

Heavy parts are imported where they are made, so that commands which need no model load none.
"""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from adapters import logs
from bot.errors import IndexMissingError, UnknownWorkspaceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from adapters.jobs import DurableJobs
    from adapters.sampled_search import Samples
    from adapters.settings import Settings
    from adapters.storage.unit_of_work import SqlStorage
    from bot.answering import Tools
    from bot.belonging import Directory
    from bot.card_finding import Shelf
    from bot.catalogue import Catalogue
    from bot.ingestion import Reading
    from bot.past import Past
    from bot.ports import Storage
    from bot.replaying import Progress, Replay
    from bot.types import Workspace
    from index.embedder import SentenceTransformerEmbedder
    from index.snapshot import IndexFolder
    from index.types import Embedder

_SELDOM = (50_000, 20, 100)
"""When the collector looks for cycles. A question makes thousands of objects, and hardly a cycle: by
default every tenth question waited for a look at all that the process holds."""


def now() -> datetime:
    """The clock of everything that runs for real."""
    return datetime.now(UTC)


class Application:
    """All parts, made on first use from the settings."""

    def __init__(self, settings: Settings, *, remembers: bool = False) -> None:
        """Remember the settings, and set up the logs as they say.

        ``remembers`` keeps vectors by the hash of their text in a file: for replay and the demo, not
        for live rows, whose erasure it would outlive.
        """
        logs.set_up(settings.log_level)
        gc.set_threshold(*_SELDOM)
        self.settings = settings
        self._remembers = remembers

    @property
    def data_dir(self) -> Path:
        """The data folder, absolute."""
        return self.settings.data_dir.expanduser().absolute()

    @asynccontextmanager
    async def storage(self) -> AsyncIterator[SqlStorage]:
        """The database, refused when its schema is not the one that this version needs."""
        from adapters.storage.schema import check  # noqa: PLC0415
        from adapters.storage.unit_of_work import SqlStorage  # noqa: PLC0415

        await check(self.settings.url)
        storage = SqlStorage(self.settings.url)
        try:
            yield storage
        finally:
            await storage.close()

    @contextmanager
    def executor(self) -> Iterator[str]:
        """The name of this process, to do durable work and to speak under. Raises AlreadyRunningError."""
        from adapters.executors import executor  # noqa: PLC0415

        with executor(self.data_dir, is_alone=self.settings.url.startswith("sqlite")) as name:
            yield name

    def jobs(self, executor_id: str) -> AbstractAsyncContextManager[DurableJobs]:
        """Durable work, on the same choice of database."""
        from adapters.jobs import open_jobs  # noqa: PLC0415

        return open_jobs(
            folder=self.data_dir,
            database_url=self.settings.url,
            executor_id=executor_id,
            clock=now,
        )

    async def workspace(self, storage: Storage, name: str | None = None) -> Workspace:
        """The workspace of that name, or the only one. Raises UnknownWorkspaceError."""
        async with storage.registry() as registry:
            every = await registry.workspaces.all()
        wanted = (name or self.settings.workspace).casefold()
        matching = [w for w in every if not wanted or wanted in {w.name.casefold(), w.platform_id.casefold()}]
        if len(matching) != 1:
            raise UnknownWorkspaceError([w.name for w in every])
        return matching[0]

    @cached_property
    def embedder(self) -> Embedder:
        """The model, made without loading it: that happens at the first text that is not remembered."""
        if not self._remembers:
            return self.model
        from index.embedding_cache import CachedEmbedder  # noqa: PLC0415

        return CachedEmbedder(self.model, self.data_dir / "embeddings.db")

    @cached_property
    def model(self) -> SentenceTransformerEmbedder:
        """The model itself."""
        from index.embedder import SentenceTransformerEmbedder  # noqa: PLC0415

        return SentenceTransformerEmbedder(
            self.settings.model or None,
            languages=self.settings.languages,
            torch_threads=self.settings.threads or None,
        )

    @cached_property
    def reading(self) -> Reading:
        """How text is read."""
        from bot.ingestion import Reading  # noqa: PLC0415
        from index.languages import LangidDetector  # noqa: PLC0415

        return Reading(tokens=self.model.counter(), detect=LangidDetector().detect)

    def index(self, workspace: Workspace) -> IndexFolder:
        """The index of one workspace."""
        from index.snapshot import IndexFolder  # noqa: PLC0415

        root = self.data_dir / "index" / workspace.id
        embedder = self.embedder
        # One thread: a single question is answered sooner by one than by two that wait for each other.
        return IndexFolder(root, model_id=embedder.model_id, dimension=embedder.dimension, faiss_threads=1)

    def walk(self, past: Past, folder: Path, embedder: Embedder, on_progress: Progress) -> Replay:
        """A walk through the past, over stores in memory and an index in a folder that is thrown away."""
        from adapters.storage.memory.unit_of_work import MemoryStorage  # noqa: PLC0415
        from bot.replaying import Replay  # noqa: PLC0415
        from expertise.matcher import Settings as MatcherSettings  # noqa: PLC0415
        from index.snapshot import IndexFolder  # noqa: PLC0415

        return Replay(
            MemoryStorage(),
            past.workspace,
            IndexFolder(folder, model_id=embedder.model_id, dimension=embedder.dimension, is_durable=False),
            self.reading,
            embedder,
            MatcherSettings(),
            on_progress,
            fairness=self.settings.fairness,
        )

    @cached_property
    def catalogue(self) -> Catalogue:
        """What people have declared, kept between questions."""
        from bot.catalogue import Catalogue  # noqa: PLC0415

        return Catalogue()

    @cached_property
    def directory(self) -> Directory:
        """What channels are about, kept between questions."""
        from bot.belonging import Directory  # noqa: PLC0415

        return Directory()

    @cached_property
    def shelf(self) -> Shelf:
        """Knowledge cards, kept between questions."""
        from bot.card_finding import Shelf  # noqa: PLC0415

        return Shelf()

    def tools(
        self, workspace: Workspace, *, samples: Samples | None = None, may_be_new: bool = False
    ) -> Tools:
        """What answering needs. Raises IndexMissingError where no index fits the model in use.

        ``samples`` takes note now and then of what a search finds; ``may_be_new``: no index is an empty one.
        """
        from adapters.sampled_search import SampledSearch  # noqa: PLC0415
        from bot.answering import Tools  # noqa: PLC0415
        from expertise.matcher import Settings as MatcherSettings  # noqa: PLC0415

        folder = self.index(workspace)
        generation = folder.current()
        fits = generation.model_id == self.embedder.model_id if generation else may_be_new
        if not fits:
            raise IndexMissingError
        reader = folder.open_reader()
        return Tools(
            embedder=self.embedder,
            detect=self.reading.detect,
            search=reader if samples is None else SampledSearch(reader, samples),
            clock=now,
            settings=MatcherSettings(),
            fairness=self.settings.fairness,
            catalogue=self.catalogue,
            directory=self.directory,
            shelf=self.shelf,
        )
