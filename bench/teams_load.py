"""Teams' side of ``load.py``."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from bench.load import SPEAKERS, Brought, people_in
from tests.support.teams.fake import FakeTeams
from tests.support.teams.shapes import account, activity, conversation
from tests.support.teams.world import Channel, Conversation, Json, Person, Team

IN_A_TEAM = 10
"""Rooms."""


class Watching(FakeTeams):
    """Notes when a message of the bot's came in, by the conversation that it is for."""

    def __init__(self) -> None:
        super().__init__()
        self.limits.is_on = False
        self.told: dict[str, float] = {}

    def was_called(self) -> None:
        """A call was answered just now."""
        call = self.calls[-1]
        if call.call == "send":
            self.told.setdefault(call.named["conversation"], time.perf_counter())
        super().was_called()


class TeamsCrowd:
    """Implements ``load.Crowd``: the people that the data folder holds, in teams of some rooms each."""

    def __init__(self, teams: Watching, home: Path, rooms: int) -> None:
        self._teams = teams
        self.told = teams.told
        self._people = [self._person(own, name) for own, _, name in people_in(home)]
        self._chats = [teams.world.personal(each) for each in self._people]
        for chat in self._chats:
            chat.has_bot = True
        self.teams = [self._team(number) for number in range(rooms // IN_A_TEAM)]
        self._rooms = [room for team in self.teams for room in team.channels]
        self._headers = {"Authorization": teams.issuer.header(teams.service_url)}

    def _person(self, own: str, name: str) -> Person:
        """By the id that the data folder has: whoever has none in Entra is known by that."""
        return self._teams.world.person(name, id=own, aad="")

    def _team(self, number: int) -> Team:
        team = self._teams.world.team(f"team-{number}", *self._people[:SPEAKERS])
        for room in range(1, IN_A_TEAM):
            self._teams.world.channel(team, f"room-{number}-{room}")
        return team

    async def settle(self) -> None:
        """The app is added to each team."""
        for team in self.teams:
            await self._teams.install_in(team, self._people[0])

    def talk(self, number: int, text: str) -> Brought:
        """As ``load.Crowd``."""
        room = self._rooms[number % len(self._rooms)]
        root = next(iter(room.messages), None) if number // len(self._rooms) % 2 else None
        return self._said(self._people[number % SPEAKERS], room, text, root)

    def question(self, number: int, text: str) -> tuple[str, Brought]:
        """In a chat with the bot."""
        at = number % len(self._people)
        return self._chats[at].id, self._said(self._people[at], self._chats[at], text)

    async def until(self, is_so: Callable[[], object], patience: float) -> None:
        """As ``load.Crowd``."""
        await self._teams.until(is_so, patience)

    def _said(self, who: Person, where: Conversation, text: str, root: str | None = None) -> Brought:
        world = self._teams.world
        own = world.next_id()
        message: Json = activity(world, self._teams.service_url, "message", where)
        message |= {"from": account(who), "id": own, "text": text, "textFormat": "plain"}
        if isinstance(where, Channel):
            message["conversation"] = conversation(world, where, root or own)
        where.messages[own] = message
        return Brought(json.dumps(message), self._headers)
