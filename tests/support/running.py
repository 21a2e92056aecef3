"""A bot that was put together, run and served as ``kenner serve`` does it, on whatever platforms."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.commands.serve_command import showing
from adapters.ground import ground
from adapters.service import Service
from adapters.settings import Settings
from adapters.sides import Side, Told, side_by_side
from adapters.storage.schema import migrate
from adapters.web.metrics import PrometheusMeter
from adapters.web.server import served
from adapters.wiring import Application, now
from bot.chat_types import InboxState, OutgoingState, QuestionState
from bot.ports import Clock
from bot.types import Platform
from index.types import Embedder
from tests.support.models import WordEmbedder
from tests.support.rows import READING


async def an_application(folder: Path, *, embedder: Embedder | None = None, **settings: Any) -> Application:
    """Migrated, with a model that reads words, so that it starts at once."""
    application = Application(Settings(data_dir=folder, **settings))
    application.__dict__ |= {"reading": READING, "embedder": embedder or WordEmbedder()}
    await migrate(application.settings.url)
    return application


@asynccontextmanager
async def running(
    application: Application,
    sides: Sequence[Side],
    announce: Callable[[str], None],
    *,
    clock: Clock = now,
    port: int = 0,
    refused: Collection[Platform] = (),
) -> AsyncIterator[str]:
    """Caught up and listening, until the block ends; ``announce`` is told first where it is served.

    ``refused`` are those that it is not waited for.
    """
    expected = [side for side in sides if side.platform not in refused]
    meter, nobody = PrometheusMeter(), Told(served=lambda _: None, refused=lambda _, __: None)
    async with (
        own_threads(),
        ground(application, meter.of, clock) as stands,
        served(showing(sides, stands.storage, meter), "127.0.0.1", port) as address,
    ):
        announce(address)
        task = asyncio.get_running_loop().create_task(side_by_side(sides, stands, nobody))
        try:
            await until(lambda: task.done() or all(_is_settled(side) for side in expected))
            if task.done():
                await task
            yield address
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def _is_settled(side: Side) -> bool:
    return side.service is not None and side.service.is_settled and not side.missing


@asynccontextmanager
async def own_threads() -> AsyncIterator[None]:
    """The engine of durable work closes the loop's threads behind it: whoever comes next has new ones."""
    try:
        yield
    finally:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())


async def until(is_so: Callable[[], object], seconds: float = 8.0) -> None:
    """Wait for it; the bot works beside us."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 the bot and its platform change beside us, and ring no bell
            await asyncio.sleep(0.02)


async def until_it(ask: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Wait until asking gives that."""
    async with asyncio.timeout(10):
        while await ask() != wanted:  # noqa: ASYNC110 as above
            await asyncio.sleep(0.02)


async def handled(service: Service) -> None:
    """Wait until all that came in is handled, all questions are answered, and all is said."""

    async def waiting() -> int:
        async with service._parts.storage.begin(service.workspace.id) as uow:
            standing = await uow.upkeep.standing()
        return (
            standing.inbox.get(InboxState.NEW, 0)
            + standing.questions.get(QuestionState.RECEIVED, 0)
            + standing.outgoing.get(OutgoingState.INTENDED, 0)
            + standing.outgoing.get(OutgoingState.SENDING, 0)
        )

    await until_it(waiting, 0)
    await until_it(waiting, 0)  # its counts are read one after the other: an answer came between them


async def indexed(service: Service) -> None:
    """Wait until what is stored can be found."""

    async def is_behind() -> bool:
        async with service._parts.storage.begin(service.workspace.id) as uow:
            return service._seen != await uow.log.head()

    await until_it(is_behind, wanted=False)
