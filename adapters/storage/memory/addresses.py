"""Where conversations are, in memory."""

from collections.abc import Collection, Sequence

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.addresses import Address, Place


class MemoryAddressStore:
    """Implements ``bot.addresses.AddressStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, conversation: str) -> Address | None:
        """None where the bot is not, as far as we know."""
        return self._rows.addresses.get(conversation)

    async def with_person(self, person: str) -> list[Address]:
        """Somebody's own conversations with the bot, the latest first, then by conversation."""
        theirs = [each for each in self._rows.addresses.values() if each.person == person]
        in_order = sorted(theirs, key=lambda each: each.conversation)
        return sorted(in_order, key=lambda each: each.seen_at, reverse=True)

    async def channels(self) -> list[Address]:
        """Channels of teams, by team, then conversation."""
        of_teams = [each for each in self._rows.addresses.values() if each.place is Place.CHANNEL]
        return sorted(of_teams, key=lambda each: (each.team or "", each.conversation))

    async def save(self, all_: Sequence[Address]) -> None:
        """Insert or replace by conversation."""
        await self._journal.hold()
        for each in all_:
            self._journal.put(self._rows.addresses, each.conversation, each)

    async def forget(self, conversations: Collection[str]) -> None:
        """The bot is not in these any more; unknown ones are passed over."""
        await self._journal.hold()
        for conversation in conversations:
            self._journal.drop(self._rows.addresses, conversation)
