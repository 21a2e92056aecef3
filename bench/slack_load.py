"""Slack's side of ``load.py``."""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.load import SPEAKERS, Brought, people_in
from tests.support.slack.delivery import SignedHttp
from tests.support.slack.fake import FakeSlack
from tests.support.slack.happenings import said
from tests.support.slack.world import Json


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


class SlackCrowd:
    """Implements ``load.Crowd``: the workspace that the data folder holds."""

    def __init__(self, slack: Watching, home: Path, rooms: int) -> None:
        self._slack = slack
        self.told = slack.told
        world = slack.world
        with closing(sqlite3.connect(home / "kenner.db")) as database:
            (world.team_id,) = database.execute("SELECT platform_id FROM workspaces").fetchone()
        world.users[world.bot_user].team_id = world.team_id
        self._people = [own for own, _, _ in people_in(home)]
        for own, handle, name in people_in(home):
            world.person(handle, id=own, real_name=name)
        members = (*self._people[:SPEAKERS], slack.bot)
        self._rooms = [world.channel(f"room-{number}", *members) for number in range(rooms)]

    def talk(self, number: int, text: str) -> Brought:
        """As ``load.Crowd``."""
        room = self._rooms[number % len(self._rooms)]
        root = next(iter(room.messages), None) if number // len(self._rooms) % 2 else None
        author = self._people[number % SPEAKERS]
        message = self._slack.world.write(author, room, text, thread_ts=root)
        return self._signed(said(self._slack.world, room, message)[0])

    def question(self, number: int, text: str) -> tuple[str, Brought]:
        """In a direct message."""
        who = self._people[number % len(self._people)]
        place = self._slack.direct(who)
        message = self._slack.world.write(who, place, text)
        return place.id, self._signed(said(self._slack.world, place, message)[0])

    async def until(self, is_so: Callable[[], object], patience: float) -> None:
        """As ``load.Crowd``."""
        await self._slack.until(is_so, patience)

    def _signed(self, event: Json) -> Brought:
        body = json.dumps(self._slack.envelope(event))
        return Brought(body, SignedHttp("", self._slack.signing_secret, time.time).signature(body))
