"""Has what was intended said soon, while everything else goes on: the outbox as a service uses it."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.outbox import Outbox
from expertise.types import WorkspaceId

_log = structlog.get_logger()


class Speech:
    """Has messages delivered soon, beside everything else. A crash finds them again among the rows."""

    def __init__(self, outbox: Outbox, workspace_id: WorkspaceId) -> None:
        self._outbox = outbox
        self._workspace_id = workspace_id
        self._going: set[asyncio.Task[object]] = set()

    def say(self, key: str) -> None:
        """Deliver one."""
        self._start(self._outbox.deliver(self._workspace_id, key))

    def resume(self) -> None:
        """Deliver what an earlier run left."""
        self._start(self._outbox.resume(self._workspace_id))

    async def stop(self) -> None:
        """Break off; what is not said yet is said by the next run."""
        for task in list(self._going):
            task.cancel()
        await asyncio.gather(*self._going, return_exceptions=True)

    def _start(self, delivery: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(self._logged(delivery))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _logged(self, delivery: Coroutine[Any, Any, object]) -> None:
        try:
            await delivery
        except Exception as error:  # noqa: BLE001 whatever it is: the row is there, and the next run finds it
            _log.error("not delivered", workspace=self._workspace_id, exc_info=error)
