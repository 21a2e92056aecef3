"""Socket Mode: envelopes through a websocket that the app opened, each to be acknowledged.

An event that is not acknowledged comes again over the next connection. Every address opens one connection.
"""

import asyncio
import json
from itertools import count
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.support.slack.delivery import ACKNOWLEDGE_WITHIN, Delivery
from tests.support.slack.world import Json

if TYPE_CHECKING:
    from tests.support.slack.fake import FakeSlack

ACCEPTS_REPLY = {"slash_commands", "interactive"}


class SocketMode:
    """All connections of the app; what comes goes to the latest one."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self._numbers = count(1)
        self._tickets: set[str] = set()
        self._waiting: dict[str, tuple[Delivery, asyncio.Future[Json]]] = {}
        self._unsent: list[Delivery] = []
        self.connections: list[web.WebSocketResponse] = []
        self.opened = 0
        self._changed = asyncio.Condition()
        self.acknowledge_within = ACKNOWLEDGE_WITHIN

    def new_address(self) -> str:
        """Where to connect to, once."""
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        address = self._slack.address.replace("http", "ws", 1)
        return f"{address}/link?ticket={ticket}&app_id={self._slack.world.app_id}"

    async def connected(self, times: int = 1) -> None:
        """Wait until the app has connected so often, and still is."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.opened >= times and bool(self.connections))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=web.HTTPForbidden.status_code)
        self._tickets.remove(ticket)
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_json(self._hello())
        await self._came(connection)
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            self.connections.remove(connection)
        return connection

    async def deliver(self, delivery: Delivery) -> None:
        """Send it, and wait for the acknowledgement; without a connection an event waits for one."""
        if not self.connections:
            self._keep(delivery)
            return
        envelope_id = f"envelope-{next(self._numbers)}"
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (delivery, answer)
        await self.connections[-1].send_json(_envelope(envelope_id, delivery))
        try:
            delivery.reply = await asyncio.wait_for(answer, self.acknowledge_within)
            delivery.status = web.HTTPOk.status_code
        except TimeoutError:
            delivery.reason = "timeout"
            self._keep(delivery)
        finally:
            del self._waiting[envelope_id]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours; it is still served meanwhile."""
        for connection in list(self.connections):
            told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}
            await connection.send_json(told)

    async def close(self) -> None:
        """Break all connections without a word."""
        for connection in list(self.connections):
            await connection.close()

    def _keep(self, delivery: Delivery) -> None:
        """Events come again; of a press that got lost, its person is told, and presses again."""
        if delivery.kind == "events_api":
            self._unsent.append(delivery)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "debug_info": {"host": "fake", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._slack.world.app_id},
        }

    async def _came(self, connection: web.WebSocketResponse) -> None:
        self.connections.append(connection)
        unsent, self._unsent = self._unsent, []
        for delivery in unsent:
            delivery.retry += 1 if delivery.reason else 0
            self._slack.afterwards(self.deliver(delivery))
        async with self._changed:
            self.opened += 1
            self._changed.notify_all()

    def _heard(self, text: str) -> None:
        answer = json.loads(text)
        if answer.get("envelope_id") in self._waiting:
            future = self._waiting[answer["envelope_id"]][1]
            if not future.done():
                future.set_result(answer.get("payload") or {})


def _envelope(envelope_id: str, delivery: Delivery) -> Json:
    envelope: Json = {"envelope_id": envelope_id, "type": delivery.kind, "payload": delivery.payload}
    envelope["accepts_response_payload"] = delivery.kind in ACCEPTS_REPLY
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.retry, "retry_reason": delivery.reason}
    return envelope
