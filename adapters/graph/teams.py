"""The teams that the bot is in, by the ids that Graph names them by: those of their groups."""

from adapters.graph.client import Place
from adapters.json_fields import Raw, text
from adapters.teams.book import AddressBook
from adapters.teams.calls import Patience
from adapters.teams.connections import Connections
from bot.addresses import Address
from bot.errors import LockedOutError, RefusedError

_NOTHING: Raw = {}


class KnownTeams:
    """Teams that were heard of. Each is asked about once."""

    def __init__(self, connections: Connections, book: AddressBook, patience: Patience | None = None) -> None:
        self._connections = connections
        self._book = book
        self._patience = patience or Patience()
        self._teams: dict[str, Raw] = {}

    async def all(self) -> dict[str, Raw]:
        """By the id of its group: each in Graph's words, as far as it is known."""
        first: dict[str, Address] = {}
        for address in await self._book.channels():
            first.setdefault(address.team or address.conversation, address)
        told = [await self._team(address) for address in first.values()]
        return {text(team, "id"): team for team in told if team}

    async def place(self, channel: str) -> Place | None:
        """A channel with its team; None where the bot is not."""
        address = await self._book.of(channel)
        team = await self._team(address) if address is not None else _NOTHING
        return Place(team=text(team, "id"), channel=channel) if team else None

    async def _team(self, address: Address) -> Raw:
        team = address.team or address.conversation
        if team not in self._teams:
            self._teams[team] = await self._told(address.service_url, team)
        return self._teams[team]

    async def _told(self, service_url: str, team: str) -> Raw:
        """Nothing of a team that the bot is not in any more."""
        try:
            told = await self._patience.persist(
                lambda: self._connections.call("GET", service_url, "teams", team)
            )
        except LockedOutError:
            raise
        except RefusedError:
            return _NOTHING
        group = text(told, "aadGroupId").casefold()
        if not group:
            return _NOTHING
        return {"id": group, "internalId": team, "displayName": text(told, "name")}
