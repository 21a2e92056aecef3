"""A bot that was put together, run and served as ``kenner serve`` does it, whatever its platform."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from adapters.service import Service
from adapters.web.metrics import PrometheusMeter
from adapters.web.server import Handler, Serving, served


@asynccontextmanager
async def running(
    service: Service,
    posts: Mapping[str, Handler],
    meter: PrometheusMeter,
    announce: Callable[[str], None],
    port: int = 0,
) -> AsyncIterator[str]:
    """Caught up and listening, until the block ends; ``announce`` is told first where it is served."""

    async def missing() -> list[str]:
        return service.missing

    async def standing() -> dict[str, float]:
        return {}

    serving = Serving(meter=meter, missing=missing, standing=standing, posts=posts)
    async with served(serving, "127.0.0.1", port) as address:
        announce(address)
        task = asyncio.get_running_loop().create_task(service.run())
        try:
            await until(lambda: service.is_settled and not service.missing)
            yield address
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


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
