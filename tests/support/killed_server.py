"""``kenner serve`` in a process that is killed again and again, and the people who go on meanwhile."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from random import Random
from typing import Any, Protocol

import aiohttp

SCRIPT = Path(__file__).parents[1] / "scenarios" / "killable_service.py"
KILLS = int(os.environ.get("KILLS", "8"))
SEED = int(os.environ.get("KILLS_SEED", "20240607"))
DIES_YOUNG, START, LIFE = 0.2, 2.0, 2.5
"""The share of those that are killed while they start, within so many seconds; how long the others live."""

THINGS_A_SECOND = 6
QUESTIONS = "SELECT id FROM questions"
_OPEN = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
    " + (SELECT count(*) FROM outgoing WHERE state IN ('intended', 'sending'))"
    " + (SELECT count(*) FROM questions WHERE state = 'received')"
)

_NOT_INDEXED = (
    "SELECT count(*) FROM passage_log l JOIN passages p ON p.id = l.passage_id WHERE l.is_added = 1"
)


class Busy(Protocol):
    """A platform where people never stop."""

    random: Random

    async def something(self) -> None:
        """One thing that people do; returns when the app has acknowledged it, or has not."""

    def make_trouble(self) -> None:
        """The next answer of the bot meets some."""

    def end_trouble(self) -> None: ...

    @property
    def unacknowledged(self) -> Collection[object]:
        """What the app was brought, and confirmed to nobody that it has it."""

    async def redeliver(self) -> None:
        """Bring all that again."""

    async def settled(self) -> None:
        """Wait until the app has been told of its own doings too."""


class Server:
    """``kenner serve`` in a process of its own, on the same data folder and port each time.

    ``cut_short``: keys of messages that it was sending at its ends, and at how many of them.
    """

    def __init__(self, home: Path, settings: Mapping[str, str]) -> None:
        self.home = home
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.cut_short: Counter[str] = Counter()
        own = {"KENNER_DATA_DIR": str(home), "KENNER_PORT": str(port)}
        self._settings = own | {"KENNER_NAMING": "opt-out", "KENNER_NAMED_A_WEEK": "1000"} | dict(settings)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Does not wait until it answers."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KENNER_")}
        clean["PYTHONPATH"] = str(SCRIPT.parents[2])
        with (self.home / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, str(SCRIPT), env=clean | self._settings, stdout=log, stderr=log
            )

    async def end(self, how: signal.Signals) -> int:
        """Its exit status."""
        assert self._process
        self._process.send_signal(how)
        status = await asyncio.wait_for(self._process.wait(), 60)
        self.cut_short.update(key for (key,) in self.rows("SELECT key FROM outgoing WHERE state = 'sending'"))
        return status

    async def says(self, path: str) -> bool:
        """Whether it answers there, and well."""
        try:
            async with aiohttp.ClientSession() as session, session.get(self.address + path) as response:
                return response.ok
        except aiohttp.ClientError:
            return False

    async def until(self, path: str) -> None:
        async with asyncio.timeout(60):
            while not await self.says(path):  # noqa: ASYNC110 another process rings no bell
                await asyncio.sleep(0.05)

    async def come_alive(self) -> None:
        """Start, and again where it ends by itself, as whoever supervises it would, until all is ready."""
        await self.start()
        async with asyncio.timeout(120):
            while not await self.says("/readyz"):
                if self._process and self._process.returncode is not None:
                    await self.start()
                await asyncio.sleep(0.05)

    async def until_idle(self) -> None:
        """Nothing waits, nothing is under way."""
        async with asyncio.timeout(300):
            while self.rows(_OPEN) != [(0,)]:  # noqa: ASYNC110 as above
                await asyncio.sleep(0.2)

    async def until_found(self, words: str, passages: int) -> None:
        """So many passages with these words can be found."""
        there = "SELECT count(*) FROM passages WHERE text LIKE ?"
        async with asyncio.timeout(60):
            while self.rows(there, f"%{words}%") < [(passages,)] or self.rows(_NOT_INDEXED) != [(0,)]:  # noqa: ASYNC110
                await asyncio.sleep(0.2)

    def rows(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "kenner.db")) as database:
            return database.execute(statement, values).fetchall()

    def stored(self) -> dict[tuple[str, str], str]:
        """What people said, as our rows have it, by channel and id."""
        return {
            (place, ts): text
            for place, ts, text in self.rows(
                "SELECT c.platform_id, m.ts, m.text FROM messages m JOIN channels c ON c.id = m.channel_id"
                " WHERE m.kind != 'tombstone'"
            )
        }

    @property
    def lives(self) -> int:
        """How often it came as far as listening."""
        return (self.home / "log.txt").read_text(encoding="utf-8").count("Listening to")


@asynccontextmanager
async def going_on(busy: Busy) -> AsyncIterator[None]:
    """People do something all the time."""
    doing: set[asyncio.Task[None]] = set()

    async def people() -> None:
        while True:
            await asyncio.sleep(1 / THINGS_A_SECOND)
            task = asyncio.create_task(busy.something())
            doing.add(task)
            task.add_done_callback(doing.discard)

    going = asyncio.create_task(people())
    try:
        yield
    finally:
        going.cancel()
        with suppress(asyncio.CancelledError):
            await going
        await asyncio.gather(*doing)


async def live_and_die(server: Server, busy: Busy) -> None:
    """Start, get what could not be delivered, and be killed at some moment of all that."""
    telling = None
    busy.make_trouble()
    await server.start()
    if busy.random.random() < DIES_YOUNG:
        await asyncio.sleep(busy.random.uniform(0, START))
    else:
        await server.until("/healthz")
        telling = asyncio.create_task(busy.redeliver())
        await asyncio.sleep(busy.random.uniform(0, LIFE))
    assert await server.end(signal.SIGKILL) == -signal.SIGKILL
    if telling is not None:
        await telling


async def recover(server: Server, busy: Busy) -> None:
    """A last life, until nothing is left to do."""
    busy.end_trouble()
    await server.start()
    await server.until("/readyz")
    while busy.unacknowledged:
        await busy.redeliver()
    await server.until_idle()
    await busy.settled()
    assert await server.end(signal.SIGTERM) == 0
