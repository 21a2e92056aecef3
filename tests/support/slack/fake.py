"""A Slack of our own, on loopback: as strict as its documentation says, and as moody on request.

    async with FakeSlack() as slack:
        ana = slack.world.person("ana")
        slack.world.channel("ask", ana, slack.bot)
        slack.send_events_to("http://127.0.0.1:3000/slack/events")   # or not: then Socket Mode
        await slack.post(ana, "ask", f"<@{slack.bot}> who knows postgres?")

The app's client is ``AsyncWebClient(token=slack.tokens.bot.value, base_url=slack.base_url)``.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Self

from tests.support.slack import happenings
from tests.support.slack.delivery import Outbox, SignedHttp
from tests.support.slack.elements import named_blocks
from tests.support.slack.faults import Faults
from tests.support.slack.limits import Limits
from tests.support.slack.pressing import Pressing
from tests.support.slack.server import Called, Server
from tests.support.slack.socket_mode import SocketMode
from tests.support.slack.talking import Talking, Where, Who
from tests.support.slack.tickets import ResponseUrls, Triggers
from tests.support.slack.tokens import Tokens
from tests.support.slack.world import Channel, Json, World

PATIENCE = 10.0
"""Seconds until a test gives up waiting for the app."""


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class FakeSlack(Talking, Pressing):
    """One workspace, one app. ``clock`` rules ids, limits, triggers and response URLs.

    Limits hold: where a test is about something else, ``slack.limits.is_on = False``.
    Signatures are made at ``signing_seconds()``: real time, for that is what bolt checks them against.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = _wall_clock,
        signing_secret: str = "fake-signing-secret",  # noqa: S107 - invented, and checked by the app
        signing_seconds: Callable[[], float] = time.time,
    ) -> None:
        self.world = World(clock)
        self.bot = self.world.bot_user
        self.signing_secret = signing_secret
        self._signing_seconds = signing_seconds
        self.tokens = Tokens(self.world.now)
        self.limits = Limits()
        self.faults = Faults()
        self.triggers = Triggers(self.world.now)
        self.response_urls = ResponseUrls(self.world.now)
        self.socket_mode = SocketMode(self)
        self.outbox = Outbox(self)
        self._server = Server(self)
        self._changed = asyncio.Event()
        self._afterwards: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        await self._server.start()
        self.address = f"http://127.0.0.1:{self._server.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._afterwards:
            task.cancel()
        await asyncio.gather(*self._afterwards, return_exceptions=True)
        await self.socket_mode.close()
        await self._server.stop()

    @property
    def base_url(self) -> str:
        """For slack_sdk's clients."""
        return f"{self.address}/api/"

    def send_events_to(self, address: str) -> SignedHttp:
        """Over HTTP from now on; what signs is returned, to forge with."""
        transport = SignedHttp(address, self.signing_secret, self._signing_seconds)
        self.outbox.transport = transport
        return transport

    # ---- Looking ----

    @property
    def calls(self) -> list[Called]:
        """Every call of the Web API and of response URLs, in order."""
        return self._server.calls

    def called(self, method: str) -> list[Called]:
        return [one for one in self.calls if one.method == method]

    def messages(self, where: Where, thread_ts: str | None = None) -> list[Json]:
        """All that stands in a channel, or in one thread of it, earliest first."""
        messages = list(self.world.place(where).messages.values())
        if thread_ts is None:
            return messages
        return [one for one in messages if thread_ts in {one["ts"], one.get("thread_ts")}]

    def ephemerals(self, who: Who) -> list[Json]:
        """What only that person was shown."""
        return [one for one in self.world.ephemerals if one["to"] == self.world.user(who).id]

    def home(self, who: Who) -> Json | None:
        """Their home page of the app, once it is published."""
        return self.world.homes.get(self.world.user(who).id)

    def form(self, who: Who) -> Json | None:
        """The form that lies open before them."""
        stack = self.world.modals.get(self.world.user(who).id)
        return stack[-1] if stack else None

    def direct(self, *people: Who) -> Channel:
        """The bot's conversation with them."""
        return self.world.direct(*people)

    async def until(self, is_so: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until the app has made it so by its calls."""
        async with asyncio.timeout(patience):
            while not is_so():
                self._changed.clear()
                await self._changed.wait()

    async def settled(self) -> None:
        """Wait until the app has acknowledged all events about its own doings."""
        while self._afterwards:
            await asyncio.gather(*self._afterwards)

    # ---- The whole installation ----

    async def uninstall(self) -> None:
        """Somebody removes the app from the workspace."""
        self.tokens.revoke()
        await self.outbox.events(happenings.uninstalled(self.world))

    # ---- For the parts of the fake ----

    def envelope(self, event: Json) -> Json:
        """An event as it goes out."""
        authorization: Json = {"enterprise_id": None, "team_id": self.world.team_id, "user_id": self.bot}
        authorization |= {"is_bot": True, "is_enterprise_install": False}
        return {
            "token": "fake-verification",
            "team_id": self.world.team_id,
            "api_app_id": self.world.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self.world.next_id("Ev"),
            "event_time": int(self.world.now()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": "4-fake",
        }

    def tell_later(self, events: list[Json]) -> None:
        """The app hears of its own doings too, but not before its call is answered."""
        if events:
            self.afterwards(self.outbox.events(events))

    def afterwards(self, doing: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._afterwards.add(task)
        task.add_done_callback(self._afterwards.discard)

    def was_called(self) -> None:
        self._changed.set()

    def named(self, blocks: list[Json]) -> list[Json]:
        return named_blocks(blocks)

    def show(self, user: str, channel: Channel, content: Json) -> str:
        """Show one person something that is kept nowhere; its ``ts``."""
        ts = self.world.next_ts()
        shown = {"type": "message", "user": self.bot, "to": user, "channel": channel.id, "ts": ts}
        self.world.ephemerals.append(shown | content)
        return ts

    def keep_view(self, view: Json, user: str, view_id: str | None = None) -> Json:
        """A view as Slack gives it back: with ids, and a hash that changes with every change."""
        kept = {"private_metadata": "", "callback_id": "", "external_id": "", "state": {"values": {}}}
        kept |= view | {"blocks": named_blocks(view["blocks"]), "team_id": self.world.team_id}
        kept |= {"id": view_id or self.world.next_id("V"), "app_id": self.world.app_id}
        stamp = hashlib.sha256(self.world.next_ts().encode()).hexdigest()[:8]
        return kept | {"bot_id": self.world.bot_id, "hash": f"{int(self.world.now())}.{stamp}"}
