"""What is measured of ``kenner serve`` on any platform: in a process of its own, with a crowd beside it.

How soon what happens is acknowledged while messages are indexed and questions answered, beside the platform's
own framework with an empty handler; and how soon answers stand on the platform.
"""

import asyncio
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np

from bench.apart import ROOT, environment
from bench.figures import Row, at_most, spread
from bench.load import Brought, Crowd, Load, steadily
from bench.machine import load
from bench.materials import Materials, MissingError, say, stage

THINGS, QUESTIONS_BESIDE, SECONDS = 200, 5, 60
MOST_ACKNOWLEDGE = 0.05
RATES, ASKING_SECONDS, MOST_ANSWER = (2, 5, 10, 15, 20), 30, 1.0
ROOMS = 400
NAMED = {"KENNER_NAMING": "opt-out", "KENNER_NAMED_A_WEEK": "1000000"}
"""Settings: else the first week is spent on telling people."""

_WARM_UP = 20
_PATIENCE = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A server to start: modules and arguments for Python, its settings, and where it takes what happens."""

    arguments: Sequence[str]
    path: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A platform that is up, with its crowd. ``bare`` is its framework; both are told a port to serve on.

    ``enter`` has the bot learn where it is, and returns once it is at rest.
    """

    crowd: Crowd
    ours: Callable[[int], Process]
    bare: Callable[[int], Process]
    enter: Callable[[Path, str], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """``things`` is what it brings, ``beside`` what its framework is called.

    ``prepare`` makes the data folder one of this platform, ``stand`` a stage for it.
    """

    name: str
    things: str
    beside: str
    prepare: Callable[[Path], None]
    stand: Callable[[Path], AbstractAsyncContextManager[Stage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One that runs."""

    process: subprocess.Popen[bytes]
    address: str

    @property
    def busy(self) -> float:
        """Seconds of processor so far. Raises MissingError where it has ended."""
        if (status := self.process.poll()) is not None:
            raise MissingError(f"The server has ended, with status {status}.")
        parts = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / 100


def measured(materials: Materials, platform: Platform) -> list[Row]:
    """Rows for answers first, then for acknowledging."""
    home = materials.place(platform.name)
    shutil.copyfile(materials.home / "kenner.db", home / "kenner.db")
    shutil.copytree(materials.home / "index", home / "index")
    _start(home, Process(arguments=("-m", "adapters.cli", "migrate"), path="", settings={})).wait()
    platform.prepare(home)
    texts = [asked.text for asked in materials.questions(2_000)]
    return asyncio.run(_Measuring(materials, platform, home, texts).all())


@dataclass(frozen=True, slots=True)
class _Measuring:
    materials: Materials
    platform: Platform
    home: Path
    texts: Sequence[str]

    async def all(self) -> list[Row]:
        scale = self.materials.options.scale
        beside = await self._beside(max(5, SECONDS * scale / 4))
        async with self.platform.stand(self.home) as on, aiohttp.ClientSession() as http:
            making = Load(on.crowd, http)
            async with _running(self.home, on.ours) as server:
                with stage("the bot learns where it is"):
                    await on.enter(self.home, server.address)
                with stage("questions"):
                    rows = await self._answering(making, server, max(5, ASKING_SECONDS * scale))
                with stage(self.platform.things):
                    rows.append(await self._under_load(making, server, beside, max(5, SECONDS * scale)))
        return rows

    async def _beside(self, seconds: float) -> list[float]:
        """On a stage of its own: what is said there is nothing for our server."""
        async with self.platform.stand(self.home) as on, aiohttp.ClientSession() as http:
            making = Load(on.crowd, http)
            async with _running(self.home, on.bare) as bare:
                with stage(f"{self.platform.beside}'s empty handler"):
                    took = await self._acknowledging(making, bare, seconds)
        if making.unkept:
            raise MissingError(
                f"{self.platform.beside} acknowledged {making.unkept} fewer than it was brought."
            )
        return took

    async def _answering(self, making: Load, server: Server, seconds: float) -> list[Row]:
        """Faster and faster, until answers come too late."""
        for text in self.texts[:_WARM_UP]:  # one by one: the model reads what channels are about, once
            await making.asked(server.address, text)
        rows = []
        for rate in RATES:
            busy, start = server.busy, time.perf_counter()
            found = await steadily(
                rate, seconds, lambda n: making.asked(server.address, self.texts[n % len(self.texts)])
            )
            answered = [each for each in found if each is not None]
            took, share = spread(answered), (server.busy - busy) / (time.perf_counter() - start)
            say(f"{rate} questions a second: p50 {took.p50:.2f} s, p95 {took.p95:.2f} s")
            rows.append(
                Row(
                    benchmark=self.platform.name,
                    what=f"answer, {rate} questions a second",
                    ours=took,
                    limit=at_most(took.p95, MOST_ANSWER, f"p95 ≤ {MOST_ANSWER:g} s"),
                    note=f"of {len(found)}, {len(found) - len(answered)} without an answer; "
                    f"{share:.2f} cores taken by the server; load {load():.1f}",
                )
            )
            if took.p95 > MOST_ANSWER:
                break
        return rows

    async def _under_load(self, making: Load, server: Server, beside: Sequence[float], seconds: float) -> Row:
        before, busy, kept = _messages(self.home), server.busy, making.unkept
        asking = asyncio.create_task(
            steadily(QUESTIONS_BESIDE, seconds, lambda n: making.asked(server.address, self.texts[-1 - n]))
        )
        took = await self._acknowledging(making, server, seconds)
        share, unkept = (server.busy - busy) / seconds, making.unkept - kept
        start = time.perf_counter()
        answers = [each for each in await asking if each is not None]
        lost = making.posted - (await _kept(self.home, before, making.posted) - before)
        p99, p99_beside = float(np.quantile(took, 0.99)), float(np.quantile(beside, 0.99))
        return Row(
            benchmark=self.platform.name,
            what=f"acknowledge, {THINGS} {self.platform.things} a second, p99 {p99 * 1e3:.0f} ms",
            ours=spread(took),
            beside=spread(beside),
            beside_name=f"{self.platform.beside} alone, p99 {p99_beside * 1e3:.0f} ms",
            ratio=p99 / p99_beside,
            limit=at_most(p99, MOST_ACKNOWLEDGE, f"p99 ≤ {MOST_ACKNOWLEDGE * 1e3:g} ms"),
            note=f"{unkept} not acknowledged, {lost} lost of {making.posted}; stored "
            f"{time.perf_counter() - start:.0f} s after the last; of {QUESTIONS_BESIDE} questions a second "
            f"p95 {spread(answers).p95:.1f} s; {share:.2f} cores taken by the server; load {load():.1f}",
        )

    async def _acknowledging(self, making: Load, server: Server, seconds: float) -> list[float]:
        texts = self.materials.passages

        def bring(_: int) -> Coroutine[Any, Any, float | None]:
            brought: Brought = making.talk(texts)
            return making.acknowledged(server.address, brought)

        return [each for each in await steadily(THINGS, seconds, bring) if each is not None]


async def until_rows(home: Path, query: str, wanted: Callable[[int], bool]) -> None:
    """Wait until what a query counts is as wanted: a first minute is not what is measured."""
    until = time.perf_counter() + _PATIENCE
    while not wanted(_count(home, query)):
        if time.perf_counter() > until:
            raise MissingError("The server did not come to rest in time.")
        await asyncio.sleep(0.5)


async def _kept(home: Path, before: int, more: int) -> int:
    """Messages in our rows, once all are there or nobody expects any more."""
    until = time.perf_counter() + _PATIENCE
    while (found := _messages(home)) < before + more and time.perf_counter() < until:  # noqa: ASYNC110 another process rings no bell
        await asyncio.sleep(0.5)
    return found


def _messages(home: Path) -> int:
    return _count(home, "SELECT count(*) FROM messages")


def _count(home: Path, query: str) -> int:
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        found: int = database.execute(query).fetchone()[0]
        return found


@asynccontextmanager
async def _running(home: Path, made: Callable[[int], Process]) -> AsyncIterator[Server]:
    port = _free_port()
    wanted = made(port)
    process, address = _start(home, wanted), f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(_PATIENCE), aiohttp.ClientSession() as http:
            while process.poll() is None and not await _is_ready(http, address):  # noqa: ASYNC110 as above
                await asyncio.sleep(0.2)
        yield Server(process=process, address=f"{address}{wanted.path}")
    finally:
        process.terminate()
        await asyncio.to_thread(partial(process.wait, 60))


async def _is_ready(http: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with http.get(f"{address}/readyz") as response:
            return response.ok
    except aiohttp.ClientError:
        return False


def _start(home: Path, wanted: Process) -> subprocess.Popen[bytes]:
    own = environment(KENNER_DATA_DIR=str(home), PYTHONPATH=str(ROOT), **wanted.settings)
    command = [sys.executable, *wanted.arguments]
    return subprocess.Popen(command, env=own, cwd=home, stdout=subprocess.DEVNULL)  # noqa: S603 our own


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
