"""All that Teams shows the bot of one tenant: the teams that added it, and who is in them."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.incoming import ChannelSeen, PersonSeen


class Everything(Protocol):
    """Whoever tells of a tenant: the connector, or Graph."""

    def all_people(self) -> AsyncIterator[PersonSeen]: ...

    def joined(self) -> AsyncIterator[ChannelSeen]: ...


class TeamsSurroundings:
    """Implements ``bot.surveying.Surroundings``. No bot joins anything in Teams: owners add its app."""

    def __init__(self, directory: Everything) -> None:
        self._directory = directory

    def everyone(self) -> AsyncIterator[PersonSeen]:
        return self._directory.all_people()

    def joined(self) -> AsyncIterator[ChannelSeen]:
        return self._directory.joined()

    async def listed(self) -> AsyncIterator[ChannelSeen]:
        nothing: tuple[ChannelSeen, ...] = ()
        for seen in nothing:
            yield seen

    async def join(self, platform_id: str) -> bool:  # noqa: ARG002 there is no way to
        return False
