"""``slack``: ``kenner serve`` in a process of its own, with a Slack in this one that never stops.

How soon events are acknowledged while messages are indexed and questions answered, beside bolt with an
empty handler; and how soon answers stand on Slack.
"""

import asyncio
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp
import numpy as np

from bench.apart import ROOT, environment
from bench.figures import Row, at_most, spread
from bench.machine import load
from bench.materials import Materials, MissingError, say, stage
from bench.slack_load import Load, Watching, steadily

EVENTS, QUESTIONS_BESIDE, SECONDS = 200, 5, 60
MOST_ACKNOWLEDGE = 0.05
RATES, ASKING_SECONDS, MOST_ANSWER = (2, 5, 10, 15, 20), 30, 1.0
ROOMS = 400
_WARM_UP = 20
_PATIENCE = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One that runs, and when it was asked last, how much processor it had taken."""

    process: subprocess.Popen[bytes]
    address: str

    @property
    def busy(self) -> float:
        """Seconds of processor so far. Raises MissingError where it has ended."""
        if (status := self.process.poll()) is not None:
            raise MissingError(f"The server has ended, with status {status}.")
        parts = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / 100


def measure(materials: Materials) -> Iterator[Row]:
    """Rows for answers first, then for acknowledging."""
    home = materials.place("slack")
    shutil.copyfile(materials.home / "kenner.db", home / "kenner.db")
    shutil.copytree(materials.home / "index", home / "index")
    _kenner(home, {}, "migrate").wait()
    texts = [asked.text for asked in materials.questions(2_000)]
    yield from asyncio.run(_measured(materials, home, texts))


async def _measured(materials: Materials, home: Path, texts: list[str]) -> list[Row]:
    scale = materials.options.scale
    beside = await _beside(materials, home)
    async with Watching() as slack, aiohttp.ClientSession() as http:
        making = Load(slack, http).settle(home, ROOMS)
        async with _served(home, slack) as server:
            with stage("the past is read"):
                await _settled(home)
            with stage("questions"):
                rows = await _answering(making, server, texts, max(5, ASKING_SECONDS * scale))
            with stage("events"):
                rows.append(
                    await _under_load(making, server, home, materials, texts, beside, SECONDS * scale)
                )
    return rows


async def _beside(materials: Materials, home: Path) -> list[float]:
    """A Slack of its own: what is said there would be read back by the server."""
    seconds = max(5, SECONDS * materials.options.scale / 4)
    async with Watching() as slack, aiohttp.ClientSession() as http, _bare(slack) as bare:
        making = Load(slack, http).settle(home, ROOMS)
        with stage("bolt's empty handler"):
            return await _acknowledging(making, bare, materials.passages, seconds)


async def _answering(making: Load, server: Server, texts: list[str], seconds: float) -> list[Row]:
    """Faster and faster, until answers come too late."""
    for text in texts[:_WARM_UP]:  # one by one: the model reads what channels are about, once
        await making.asked(server.address, text)
    rows = []
    for rate in RATES:
        busy, start = server.busy, time.perf_counter()
        found = await steadily(rate, seconds, lambda n: making.asked(server.address, texts[n % len(texts)]))
        answered = [each for each in found if each is not None]
        took, share = spread(answered), (server.busy - busy) / (time.perf_counter() - start)
        say(f"{rate} questions a second: p50 {took.p50:.2f} s, p95 {took.p95:.2f} s")
        rows.append(
            Row(
                benchmark="slack",
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


async def _under_load(
    making: Load,
    server: Server,
    home: Path,
    materials: Materials,
    texts: list[str],
    beside: list[float],
    seconds: float,
) -> Row:
    seconds, before, busy = max(5, seconds), _messages(home), server.busy
    asking = asyncio.create_task(
        steadily(QUESTIONS_BESIDE, seconds, lambda n: making.asked(server.address, texts[-1 - n]))
    )
    took = await _acknowledging(making, server, materials.passages, seconds)
    share, unkept = (server.busy - busy) / seconds, making.unkept
    start = time.perf_counter()
    answers = [each for each in await asking if each is not None]
    lost = making.posted - (await _kept(home, before, making.posted) - before)
    p99, p99_beside = float(np.quantile(took, 0.99)), float(np.quantile(beside, 0.99))
    return Row(
        benchmark="slack",
        what=f"acknowledge, {EVENTS} events a second, p99 {p99 * 1e3:.0f} ms",
        ours=spread(took),
        beside=spread(beside),
        beside_name=f"bolt alone, p99 {p99_beside * 1e3:.0f} ms",
        ratio=p99 / p99_beside,
        limit=at_most(p99, MOST_ACKNOWLEDGE, f"p99 ≤ {MOST_ACKNOWLEDGE * 1e3:g} ms"),
        note=f"{unkept} not acknowledged, {lost} lost of {making.posted}; stored "
        f"{time.perf_counter() - start:.0f} s after the last; of {QUESTIONS_BESIDE} questions a second "
        f"p95 {spread(answers).p95:.1f} s; {share:.2f} cores taken by the server; load {load():.1f}",
    )


async def _acknowledging(making: Load, server: Server, texts: list[str], seconds: float) -> list[float]:
    found = await steadily(EVENTS, seconds, lambda _: making.acknowledged(server.address, making.talk(texts)))
    return [each for each in found if each is not None]


async def _kept(home: Path, before: int, more: int) -> int:
    """Messages in our rows, once all are there or nobody expects any more."""
    until = time.perf_counter() + _PATIENCE
    while (found := _messages(home)) < before + more and time.perf_counter() < until:  # noqa: ASYNC110 as above
        await asyncio.sleep(0.5)
    return found


async def _settled(home: Path) -> None:
    """Until every room is known, and its past is read: its first minute is not what is measured."""
    channels = "SELECT count(*) FROM listened WHERE is_in AND "
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        if _count(home, channels + "is_read") >= ROOMS and not _count(home, channels + "NOT is_read"):
            return
        await asyncio.sleep(0.5)
    raise MissingError("The past was not read in time.")


def _messages(home: Path) -> int:
    return _count(home, "SELECT count(*) FROM messages")


def _count(home: Path, query: str) -> int:
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        found: int = database.execute(query).fetchone()[0]
        return found


@asynccontextmanager
async def _served(home: Path, slack: Watching) -> AsyncIterator[Server]:
    port = _free_port()
    settings = {
        "KENNER_PORT": str(port),
        "KENNER_SLACK_BOT_TOKEN": slack.tokens.bot.value,
        "KENNER_SLACK_SIGNING_SECRET": slack.signing_secret,
        "KENNER_SLACK_API_URL": slack.base_url,
        "KENNER_NAMING": "opt-out",  # else the first week is spent on telling people
        "KENNER_NAMED_A_WEEK": "1000000",
    }
    async with _running(_kenner(home, settings, "serve"), port) as server:
        yield server


@asynccontextmanager
async def _bare(slack: Watching) -> AsyncIterator[Server]:
    port = _free_port()
    own = (str(port), slack.signing_secret, slack.tokens.bot.value, slack.base_url)
    command = [sys.executable, "-m", "bench.bare_bolt", *own]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())  # noqa: ASYNC220, S603 our own
    async with _running(process, port) as server:
        yield server


@asynccontextmanager
async def _running(process: subprocess.Popen[bytes], port: int) -> AsyncIterator[Server]:
    address = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(_PATIENCE), aiohttp.ClientSession() as http:
            while process.poll() is None and not await _is_ready(http, address):  # noqa: ASYNC110 another process rings no bell
                await asyncio.sleep(0.2)
        yield Server(process=process, address=f"{address}/slack/events")
    finally:
        process.terminate()
        await asyncio.to_thread(partial(process.wait, 60))


async def _is_ready(http: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with http.get(f"{address}/readyz") as response:
            return response.ok
    except aiohttp.ClientError:
        return False


def _kenner(home: Path, settings: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    own = environment(KENNER_DATA_DIR=str(home), PYTHONPATH=str(ROOT), **settings)
    command = [sys.executable, "-m", "adapters.cli", *arguments]
    return subprocess.Popen(command, env=own, cwd=home, stdout=subprocess.DEVNULL)  # noqa: S603 our own


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
