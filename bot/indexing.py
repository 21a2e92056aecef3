"""From rows to an index that answers: embed what has no vector, then publish the next generation."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

from bot.ports import Storage, UnitOfWork
from expertise.types import WorkspaceId
from index.errors import IndexDamagedError
from index.generations import Generation
from index.snapshot import PartitionChange
from index.types import Embedder, Entry, Partition, PassageId, Vectors

_EMBED_BATCH = 512
_WRITE_BATCH = 64  # events are acknowledged in between
_READ_BATCH = 2_000
_LOG_BATCH = 10_000
_UNKNOWN_LANGUAGE = "und"

Progress = Callable[[str, int, int], None]


class IndexPublisher(Protocol):
    """Where generations are published; ``index.snapshot.IndexFolder`` is the real one."""

    def current(self) -> Generation | None: ...

    def publish(
        self, changes: Iterable[PartitionChange], *, watermark: int, rebuild: bool = False
    ) -> Generation: ...


async def bring_up(
    storage: Storage,
    workspace: WorkspaceId,
    index: IndexPublisher,
    embedder: Embedder,
    on_progress: Progress,
    *,
    rebuild: bool = False,
) -> tuple[int, Generation]:
    """Embed what has no vector, then publish; how many were embedded, and the generation.

    What a bot beside us hears meanwhile is left for the next time.
    """
    async with storage.begin(workspace) as uow:
        head = await uow.log.head()
    embedded = await embed_missing(storage, workspace, embedder, on_progress)
    return embedded, await publish(storage, workspace, index, embedder.model_id, rebuild=rebuild, until=head)


async def embed_missing(
    storage: Storage, workspace: WorkspaceId, embedder: Embedder, on_progress: Progress
) -> int:
    """Give every passage in a served language a vector of this model; how many were embedded.

    A transaction for a few: interrupted, it goes on where it stopped.
    """
    languages = None if embedder.languages is None else {*embedder.languages, _UNKNOWN_LANGUAGE}
    after, embedded, done, expected = PassageId(0), 0, 0, 0
    while True:
        async with storage.begin(workspace) as uow:
            batch = await uow.vectors.unembedded(embedder.model_id, after, _EMBED_BATCH, languages)
            is_last = len(batch) < _EMBED_BATCH
            if not is_last and not embedded:  # a long way: worth the time to say how long
                done, expected = await _progress_made(uow, embedder.model_id, languages)
        if not batch:
            return embedded
        vectors = await asyncio.to_thread(embedder.encode, [passage.text for passage in batch])
        await _keep(storage, workspace, embedder.model_id, [passage.passage_id for passage in batch], vectors)
        after = batch[-1].passage_id
        embedded += len(batch)
        on_progress("embedding", done + embedded, max(expected, done + embedded))
        if is_last:
            return embedded


async def _keep(
    storage: Storage, workspace: WorkspaceId, model_id: str, ids: Sequence[PassageId], vectors: Vectors
) -> None:
    for start in range(0, len(ids), _WRITE_BATCH):
        part = slice(start, start + _WRITE_BATCH)
        async with storage.begin(workspace) as uow:
            await uow.vectors.put(model_id, ids[part], vectors[part])
            await uow.commit()


async def _progress_made(
    uow: UnitOfWork, model_id: str, languages: Collection[str] | None
) -> tuple[int, int]:
    """How many passages have a vector of this model, and how many will."""
    by_language = await uow.vectors.languages()
    expected = sum(n for code, n in by_language.items() if languages is None or code in languages)
    return await uow.vectors.count(model_id), expected


async def publish(
    storage: Storage,
    workspace: WorkspaceId,
    index: IndexPublisher,
    model_id: str,
    *,
    rebuild: bool = False,
    until: int | None = None,
) -> Generation:
    """Bring the index up to the rows: by the log of changes, or anew where there is nothing to build on.

    ``until`` is the log's line as it was before embedding: what came later may have no vector yet, and
    would never be looked at again. It is left for the next time.
    """
    current = _readable(index)
    source = _Source(storage, workspace, model_id)
    last, passages = await source.head()
    head = last if until is None else min(until, last)
    generation = None
    can_follow = current and current.model_id == model_id and await source.reaches(current.watermark)
    if not rebuild and current and can_follow:
        changes = await source.changes(current.watermark, head)
        generation = await asyncio.to_thread(index.publish, changes, watermark=head)
    if generation is None or (head == last and sum(generation.sizes.values()) != passages):
        everything = await source.everything()
        generation = await asyncio.to_thread(index.publish, everything, watermark=head, rebuild=True)
    await source.trim(head)
    return generation


def _readable(index: IndexPublisher) -> Generation | None:
    try:
        return index.current()
    except IndexDamagedError:
        return None


class _Source:
    """What the index needs, read from rows in bounded batches.

    The index is built in a thread of its own, which pulls the rows through the event loop.
    """

    def __init__(self, storage: Storage, workspace: WorkspaceId, model_id: str) -> None:
        self._storage = storage
        self._workspace = workspace
        self._model_id = model_id
        self._loop = asyncio.get_running_loop()

    async def head(self) -> tuple[int, int]:
        """Last line of the log, and how many passages there are."""
        async with self._storage.begin(self._workspace) as uow:
            return await uow.log.head(), await uow.passages.count()

    async def reaches(self, watermark: int) -> bool:
        """Whether the log has every line after that one: not where folder or database came from a backup."""
        async with self._storage.begin(self._workspace) as uow:
            lines = await uow.log.since(watermark, 1)
            return lines[0].sequence == watermark + 1 if lines else await uow.log.head() == watermark

    async def trim(self, watermark: int) -> None:
        async with self._storage.begin(self._workspace) as uow:
            await uow.log.trim(watermark)
            await uow.commit()

    async def changes(self, watermark: int, until: int) -> list[PartitionChange]:
        """What happened after the one line and up to the other, each passage in its last state."""
        state: dict[Partition, dict[PassageId, bool]] = defaultdict(dict)
        async with self._storage.begin(self._workspace) as uow:
            while lines := await uow.log.since(watermark, _LOG_BATCH):
                for line in lines:
                    if line.sequence > until:
                        break
                    state[line.partition][line.passage_id] = line.is_added
                watermark = lines[-1].sequence
        return [
            PartitionChange(
                partition=partition,
                added=self._pull(self._entries_of([i for i, is_added in ids.items() if is_added])),
                removed=frozenset(ids),
            )
            for partition, ids in sorted(state.items())
        ]

    async def everything(self) -> list[PartitionChange]:
        """Every passage of every partition."""
        async with self._storage.begin(self._workspace) as uow:
            partitions = await uow.log.partitions()
        return [
            PartitionChange(partition=p, added=self._pull(self._all_entries(p)), removed=frozenset())
            for p in partitions
        ]

    async def _entries_of(self, ids: Sequence[PassageId]) -> AsyncIterator[Entry]:
        ordered = sorted(ids)
        for start in range(0, len(ordered), _READ_BATCH):
            batch = ordered[start : start + _READ_BATCH]
            async with self._storage.begin(self._workspace) as uow:
                entries = await uow.vectors.entries(self._model_id, batch)
            for entry in entries:
                yield entry

    async def _all_entries(self, partition: Partition) -> AsyncIterator[Entry]:
        after = PassageId(0)
        while True:
            async with self._storage.begin(self._workspace) as uow:
                ids = await uow.log.ids(partition, after, _READ_BATCH)
                entries = await uow.vectors.entries(self._model_id, ids) if ids else []
            if not ids:
                return
            for entry in entries:
                yield entry
            after = ids[-1]

    def _pull(self, entries: AsyncIterator[Entry]) -> Iterator[Entry]:
        while True:
            batch = asyncio.run_coroutine_threadsafe(_take(entries, _READ_BATCH), self._loop).result()
            yield from batch
            if len(batch) < _READ_BATCH:
                return


async def _take(entries: AsyncIterator[Entry], count: int) -> list[Entry]:
    taken: list[Entry] = []
    async for entry in entries:
        taken.append(entry)
        if len(taken) == count:
            break
    return taken
