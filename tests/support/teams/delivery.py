"""Brings activities to the bot, as the channel service does: signed, and again where it is wished."""

import asyncio
from copy import deepcopy
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.support.teams.world import Json

if TYPE_CHECKING:
    from tests.support.teams.fake import FakeTeams

ANSWER_WITHIN = 15.0


@dataclass(slots=True, kw_only=True)
class Delivery:
    """Something for the bot. ``status`` 0 stands for no answer; ``reply`` is what it said to an invoke."""

    activity: Json
    status: int = 0
    reply: Any = None
    reply_type: str = ""
    headers: Json = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class Courier:
    """All that was brought, in order; what is ``held`` waits to be released."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self.address = ""
        self.sent: list[Delivery] = []
        self.held: list[Delivery] = []
        self._is_holding = False

    async def bring(self, activity: Json) -> Delivery:
        """One activity, unless it is to be held. An invoke never is: somebody waits for it."""
        delivery = Delivery(activity=activity)
        if self._is_holding and activity["type"] != "invoke":
            self.held.append(delivery)
            return delivery
        return await self.post(delivery, self._teams.issuer.header(activity["serviceUrl"]))

    async def post(self, delivery: Delivery, authorization: str | None) -> Delivery:
        """With that header, which need not be a good one; None: with none."""
        if not self.address:
            return delivery
        self.sent.append(delivery)
        headers = {"Authorization": authorization} if authorization is not None else {}
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.address, json=delivery.activity, headers=headers) as response,
            ):
                delivery.status, delivery.reply_type = response.status, response.content_type
                delivery.reply = await _reply(response)
        except (TimeoutError, aiohttp.ClientError):
            delivery.status = 0
        return delivery

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """The same activity once more, as if its answer had been lost."""
        return await self.bring(deepcopy(delivery.activity))

    def hold(self) -> None:
        """Keep activities until ``release``."""
        self._is_holding = True

    async def release(self, *, backwards: bool = False) -> None:
        """Bring what was held; the last first, if so wished: nobody promises an order."""
        self._is_holding = False
        held, self.held = self.held, []
        for delivery in reversed(held) if backwards else held:
            await self.bring(delivery.activity)

    async def bring_at_once(self, activities: list[Json]) -> list[Delivery]:
        """All together."""
        return list(await asyncio.gather(*map(self.bring, activities)))


async def _reply(response: aiohttp.ClientResponse) -> Any:
    if response.content_type == "application/json":
        return await response.json()
    return await response.text()
