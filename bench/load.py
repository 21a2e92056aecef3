"""A platform that brings what happens at a steady pace, and notes when it was acknowledged and answered.

The fakes are the tests' strict ones, in this process; what is measured runs in another. Both share the
machine.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import aiohttp

SPEAKERS = 20
"""People who talk in the rooms."""

_DONE = 200
_PATIENCE = aiohttp.ClientTimeout(total=3)  # so long Slack waits


class Brought(NamedTuple):
    """What the bot is brought: the body as it goes over HTTP, and the headers that vouch for it."""

    body: str
    headers: Mapping[str, str]


class Crowd(Protocol):
    """The people of a data folder on one platform, in rooms of their own where the bot is too."""

    told: dict[str, float]
    """When the bot's first message since somebody asked came in, by the conversation that it is for."""

    def talk(self, number: int, text: str) -> Brought:
        """Somebody says something in one room after the other; every second time in a thread."""

    def question(self, number: int, text: str) -> tuple[str, Brought]:
        """Somebody asks the bot alone: the conversation that the answer will be for, and the question."""

    async def until(self, is_so: Callable[[], object], patience: float) -> None:
        """Wait until the bot has made it so by its calls. Raises TimeoutError."""


@dataclass(slots=True)
class Load:
    """What a crowd does. ``unkept`` counts what was not acknowledged."""

    crowd: Crowd
    http: aiohttp.ClientSession
    unkept: int = 0
    posted: int = 0
    _asked: int = field(default=0, init=False)

    async def acknowledged(self, address: str, brought: Brought) -> float:
        """Seconds until it was acknowledged."""
        headers = {"Content-Type": "application/json", **brought.headers}
        start = time.perf_counter()
        try:
            async with self.http.post(
                address, data=brought.body, headers=headers, timeout=_PATIENCE
            ) as response:
                self.unkept += response.status != _DONE
        except (aiohttp.ClientError, TimeoutError):
            self.unkept += 1
        return time.perf_counter() - start

    def talk(self, texts: Sequence[str]) -> Brought:
        """The next thing that somebody says."""
        number, self.posted = self.posted, self.posted + 1
        return self.crowd.talk(number, f"{texts[number % len(texts)][:400]} ({number})")

    async def asked(self, address: str, text: str) -> float | None:
        """Seconds from a question until its answer came in here; None: it never did."""
        number, self._asked = self._asked, self._asked + 1
        place, brought = self.crowd.question(number, text)
        told = self.crowd.told
        told.pop(place, None)
        start = time.perf_counter()
        await self.acknowledged(address, brought)
        try:
            await self.crowd.until(lambda: place in told, 60)
        except TimeoutError:
            return None
        return told[place] - start


def people_in(home: Path) -> Iterator[tuple[str, str, str]]:
    """Platform id, handle and name of everyone in a data folder who could talk."""
    with closing(sqlite3.connect(home / "kenner.db")) as database:
        yield from database.execute(
            "SELECT platform_id, handle, name FROM people WHERE NOT is_bot AND NOT has_left ORDER BY 1"
        ).fetchall()


async def steadily(
    rate: float, seconds: float, do: Callable[[int], Coroutine[Any, Any, float | None]]
) -> list[float | None]:
    """Begin so many a second, whether or not those before have ended; what each came to."""
    start, tasks = time.perf_counter(), []
    for number in range(max(1, round(rate * seconds))):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(do(number)))
    return list(await asyncio.gather(*tasks))
