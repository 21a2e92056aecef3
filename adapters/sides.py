"""Platforms in one process, side by side: what becomes of one is no trouble of the others."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass

import structlog
from aiohttp import web

from adapters.ground import Ground
from adapters.persisting import pauses
from adapters.service import Service
from adapters.web.server import Handler
from bot.types import Platform

Open = Callable[[Ground], AbstractAsyncContextManager[tuple[Service, Mapping[str, Handler]]]]
"""Lets us into a platform: the service there, and what it answers over HTTP. Raises whatever kept us out."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who hears that a platform is served, and that it is not, and why, while others may be."""

    served: Callable[[Service], None]
    refused: Callable[[Platform, Exception], None]


class Side:
    """One platform of a process; ``service`` is None while it does not let us in."""

    def __init__(self, platform: Platform, open_: Open, paths: Sequence[str] = ()) -> None:
        """``paths`` are where the platform posts to."""
        self.platform = platform
        self.paths = paths
        self.service: Service | None = None
        self._open = open_
        self._posts: Mapping[str, Handler] = {}

    @property
    def missing(self) -> list[str]:
        """What is not ready yet."""
        return [f"{self.platform} access"] if self.service is None else self.service.missing

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Answer what the platform posts; while we are not let in with 503, so that it comes again."""
        handler = self._posts.get(request.path)
        return web.Response(status=503) if handler is None else await handler(request)

    async def run(self, ground: Ground, told: Told) -> None:
        """Serve it until cancelled. Where it does not let us in at once, it is tried again and again."""
        async with AsyncExitStack() as stack:
            service = await self._let_in(ground, stack, told)
            told.served(service)
            await service.run()

    async def _let_in(self, ground: Ground, stack: AsyncExitStack, told: Told) -> Service:
        waits, is_told = pauses(), False
        while True:
            try:
                service, self._posts = await stack.enter_async_context(self._open(ground))
            except Exception as error:  # noqa: BLE001 whatever it is, it is this platform's
                if not is_told:
                    told.refused(self.platform, error)
                is_told = True
                _log.warning("not let in", platform=self.platform.value, error=type(error).__name__)
                await asyncio.sleep(next(waits))
            else:
                self.service = service
                return service


async def side_by_side(sides: Sequence[Side], ground: Ground, told: Told) -> None:
    """Serve all of them until cancelled.

    Raises what the last one met, where none lets us in at the first try.
    """
    refused: set[Platform] = set()

    def refused_by(platform: Platform, error: Exception) -> None:
        refused.add(platform)
        if len(refused) == len(sides):
            raise error
        told.refused(platform, error)

    hearing = Told(served=told.served, refused=refused_by)
    running = [asyncio.create_task(side.run(ground, hearing), name=side.platform) for side in sides]
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def missing(sides: Sequence[Side]) -> list[str]:
    """What is not ready yet, of all."""
    return [each for side in sides for each in side.missing]


def is_ready(sides: Sequence[Side]) -> bool:
    """Whether people are answered on one of them: who waits for all would cut that one off too."""
    return any(not side.missing for side in sides)
