"""All that Slack shows the bot of one workspace."""

from collections.abc import AsyncIterator, Collection

from adapters.slack.directory import SlackDirectory
from bot.incoming import ChannelSeen, PersonSeen


class SlackSurroundings:
    """Implements ``bot.surveying.Surroundings``."""

    def __init__(self, directory: SlackDirectory, channels: Collection[str]) -> None:
        """``channels`` is the operator's list: names, with or without #, or ids."""
        self._directory = directory
        self._wanted = {name.removeprefix("#").casefold() for name in channels}

    def everyone(self) -> AsyncIterator[PersonSeen]:
        return self._directory.all_people()

    def joined(self) -> AsyncIterator[ChannelSeen]:
        return self._directory.joined(("public_channel", "private_channel"))

    async def listed(self) -> AsyncIterator[ChannelSeen]:
        """Slack lists channels slowly: only where there is a list it is asked for them."""
        if not self._wanted:
            return
        async for seen in self._directory.all_channels(("public_channel",)):
            if {(seen.name or "").casefold(), seen.channel.casefold()} & self._wanted:
                yield seen

    async def join(self, platform_id: str) -> bool:
        return await self._directory.join(platform_id)
