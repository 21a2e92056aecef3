"""Asks Teams about people and channels, through the conversations that the bot is in: it knows no others."""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import structlog

from adapters.json_fields import Raw, children, text
from adapters.recent import Recent
from adapters.teams.book import AddressBook
from adapters.teams.calls import Patience
from adapters.teams.connections import Connections
from adapters.teams.people import channel_seen, person_of, person_seen
from bot.addresses import Address, Place
from bot.errors import LockedOutError, RefusedError
from bot.incoming import ChannelSeen, PersonSeen
from bot.ports import Clock
from expertise.types import ChannelKind

_PEOPLE_LAST = timedelta(minutes=10)
_CHANNELS_LAST = timedelta(seconds=30)
_MANY = 5_000
_PAGE = "500"
_MOST_ASKED = 20  # conversations in which somebody is looked for
_CHATS = {Place.PERSONAL: ChannelKind.DIRECT, Place.GROUP: ChannelKind.GROUP}
_NOT_KNOWN = frozenset({"ConversationNotFound", "MemberNotFoundInConversation"})
_NOTHING: Raw = {}
_log = structlog.get_logger()


class TeamsDirectory:
    """Implements ``bot.listening.Directory`` for one workspace, and tells of everyone and everything.

    ``open_teams``: ids of teams that the operator declared open to everyone. It waits where Teams asks it
    to; what its patience does not bring comes out as ``ChatError``.
    """

    def __init__(
        self,
        connections: Connections,
        book: AddressBook,
        clock: Clock,
        patience: Patience | None = None,
        open_teams: Collection[str] = (),
    ) -> None:
        self._connections = connections
        self._book = book
        self._clock = clock
        self._patience = patience or Patience()
        self._open_teams = frozenset(open_teams)
        self._people: Recent[str, PersonSeen] = Recent(clock, _PEOPLE_LAST, _MANY)
        self._channels: Recent[str, ChannelSeen] = Recent(clock, _CHANNELS_LAST, _MANY)

    async def person(self, platform_id: str) -> PersonSeen | None:
        """Looked for where they were heard last, in their chat with the bot, and in every team."""
        if known := self._people.get(platform_id):
            return known
        seen = person_seen(await self._member(platform_id), self._connections.app.tenant)
        if seen is not None:
            self._people.put(platform_id, seen)
        return seen

    async def sign_in_name(self, platform_id: str) -> str:
        """Their UserPrincipalName, which is asked each time and not kept here; '' where it is not told."""
        return text(await self._member(platform_id), "userPrincipalName")

    async def _member(self, platform_id: str) -> Raw:
        """As a roster has them; empty where nobody knows them."""
        for where in await self._where_to_look(platform_id):
            path = ("conversations", where.conversation, "members", where.asked_for)
            raw = await self._told(where.service_url, *path)
            if person_of(raw):
                return raw
        return _NOTHING

    async def channel(self, platform_id: str) -> ChannelSeen | None:
        if known := self._channels.get(platform_id):
            return known
        address = await self._book.of(platform_id)
        if address is None:
            return None
        if address.place in _CHATS:
            return ChannelSeen(channel=platform_id, name="", kind=_CHATS[address.place])
        async for seen in self._of_team(address):
            self._channels.put(seen.channel, seen)
        return self._channels.get(platform_id)

    async def members(self, platform_id: str) -> frozenset[str] | None:
        """Everyone, or None: of half of them nobody may conclude anything."""
        address = await self._book.of(platform_id)
        if address is None:
            return None
        try:
            return frozenset([person_of(raw) async for raw in self._roster(address)]) - {""}
        except LockedOutError:
            raise
        except RefusedError as error:
            _note(error)
            return None

    def forget(self, platform_id: str) -> None:
        """Something happened to that person or channel: ask anew."""
        self._people.forget(platform_id)
        self._channels.forget(platform_id)

    async def channels_of(self, team: str) -> Mapping[str, str]:
        """What a team's channels are called, by id; '' for each where the bot is not in the team any more."""
        known = [each for each in await self._book.channels() if each.team == team]
        found = {each.conversation: "" for each in known}
        for address in known[:1]:
            found |= {seen.channel: seen.name or "" async for seen in self._of_team(address)}
        return found

    async def all_people(self) -> AsyncIterator[PersonSeen]:
        """Everyone in a team with the bot, each once."""
        told: set[str] = set()
        for address in await self._teams():
            async for raw in self._willing(address):
                seen = person_seen(raw, self._connections.app.tenant)
                if seen is not None and seen.person not in told:
                    told.add(seen.person)
                    yield seen

    async def joined(self) -> AsyncIterator[ChannelSeen]:
        """Every channel of the teams that the bot is in."""
        for address in await self._teams():
            async for seen in self._of_team(address):
                yield seen

    async def _where_to_look(self, person: str) -> list["_Place"]:
        heard = self._book.whereabouts(person)
        here = await self._book.of(heard.conversation) if heard else None
        own = await self._book.with_person(person)
        places = [each for each in (here, own) if each is not None] + await self._teams()
        found = {each.conversation: each.service_url for each in places}
        asked_for = heard.teams_id if heard and heard.teams_id else person
        return [_Place(where, url, asked_for) for where, url in found.items()][:_MOST_ASKED]

    async def _teams(self) -> list[Address]:
        """One address of each team."""
        first: dict[str, Address] = {}
        for address in await self._book.channels():
            first.setdefault(address.team or address.conversation, address)
        return list(first.values())

    async def _of_team(self, address: Address) -> AsyncIterator[ChannelSeen]:
        """The channels of its team; from now on they can be spoken to."""
        team_id = address.team or address.conversation
        team = await self._told(address.service_url, "teams", team_id)
        listed = (
            await self._told(address.service_url, "teams", team_id, "conversations") if team else _NOTHING
        )
        for raw in children(listed, "conversations"):
            if channel := text(raw, "id"):
                await self._book.note(replace(address, conversation=channel, team=team_id))
                yield channel_seen(raw, team, self._open_teams)

    async def _willing(self, address: Address) -> AsyncIterator[Raw]:
        """A team's members; nobody where Teams refuses."""
        try:
            async for raw in self._roster(
                replace(address, conversation=address.team or address.conversation)
            ):
                yield raw
        except LockedOutError:
            raise
        except RefusedError as error:
            _note(error)

    async def _roster(self, address: Address) -> AsyncIterator[Raw]:
        async def ask(token: str) -> Raw:
            query = {"pageSize": _PAGE} | ({"continuationToken": token} if token else {})
            path = ("conversations", address.conversation, "pagedmembers")
            return await self._connections.call("GET", address.service_url, *path, query=query)

        async for page in self._patience.pages(ask):
            for raw in children(page, "members"):
                yield raw

    async def _told(self, service_url: str, *path: str) -> Raw:
        """The answer, or an empty one where Teams does not know, or may not say."""
        try:
            return await self._patience.persist(lambda: self._connections.call("GET", service_url, *path))
        except LockedOutError:
            raise
        except RefusedError as error:
            _note(error)
            return _NOTHING


class _Place(NamedTuple):
    """Where somebody may be known, and by which id: the one they were heard by is good everywhere."""

    conversation: str
    service_url: str
    asked_for: str


def _note(error: RefusedError) -> None:
    """Not to know somebody is nothing special; anything else may be a permission that is missing."""
    if error.code not in _NOT_KNOWN:
        _log.warning("Teams did not say", code=error.code)
