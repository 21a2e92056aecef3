"""Asks a platform again, for what changes nothing there."""

import asyncio
from collections.abc import Awaitable, Callable

from adapters.json_fields import Raw
from bot.errors import RateLimitedError, UnreachableError
from bot.outbox import Sleep


class Patience:
    """Asks again, as often as is sensible, and when the platform says."""

    def __init__(
        self, sleep: Sleep = asyncio.sleep, *, attempts: int = 6, longest_pause: float = 120.0
    ) -> None:
        self._sleep = sleep
        self._attempts = attempts
        self._longest_pause = longest_pause

    async def persist(self, ask: Callable[[], Awaitable[Raw]]) -> Raw:
        """The answer of the first attempt that gets one, or the last one's ``ChatError``.

        Who is to wait for longer than the longest pause does not wait at all.
        """
        for attempt in range(1, self._attempts):
            try:
                return await ask()
            except RateLimitedError as error:
                if error.retry_after > self._longest_pause:
                    raise
                pause = error.retry_after
            except UnreachableError:
                pause = min(2.0**attempt, self._longest_pause)
            await self._sleep(pause)
        return await ask()
