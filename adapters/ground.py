"""What all workspaces of a process stand on, made once: rows, name, inbox, jobs, a thread to think in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.jobs import DurableJobs
from bot.draining import Drainer
from bot.inbox import Inbox
from bot.measuring import Meter
from bot.ports import Clock, Storage
from bot.types import Platform
from bot.working import AT_ONCE

if TYPE_CHECKING:
    from adapters.wiring import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What everything stands on. ``executor`` is the name of this process.

    Questions of all workspaces are thought about in one thread, ``thinking``, as there is one model; they
    take ``turns``. ``meters`` gives a platform its meter.
    """

    application: "Application"
    storage: Storage
    executor: str
    jobs: DurableJobs
    drainer: Drainer
    inbox: Inbox
    thinking: Executor
    turns: asyncio.Semaphore
    meters: Callable[[Platform], Meter]
    clock: Clock


@asynccontextmanager
async def ground(
    application: "Application", meters: Callable[[Platform], Meter], clock: Clock
) -> AsyncIterator[Ground]:
    """All of it, until the block ends. Raises AlreadyRunningError, and a ``StorageError``."""
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(application.storage())
        executor = stack.enter_context(application.executor())
        thinking = ThreadPoolExecutor(1, thread_name_prefix="thinking")
        stack.callback(thinking.shutdown, wait=False, cancel_futures=True)
        drainer = Drainer(storage, clock)
        yield Ground(
            application=application,
            storage=storage,
            executor=executor,
            jobs=await stack.enter_async_context(application.jobs(executor)),
            drainer=drainer,
            inbox=Inbox(storage, drainer.wake),
            thinking=thinking,
            turns=asyncio.Semaphore(AT_ONCE),
            meters=meters,
            clock=clock,
        )
