"""What a service does again and again, whatever goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import ChatError

_LONGEST_PAUSE = 300.0
_log = structlog.get_logger()


async def keep(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Again and again; what goes wrong is logged, and tried again."""
    while True:
        await persist(do)
        await asyncio.sleep(seconds)


async def persist(do: Callable[[], Awaitable[None]]) -> None:
    """Until it is done."""
    pause = 1.0
    while True:
        try:
            await do()
        except ChatError as error:
            _log.warning("the platform did not do it", what=do.__name__, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 whatever it is: the bot goes on
            _log.error("failed, and is tried again", what=do.__name__, exc_info=error)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
