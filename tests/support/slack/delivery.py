"""Brings events, commands and presses to the app: signed over HTTP, or through a Socket Mode connection."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

import aiohttp

from tests.support.slack.world import Json

if TYPE_CHECKING:
    from tests.support.slack.fake import FakeSlack

ACKNOWLEDGE_WITHIN = 3.0
"""Seconds; so long Slack waits before it counts a delivery as failed."""

MOST_RETRIES = 3


@dataclass(slots=True, kw_only=True)
class Delivery:
    """Something for the app. ``kind`` is Socket Mode's: events_api, slash_commands or interactive.

    ``status`` 0 stands for no answer at all; ``reply`` is what the app said in its acknowledgement.
    """

    kind: str
    payload: Json
    retry: int = 0
    reason: str = ""
    status: int = 0
    reply: Json = field(default_factory=dict)
    may_retry: bool = True

    @property
    def event(self) -> Json:
        event: Json = self.payload.get("event", {})
        return event

    @property
    def is_acknowledged(self) -> bool:
        return self.status == HTTPStatus.OK


class Transport(Protocol):
    async def deliver(self, delivery: Delivery) -> None:
        """Bring it, and put what the app answered into it."""


class SignedHttp:
    """Posts to the app's address as Slack does, with a signature that is made at ``seconds()``."""

    def __init__(self, address: str, secret: str, seconds: Callable[[], float]) -> None:
        self.address, self._secret, self._seconds = address, secret, seconds

    async def deliver(self, delivery: Delivery) -> None:
        body, content_type = _body(delivery)
        headers = {"Content-Type": content_type, **self.signature(body)}
        if delivery.retry:
            headers["X-Slack-Retry-Num"] = str(delivery.retry)
            headers["X-Slack-Retry-Reason"] = delivery.reason
        timeout = aiohttp.ClientTimeout(total=ACKNOWLEDGE_WITHIN)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.address, data=body, headers=headers) as response,
            ):
                delivery.status = response.status
                delivery.may_retry = response.headers.get("X-Slack-No-Retry") != "1"
                delivery.reply = _reply(await response.text())
        except TimeoutError:
            delivery.status, delivery.reason = 0, "http_timeout"
        except aiohttp.ClientError:
            delivery.status, delivery.reason = 0, "connection_failed"

    def signature(self, body: str, at: float | None = None) -> dict[str, str]:
        """The two headers for that body; ``at`` another time than now."""
        stamp = str(int(self._seconds() if at is None else at))
        digest = hmac.new(self._secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest.hexdigest()}"}


class Outbox:
    """All that was to be brought, in order; ``dropped`` never was, ``held`` waits to be released."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self.transport: Transport = slack.socket_mode
        self.sent: list[Delivery] = []
        self.dropped: list[Delivery] = []
        self.held: list[Delivery] = []
        self._is_holding = False
        self._drops = 0

    async def events(self, events: list[Json]) -> None:
        for event in events:
            await self.send(Delivery(kind="events_api", payload=self._slack.envelope(event)))

    async def send(self, delivery: Delivery) -> Delivery:
        """Bring it, unless it is to be dropped or held."""
        if delivery.kind == "events_api" and self._drops:
            self._drops -= 1
            self.dropped.append(delivery)
        elif delivery.kind == "events_api" and self._is_holding:
            self.held.append(delivery)
        else:
            self.sent.append(delivery)
            await self.transport.deliver(delivery)
        return delivery

    async def verify_address(self, challenge: str = "3eZbrw1aBm2rZgRNFdxV2595") -> bool:
        """What Slack does when somebody enters the app's address: it must say the challenge back."""
        payload = {"token": "fake-verification", "type": "url_verification", "challenge": challenge}
        delivery = Delivery(kind="events_api", payload=payload)
        await self.transport.deliver(delivery)
        return delivery.is_acknowledged and challenge in {*delivery.reply.values()}

    async def say_that_events_were_left_out(self) -> Delivery:
        """More than 30,000 within an hour: Slack says so once a minute, and sends none meanwhile."""
        payload: Json = {"token": "fake-verification", "type": "app_rate_limited"}
        world = self._slack.world
        payload |= {"team_id": world.team_id, "api_app_id": world.app_id}
        payload |= {"minute_rate_limited": int(world.now())}
        return await self.send(Delivery(kind="events_api", payload=payload))

    def drop_next(self, count: int = 1) -> None:
        """The next events get lost, as they do while an app is out of reach for hours."""
        self._drops += count

    def hold(self) -> None:
        """Keep events until ``release``."""
        self._is_holding = True

    async def release(self, *, backwards: bool = False) -> None:
        """Bring what was held; the last first, if so wished: Slack promises no order."""
        self._is_holding = False
        held, self.held = self.held, []
        for delivery in reversed(held) if backwards else held:
            await self.send(delivery)

    async def redeliver(self, delivery: Delivery, reason: str = "http_timeout") -> Delivery:
        """Bring the same once more, under the same event id, as if the answer had been lost."""
        again = Delivery(
            kind=delivery.kind, payload=delivery.payload, retry=delivery.retry + 1, reason=reason
        )
        return await self.send(again)

    async def retry_failed(self) -> list[Delivery]:
        """Bring again the events that were not acknowledged, unless the app forbade it; up to three times."""
        latest = {one.payload["event_id"]: one for one in self.sent if "event_id" in one.payload}
        failed = [one for one in latest.values() if not one.is_acknowledged and one.may_retry]
        due = [one for one in failed if one.retry < MOST_RETRIES]
        return [await self.redeliver(one, one.reason or "http_error") for one in due]


def _body(delivery: Delivery) -> tuple[str, str]:
    """Events are JSON, commands a form, presses a form with JSON in it."""
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = delivery.payload
    if delivery.kind == "interactive":
        form = {"payload": json.dumps(delivery.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def _reply(text: str) -> Json:
    """A text alone is a message."""
    if not text:
        return {}
    try:
        loaded = json.loads(text)
    except ValueError:
        return {"text": text}
    return loaded if isinstance(loaded, dict) else {}
