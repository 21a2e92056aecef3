"""What becomes of a service when its platform does not let it in any more: it waits, and loses nothing."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import structlog

from bot.types import Platform

_log = structlog.get_logger()


class Access:
    """Whether the platform lets us in, since this run began with being let in."""

    def __init__(self, platform: Platform, since: datetime) -> None:
        self._platform = platform
        self._since = since
        self._is_lost = asyncio.Event()

    @property
    def is_lost(self) -> bool:
        return self._is_lost.is_set()

    def lose(self, reason: str, at: datetime) -> None:
        """Nothing is said or heard until somebody installs us again, and starts us with the new token."""
        if at >= self._since:  # what came before was about the token before
            _log.error("no access any more", platform=self._platform.value, reason=reason)
            self._is_lost.set()

    async def while_there(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do that for as long as we are let in; what came in then waits for the next run."""
        task = asyncio.get_running_loop().create_task(doing)
        lost = asyncio.get_running_loop().create_task(self._is_lost.wait())
        try:
            await asyncio.wait((task, lost), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task  # what went wrong is everybody's business
        finally:
            task.cancel()
            lost.cancel()
            await asyncio.gather(task, lost, return_exceptions=True)
