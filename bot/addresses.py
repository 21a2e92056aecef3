"""Where conversations are: some platforms must be told, with each message, which door to go through."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Place(StrEnum):
    """What kind of conversation it is."""

    PERSONAL = "personal"  # with one person
    GROUP = "group"
    CHANNEL = "channel"  # of a team


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One conversation that the bot is in. Ids are the platform's own.

    ``service_url`` is the door. ``person``: whose conversation with the bot a personal one is. ``team``: what
    a channel belongs to. ``seen_at``: since when it is known to be so.
    """

    conversation: str
    place: Place
    service_url: str
    seen_at: datetime
    person: str | None = None
    team: str | None = None


class AddressStore(Protocol):
    """One row a conversation."""

    async def of(self, conversation: str) -> Address | None: ...

    async def with_person(self, person: str) -> list[Address]:
        """Somebody's own conversations with the bot, mostly one; the latest first, then by conversation."""

    async def channels(self) -> list[Address]:
        """Channels of teams, by team, then conversation."""

    async def save(self, addresses: Sequence[Address]) -> None:
        """Insert or replace by conversation."""

    async def forget(self, conversations: Collection[str]) -> None:
        """The bot is not in these any more; unknown ones are passed over."""
