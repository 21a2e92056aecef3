"""Ends the process soon after it is told to, whatever it is doing.

A task can be broken off, a thread cannot: one that embeds hundreds of passages, builds an index, or waits
for a database goes on, and the interpreter would wait for it. Nothing is lost by not waiting: what is
under way stands in rows, and the next run goes on from there.
"""

import asyncio
import os
import signal
import time
from collections.abc import Coroutine
from threading import Event, Thread
from types import FrameType
from typing import Any

GRACE = 8.0
"""Seconds to say goodbye in. Docker kills after ten."""

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


async def until_told(doing: Coroutine[Any, Any, None], grace: float = GRACE) -> None:
    """Do it to its end, or until SIGTERM or SIGINT breaks it off; from the main thread.

    Where the process still runs ``grace`` seconds after that, or is told once more, it ends at once. The
    handlers stay: after this nothing comes but the end.
    """
    task = asyncio.get_running_loop().create_task(doing)
    told = Event()
    _handle_signals(task, told)
    Thread(target=_end_after, args=(told, grace), name="end", daemon=True).start()
    try:
        await task
    except asyncio.CancelledError:
        if not told.is_set():
            raise


def _handle_signals(task: "asyncio.Task[None]", told: Event) -> None:
    """Not by the event loop, which may be busy."""
    loop = task.get_loop()

    def tell(number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            os._exit(128 + number)
        told.set()
        loop.call_soon_threadsafe(task.cancel)

    for each in _SIGNALS:
        signal.signal(each, tell)


def _end_after(told: Event, grace: float) -> None:
    """The watch: it writes no log, for that too may be what does not go on."""
    told.wait()
    time.sleep(grace)
    os._exit(0)
