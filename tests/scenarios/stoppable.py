"""A process that is told to stop, and has something under way that cannot be broken off."""

import asyncio
import sys
import time

from adapters.stopping import until_told


async def work(what: str) -> None:
    """``thread``: something goes on beside the event loop; ``loop``: in it; ``goodbye``: at the end."""
    if what == "thread":
        stuck = asyncio.get_running_loop().run_in_executor(None, time.sleep, 600)
    print("begun", flush=True)  # noqa: T201 the test waits for it
    if what == "loop":
        time.sleep(600)  # noqa: ASYNC251 that is the trouble
    try:
        await (stuck if what == "thread" else asyncio.sleep(0 if what == "nothing" else 600))
    finally:
        if what == "goodbye":
            await asyncio.sleep(600)


if __name__ == "__main__":
    asyncio.run(until_told(work(sys.argv[1]), grace=float(sys.argv[2])))
    print("stopped")  # noqa: T201 the test reads it
