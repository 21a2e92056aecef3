"""Jobs that write down what they do, and the engine that does them, opened for a test."""

import asyncio
import sqlite3
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

from adapters.jobs import DurableJobs, Retries, Work, open_jobs
from bot.chat_types import Job
from expertise.types import WorkspaceId

SECRET = "the payroll of Ada"


HERE, THERE = WorkspaceId("w"), WorkspaceId("another")


def job(subject: str, name: str = "answer", where: WorkspaceId = HERE) -> Job:
    return Job(name=name, workspace_id=where, subject=subject)


JOB = job("q1")


class Diary:
    """Steps that write down when they are done."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str] = asyncio.Queue()
        self.fails = 0
        self.may_go_on = asyncio.Event()

    async def first(self, workspace_id: WorkspaceId, subject: str) -> None:
        self.lines.put_nowait(f"first {subject}")

    async def second(self, workspace_id: WorkspaceId, subject: str) -> None:
        self.lines.put_nowait(f"second {subject}")

    async def slow(self, workspace_id: WorkspaceId, subject: str) -> None:
        self.lines.put_nowait(f"slow {subject}")
        await self.may_go_on.wait()

    async def failing(self, workspace_id: WorkspaceId, subject: str) -> None:
        self.lines.put_nowait(f"failing {subject}")
        if self.fails:
            self.fails -= 1
            raise ValueError(SECRET)

    async def sorry(self, workspace_id: WorkspaceId, subject: str) -> None:
        self.lines.put_nowait(f"sorry {subject}")

    async def next(self, count: int) -> list[str]:
        async with asyncio.timeout(30):
            return [await self.lines.get() for _ in range(count)]


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def opened(
    folder: Path,
    work: Mapping[str, Work],
    *served: WorkspaceId,
    name: str = "me",
    url: str = "sqlite+aiosqlite:///x",
    starts: int = 3,
) -> AsyncIterator[DurableJobs]:
    """Doing that work in the workspaces that are served; HERE where none is named."""
    async with AsyncExitStack() as stack:
        jobs = await stack.enter_async_context(
            open_jobs(
                folder=folder,
                database_url=url,
                executor_id=name,
                clock=now,
                retries=Retries(attempts=3, seconds=0.01),
                starts=Retries(attempts=starts, seconds=0.01),
            )
        )
        for each in served or (HERE,):
            await stack.enter_async_context(jobs.doing(each, work))
        yield jobs


def kept(folder: Path) -> list[str]:
    """Every cell of every table, also as what it says where it is in base64."""
    with closing(sqlite3.connect(folder / "jobs.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in tables for row in database.execute(f"SELECT * FROM {name}")]  # noqa: S608
    cells = [str(cell) for row in rows for cell in row]
    decoded = [b64decode(cell).decode(errors="replace") for cell in cells if len(cell) % 4 == 0]
    return cells + decoded
