"""Whether the platform lets us in: where it does not, everything waits for somebody to install us again."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import structlog

from expertise.types import WorkspaceId

_log = structlog.get_logger()


class Access:
    """Whether the platform lets us into a workspace, since this run began with being let in."""

    def __init__(self, workspace_id: WorkspaceId, since: datetime) -> None:
        self._workspace_id = workspace_id
        self._since = since
        self._is_lost = asyncio.Event()

    @property
    def is_lost(self) -> bool:
        return self._is_lost.is_set()

    def lose(self, reason: str, at: datetime) -> None:
        """Nothing is said or heard until somebody installs us again, and starts us with the new token."""
        if at >= self._since:  # what came before was about the token before
            _log.error("no access any more", workspace=self._workspace_id, reason=reason)
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
