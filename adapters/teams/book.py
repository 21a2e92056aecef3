"""Where everybody is to be reached: learned from what comes, for Teams wants to be told with each message.

A row is written only where something is new, so that hearing a channel costs nothing. Where somebody's own
chat is stands in the rows alone, for they may have it forgotten.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from adapters.json_fields import Raw, child, children, text
from adapters.recent import Recent
from adapters.teams.activities import (
    Chat,
    account,
    bot_of,
    chat_of,
    kind_of,
    place_of,
    team_of,
)
from adapters.teams.activities import Reading as Known
from bot.addresses import Address, Place
from bot.ports import Clock, Storage
from expertise.types import WorkspaceId

ANYWHERE = "https://smba.trafficmanager.net/teams/"
"""Teams' door for whoever has not learned a nearer one."""

_LASTS = timedelta(days=1)
_MANY = 10_000
_PLACES = {Chat.PERSONAL: Place.PERSONAL, Chat.GROUP: Place.GROUP, Chat.CHANNEL: Place.CHANNEL}
_INVOKE = "invoke"


class Heard(NamedTuple):
    """In which conversation, and the id that the speaker has towards this bot alone."""

    conversation: str
    teams_id: str


class AddressBook:
    """The addresses of one workspace, over its rows; belongs to one event loop."""

    def __init__(
        self, storage: Storage, workspace_id: WorkspaceId, clock: Clock, anywhere: str = ANYWHERE
    ) -> None:
        self._storage = storage
        self._workspace_id = workspace_id
        self._clock = clock
        self._anywhere = anywhere
        self._known: Recent[str, Address] = Recent(clock, _LASTS, _MANY)
        self._whereabouts: Recent[str, Heard] = Recent(clock, _LASTS, _MANY)

    async def learn(self, activity: Raw) -> None:
        """Remember where it came from; forget a chat that the bot was removed from.

        An invoke teaches nothing: extensions are used in chats that the bot is not in, and these look like
        somebody's chat with it. Channels of a team that was left stay known: whoever is to be told that they
        are left is named by them.
        """
        if text(activity, "type") == _INVOKE:
            return
        if _is_farewell(activity):
            if not team_of(activity):
                await self.forget([place_of(activity)])
            return
        seen = _address(activity, self._clock)
        if seen is not None:
            speaker = child(activity, "from")
            self._whereabouts.put(account(speaker), Heard(seen.conversation, text(speaker, "id")))
            await self.note(seen)

    async def note(self, seen: Address) -> None:
        """Remember an address, if anything but its time is new, or that is a day old."""
        known = await self._noted(seen)
        if known is None or replace(known, seen_at=seen.seen_at) != seen or _is_old(known, seen):
            await self._put(seen)

    async def _noted(self, seen: Address) -> Address | None:
        if seen.place is not Place.PERSONAL:
            return self._known.get(seen.conversation)
        return await self.of(seen.conversation)

    async def _put(self, address: Address) -> None:
        async with self._storage.begin(self._workspace_id) as uow:
            await uow.addresses.save([address])
            await uow.commit()
        if address.place is not Place.PERSONAL:
            self._known.put(address.conversation, address)

    async def of(self, conversation: str) -> Address | None:
        """None where the bot is not, as far as we know."""
        if known := self._known.get(conversation):
            return known
        async with self._storage.begin(self._workspace_id) as uow:
            return await uow.addresses.of(conversation)

    async def with_person(self, person: str) -> Address | None:
        """Somebody's own chat with the bot; the latest where there are several."""
        async with self._storage.begin(self._workspace_id) as uow:
            return next(iter(await uow.addresses.with_person(person)), None)

    async def channels(self) -> list[Address]:
        """Every channel that we know the bot to be in."""
        async with self._storage.begin(self._workspace_id) as uow:
            return await uow.addresses.channels()

    async def door(self) -> str:
        """The service URL for what is not known yet: one that leads into this tenant, if there is one."""
        for address in await self.channels():
            return address.service_url
        return self._anywhere

    def whereabouts(self, person: str) -> Heard | None:
        """Where somebody was heard a while ago, and as whom."""
        return self._whereabouts.get(person)

    async def forget(self, conversations: Sequence[str]) -> None:
        """The bot is not in these any more."""
        async with self._storage.begin(self._workspace_id) as uow:
            await uow.addresses.forget(conversations)
            await uow.commit()
        for conversation in conversations:
            self._known.forget(conversation)


def _is_farewell(activity: Raw) -> bool:
    if kind_of(activity) == "installationUpdate":
        return text(activity, "action").startswith("remove")
    bot = bot_of(activity, Known())
    return any(text(each, "id") == bot for each in children(activity, "membersRemoved"))


def _is_old(known: Address, seen: Address) -> bool:
    return seen.seen_at - known.seen_at >= _LASTS


def _address(activity: Raw, clock: Clock) -> Address | None:
    service_url, chat = text(activity, "serviceUrl"), chat_of(activity)
    person = account(child(activity, "from"))
    if not service_url or (chat is Chat.PERSONAL and not person):
        return None
    return Address(
        conversation=place_of(activity),
        place=_PLACES[chat],
        service_url=service_url,
        person=person if chat is Chat.PERSONAL else None,
        team=team_of(activity) or None,
        seen_at=clock(),
    )
