"""A Teams of our own, on loopback: as strict as its documentation says, and as moody on request.

    async with FakeTeams() as teams:
        ana = teams.world.person("ana")
        platform = teams.world.team("platform", ana)
        teams.courier.address = "http://127.0.0.1:3978/api/messages"
        await teams.say(ana, platform.general, "@Kenner who knows postgres?")

The bot's connector is ``teams.service_url``, its login ``teams.address``, the keys it checks against
``teams.metadata_url``.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from tests.support.teams.delivery import Courier
from tests.support.teams.faults import Faults
from tests.support.teams.limits import Limits
from tests.support.teams.server import Called, Server
from tests.support.teams.talking import Talking
from tests.support.teams.tokens import BotTokens, Issuer
from tests.support.teams.world import Conversation, Json, Person, World

PATIENCE = 10.0
"""Seconds until a test gives up waiting for the bot."""


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class FakeTeams(Talking):
    """One tenant, one bot. ``clock`` rules ids, limits and the bot's tokens.

    Limits hold: where a test is about something else, ``teams.limits.is_on = False``.
    ``hears_everything``: the app has consent for all messages of its teams and chats.
    """

    def __init__(self, clock: Callable[[], datetime] = _wall_clock) -> None:
        self.world = World(clock)
        self.issuer = Issuer(self.world.app_id)
        self.bot_tokens = BotTokens(self.world.app_id, self.world.tenant, self.world.now)
        self.other_tokens: list[BotTokens] = []  # that the same login gives, for what else an app may ask
        self.limits = Limits()
        self.faults = Faults()
        self.courier = Courier(self)
        self.hears_everything = True
        self.keys_fetched = 0
        self._server = Server(self)
        self._changed = asyncio.Event()
        self.address = ""

    async def __aenter__(self) -> Self:
        await self._server.start()
        self.address = f"http://127.0.0.1:{self._server.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.stop()

    @property
    def service_url(self) -> str:
        return f"{self.address}/emea/"

    @property
    def metadata_url(self) -> str:
        return f"{self.address}/v1/.well-known/openidconfiguration"

    @property
    def calls(self) -> list[Called]:
        """Every call of the connector, in order."""
        return self._server.calls

    def called(self, call: str) -> list[Called]:
        return [one for one in self.calls if one.call == call]

    def messages(self, where: Conversation | Person, thread: str | None = None) -> list[Json]:
        """All that stands there, or in one thread, earliest first."""
        place = self._place(where)
        every = list(place.messages.values())
        return every if thread is None else [one for one in every if thread in {one["id"], one.get("thread")}]

    def said(self, where: Conversation | Person) -> list[Json]:
        """What the bot said there."""
        return [one for one in self.messages(where) if one["from"]["id"] == self.world.bot["id"]]

    async def until(self, is_so: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until the bot has made it so by its calls."""
        async with asyncio.timeout(patience):
            while not is_so():
                self._changed.clear()
                await self._changed.wait()

    def was_called(self) -> None:
        self._changed.set()
