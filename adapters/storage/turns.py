"""Whose turn it is to write among the sessions of one process, for SQLite: one at a time.

SQLite itself lets whoever happens to look next go first, and has the others sleep in between.
"""

import asyncio
from collections import deque

from adapters.storage.errors import LockedError


class Turns:
    """First come, first served; but those in a hurry before the others. Belongs to one event loop."""

    def __init__(self) -> None:
        self._is_taken = False
        self._hurried: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()

    async def take(self, seconds: float, *, in_a_hurry: bool = False) -> None:
        """Wait for it. Raises ``LockedError`` when that takes longer than so many seconds."""
        if not self._is_taken:
            self._is_taken = True
            return
        mine = asyncio.get_running_loop().create_future()
        queue = self._hurried if in_a_hurry else self._patient
        queue.append(mine)
        try:
            async with asyncio.timeout(seconds):
                await mine
        except BaseException as error:
            self._leave(queue, mine)
            if isinstance(error, TimeoutError):
                raise LockedError("another unit of work is writing") from error
            raise

    def _leave(self, queue: deque[asyncio.Future[None]], mine: asyncio.Future[None]) -> None:
        if mine.done() and not mine.cancelled():  # it came too late
            self.give()
        elif mine in queue:
            queue.remove(mine)

    def give(self) -> None:
        """Let the next one write."""
        for queue in (self._hurried, self._patient):
            while queue:
                following = queue.popleft()
                if not following.done():
                    following.set_result(None)
                    return
        self._is_taken = False
