"""Teams, channels and people as Graph tells them, for reading the past: of the teams that are named."""

from collections.abc import AsyncIterator, Awaitable, Collection, Mapping
from dataclasses import replace

import structlog

from adapters.graph.client import Graph, Place
from adapters.graph.errors import DeniedError, NotThereError
from adapters.graph.people import channel_seen, is_standard, person_of, person_seen
from adapters.json_fields import Raw, text
from bot.incoming import ChannelSeen, PersonSeen
from expertise.types import ChannelKind

_log = structlog.get_logger()


class GraphDirectory:
    """Implements ``bot.listening.Directory``, and tells of everyone and everything; asks for it once.

    ``teams`` are by the id of their group what is known of them already, with its id; without a name Graph is
    asked. What it does not let us see is nobody's: ``denied`` says why, by team or channel.
    """

    def __init__(
        self, graph: Graph, tenant: str, teams: Mapping[str, Raw], open_teams: Collection[str] = ()
    ) -> None:
        self._graph = graph
        self._tenant = tenant
        self._teams = dict(teams)
        self._open_teams = frozenset(open_teams)
        self._channels: dict[str, tuple[Place, Raw, ChannelSeen]] = {}
        self._members: dict[str, dict[str, PersonSeen]] = {}
        self._is_known = False
        self.denied: dict[str, str] = {}

    async def place(self, channel: str) -> Place | None:
        """A channel and its team."""
        await self._look()
        return self._channels[channel][0] if channel in self._channels else None

    async def person(self, platform_id: str) -> PersonSeen | None:
        """Somebody in one of the teams. Of whoever is in none, nobody says that they are still there."""
        await self._look()
        found = (members.get(platform_id) for members in self._members.values())
        return next(filter(None, found), None)

    async def channel(self, platform_id: str) -> ChannelSeen | None:
        await self._look()
        return self._channels[platform_id][2] if platform_id in self._channels else None

    async def members(self, platform_id: str) -> frozenset[str] | None:
        """Everyone in it, or None where that is not told."""
        await self._look()
        if platform_id not in self._channels:
            return None
        place, raw, seen = self._channels[platform_id]
        members = await self._members_of(place, raw, is_shared=bool(seen.is_shared))
        return None if members is None else frozenset(members)

    def forget(self, platform_id: str) -> None:
        """Nothing: one reading of the past sees people and channels as they were when it began."""

    async def all_people(self) -> AsyncIterator[PersonSeen]:
        await self._look()
        each = {who: seen for members in self._members.values() for who, seen in members.items()}
        for seen in each.values():
            yield seen

    async def joined(self) -> AsyncIterator[ChannelSeen]:
        """Every channel of the teams."""
        await self._look()
        for _, _, seen in self._channels.values():
            yield seen

    async def _look(self) -> None:
        if self._is_known:
            return
        for team in sorted(self._teams):
            try:
                await self._look_at(team)
            except (DeniedError, NotThereError) as error:
                self._deny(team, error.code)
        self._is_known = True

    async def _look_at(self, team_id: str) -> None:
        team = await self._team(team_id)
        for raw in await self._graph.channels(team_id):
            channel = text(raw, "id")
            seen = channel_seen(raw, team, self._open_teams)
            if not text(team, "displayName") and seen.kind is ChannelKind.PRIVATE:
                seen = replace(seen, kind=None)  # it may be open by an id that we do not see
            self._channels[channel] = (Place(team=team_id, channel=channel), raw, seen)
        await self._keep(team_id, self._graph.team_members(team_id))

    async def _team(self, team_id: str) -> Raw:
        known = self._teams[team_id]
        if text(known, "displayName"):
            return known
        try:
            return await self._graph.team(team_id)
        except DeniedError:
            return known

    async def _members_of(self, place: Place, raw: Raw, *, is_shared: bool) -> dict[str, PersonSeen] | None:
        if is_standard(raw):
            return self._members.get(place.team)
        if place.channel not in self._members and place.channel not in self.denied:
            await self._keep(place.channel, self._graph.channel_members(place, is_shared=is_shared))
        return self._members.get(place.channel)

    async def _keep(self, where: str, asked: Awaitable[list[Raw]]) -> None:
        """Everyone there; nobody where Graph refuses."""
        try:
            members = await asked
        except (DeniedError, NotThereError) as error:
            self._deny(where, error.code)
            return
        seen = (person_seen(raw, self._tenant) for raw in members if person_of(raw))
        self._members[where] = {each.person: each for each in seen if each is not None}

    def _deny(self, where: str, code: str) -> None:
        _log.warning("Graph does not show it", where=where, code=code)
        self.denied[where] = code
