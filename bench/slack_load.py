"""A Slack that brings events at a steady pace, and notes when each was acknowledged and answered.

It is the tests' strict one, in this process; what is measured runs in another. Both share the machine.
"""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.support.slack.delivery import SignedHttp
from tests.support.slack.fake import FakeSlack
from tests.support.slack.happenings import said
from tests.support.slack.world import Channel, Json

_DONE = 200
_PATIENCE = aiohttp.ClientTimeout(total=3)  # so long Slack waits


class Watching(FakeSlack):
    """Notes when a message of the bot's came in, by the conversation that it is for."""

    def __init__(self) -> None:
        super().__init__()
        self.limits.is_on = False
        self.told: dict[str, float] = {}

    def was_called(self) -> None:
        """A call was answered just now."""
        call = self.calls[-1]
        if call.method == "chat.postMessage":
            self.told.setdefault(str(call.arguments["channel"]), time.perf_counter())
        super().was_called()


@dataclass(slots=True)
class Load:
    """``slack`` filled with the people of a data folder, and rooms of its own where the bot is too."""

    slack: Watching
    http: aiohttp.ClientSession
    people: list[str] = field(default_factory=list)
    rooms: list[Channel] = field(default_factory=list)
    unkept: int = 0
    _asked: int = 0
    _posted: int = 0

    def settle(self, home: Path, rooms: int) -> Self:
        """The workspace that the data folder holds."""
        world = self.slack.world
        with closing(sqlite3.connect(home / "kenner.db")) as database:
            (world.team_id,) = database.execute("SELECT platform_id FROM workspaces").fetchone()
            world.users[world.bot_user].team_id = world.team_id
            for own, handle, name in database.execute(
                "SELECT platform_id, handle, name FROM people WHERE NOT is_bot AND NOT has_left ORDER BY 1"
            ):
                world.person(handle, id=own, real_name=name)
                self.people.append(own)
        members = (*self.people[:20], self.slack.bot)
        self.rooms = [world.channel(f"room-{number}", *members) for number in range(rooms)]
        return self

    async def acknowledged(self, address: str, event: Json) -> float:
        """Seconds until the event was acknowledged."""
        body = json.dumps(self.slack.envelope(event))
        signed = SignedHttp(address, self.slack.signing_secret, time.time).signature(body)
        start = time.perf_counter()
        try:
            async with self.http.post(
                address, data=body, headers={"Content-Type": "application/json", **signed}, timeout=_PATIENCE
            ) as response:
                self.unkept += response.status != _DONE
        except (aiohttp.ClientError, TimeoutError):
            self.unkept += 1
        return time.perf_counter() - start

    def talk(self, texts: Sequence[str]) -> Json:
        """Somebody says something in one room after the other; every second time in a thread."""
        number, self._posted = self._posted, self._posted + 1
        room = self.rooms[number % len(self.rooms)]
        root = next(iter(room.messages), None) if number // len(self.rooms) % 2 else None
        author, text = self.people[number % 20], texts[number % len(texts)][:400]
        message = self.slack.world.write(author, room, f"{text} ({number})", thread_ts=root)
        event: Json = said(self.slack.world, room, message)[0]
        return event

    async def asked(self, address: str, text: str) -> float | None:
        """Seconds from the question, put directly, until its answer came in here; None: it never did."""
        who, self._asked = self.people[self._asked % len(self.people)], self._asked + 1
        place = self.slack.direct(who)
        self.slack.told.pop(place.id, None)
        message = self.slack.world.write(who, place, text)
        start = time.perf_counter()
        await self.acknowledged(address, said(self.slack.world, place, message)[0])
        try:
            await self.slack.until(lambda: place.id in self.slack.told, 60)
        except TimeoutError:
            return None
        return self.slack.told[place.id] - start

    @property
    def posted(self) -> int:
        return self._posted


async def steadily(
    rate: float, seconds: float, do: Callable[[int], Coroutine[Any, Any, float | None]]
) -> list[float | None]:
    """Begin so many a second, whether or not those before have ended; what each came to."""
    start, tasks = time.perf_counter(), []
    for number in range(max(1, round(rate * seconds))):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(do(number)))
    return list(await asyncio.gather(*tasks))
