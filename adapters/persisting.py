"""Does things again and again, and goes on whatever goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import structlog

from bot.errors import ChatError

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_log = structlog.get_logger()

Do = Callable[[], Awaitable[None]]


async def keep(seconds: float, do: Do) -> None:
    """Do it again and again, with pauses of so many seconds; what goes wrong is logged, and tried again."""
    while True:
        await persist(do)
        await asyncio.sleep(seconds)


async def persist(do: Do) -> None:
    """Try it until it is done; pauses double from a second to five minutes."""
    for pause in pauses():
        try:
            await do()
        except ChatError as error:
            _log.warning("the platform did not do it", what=do.__name__, error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 whatever it is: the bot goes on
            _log.error("failed, and is tried again", what=do.__name__, exc_info=error)
        else:
            return
        await asyncio.sleep(pause)


def pauses() -> Iterator[float]:
    """Seconds to wait before each further try: they double from a second to five minutes, without end."""
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)
