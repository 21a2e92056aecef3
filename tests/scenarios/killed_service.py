"""The whole server, killed again and again while people talk: nothing is lost, nothing is said twice.

Takes minutes, and is not collected by itself: KILLS=50 pytest tests/scenarios/killed_service.py
"""

import asyncio
import os
import random
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.storage.schema import migrate
from tests.support.busy_slack import Asking, BusySlack
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import User

SCRIPT = Path(__file__).with_name("killable_service.py")
KILLS = int(os.environ.get("KILLS", "8"))
SEED = int(os.environ.get("KILLS_SEED", "20240607"))
DIES_YOUNG, START, LIFE = 0.2, 2.0, 2.5
"""The share of those that are killed while they start, within so many seconds; how long the others live."""

THINGS_A_SECOND = 6
QUESTIONS = "SELECT id FROM questions"
OPEN = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
    " + (SELECT count(*) FROM outgoing WHERE state IN ('intended', 'sending'))"
    " + (SELECT count(*) FROM questions WHERE state = 'received')"
)


class Server:
    """``kenner serve`` in a process of its own, on the same data folder and port each time."""

    def __init__(self, home: Path, slack: FakeSlack) -> None:
        self.home = home
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._settings = {
            "KENNER_DATA_DIR": str(home),
            "KENNER_PORT": str(self._port),
            "KENNER_SLACK_BOT_TOKEN": slack.tokens.bot.value,
            "KENNER_SLACK_SIGNING_SECRET": slack.signing_secret,
            "KENNER_SLACK_API_URL": slack.base_url,
            "KENNER_NAMING": "opt-out",
            "KENNER_NAMED_A_WEEK": "1000",
        }
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
        return await asyncio.wait_for(self._process.wait(), 60)

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

    async def until_idle(self) -> None:
        """Nothing waits, nothing is under way."""
        async with asyncio.timeout(300):
            while self.rows(OPEN) != [(0,)]:  # noqa: ASYNC110 as above
                await asyncio.sleep(0.2)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "kenner.db")) as database:
            return database.execute(statement).fetchall()


@asynccontextmanager
async def going_on(busy: BusySlack) -> AsyncIterator[None]:
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


async def live_and_die(server: Server, busy: BusySlack) -> None:
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


async def recover(server: Server, busy: BusySlack) -> None:
    """A last life, until nothing is left to do."""
    busy.slack.faults.clear()
    await server.start()
    await server.until("/readyz")
    while busy.unacknowledged:
        await busy.redeliver()
    await server.until_idle()
    await busy.slack.settled()
    assert await server.end(signal.SIGTERM) == 0


@pytest.fixture
async def busy() -> AsyncIterator[BusySlack]:
    async with FakeSlack() as slack:
        slack.limits.is_on = False
        busy = BusySlack(slack, random.Random(SEED))
        await busy.settle()
        yield busy


@pytest.mark.kill
@pytest.mark.slow
async def test_a_server_that_is_killed_while_people_talk_loses_nothing_and_says_nothing_twice(
    busy: BusySlack, tmp_path: Path
) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'kenner.db'}")
    server = Server(tmp_path, busy.slack)
    busy.slack.send_events_to(f"{server.address}/slack/events")
    await server.start()
    await server.until("/readyz")
    for who in busy.askers:
        for _ in range(3):  # the first three are answered privately
            await busy.ask(Asking.MENTION, who)
    await server.until_idle()
    await server.end(signal.SIGKILL)

    async with going_on(busy):
        for _ in range(KILLS):
            await live_and_die(server, busy)
    await recover(server, busy)

    print(told(server, busy))  # noqa: T201 - with -s, it tells what was done
    assert stored(server) == busy.said
    assert [key for key, count in busy.keys.items() if count > 1] == []
    for how, question in busy.asked:
        replies, alone = busy.answers(how, question)
        assert replies == 1 or (replies == 0 and alone >= 1), question
    for who in busy.askers:
        assert len(unthreaded(busy, who)) >= busy.commanded[who.id]
    assert len(server.rows(QUESTIONS)) >= len(busy.asked) + sum(busy.commanded.values())
    assert server.rows(f"{QUESTIONS} WHERE state = 'failed'") == []
    assert server.rows("SELECT key FROM outgoing WHERE state != 'sent'") == []


def stored(server: Server) -> dict[tuple[str, str], str]:
    """What people said, as our rows have it; the bot's name is written out there."""
    return {
        (place, ts): text.replace("@Kenner", "<@U0KENNER>")
        for place, ts, text in server.rows(
            "SELECT c.platform_id, m.ts, m.text FROM messages m JOIN channels c ON c.id = m.channel_id"
            " WHERE m.kind != 'tombstone'"
        )
    }


def unthreaded(busy: BusySlack, who: User) -> list[Any]:
    """What somebody alone was shown, outside threads: answers to commands."""
    return [one for one in busy.slack.ephemerals(who) if "thread_ts" not in one]


def told(server: Server, busy: BusySlack) -> dict[str, int]:
    events = [one for one in busy.slack.outbox.sent if one.kind == "events_api"]
    return {
        "kills": KILLS,
        "lives that listened": (server.home / "log.txt").read_text(encoding="utf-8").count("Listening to"),
        "events": len({one.payload["event_id"] for one in events}),
        "redeliveries": sum(1 for one in events if one.retry),
        "messages": len(busy.said),
        "lost": len(busy.said.keys() - stored(server).keys()),
        "questions": len(busy.asked) + sum(busy.commanded.values()),
        "said once": sum(1 for count in busy.keys.values() if count == 1),
        "said twice": sum(1 for count in busy.keys.values() if count > 1),
    }
