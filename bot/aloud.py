"""What people say aloud of what they just learned: rows, and what is needed of storage for them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, Protocol

from expertise.types import ChannelId, MessageTs, PersonId

AloudId = NewType("AloudId", str)
"""A UUIDv7, derived from the event that brought the words."""

LONGEST = 2_000
"""Characters of one: a note, no manual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aloud:
    """Something that somebody just learned, in their own words.

    A draft until they choose a channel; ``ts`` is the message that says it there, which the bot posts and
    which is theirs all the same.
    """

    id: AloudId
    person_id: PersonId
    text: str = field(repr=False)
    at: datetime
    channel_id: ChannelId | None = None
    ts: MessageTs | None = None


class AloudStore(Protocol):
    """What was said aloud in one workspace, and drafts of it."""

    async def put(self, aloud: Aloud) -> None:
        """Insert, or replace by id."""

    async def get(self, aloud_id: AloudId) -> Aloud | None: ...

    async def of(self, person_id: PersonId) -> list[Aloud]:
        """Theirs, drafts too; the earliest first."""

    async def at(self, channel_id: ChannelId, messages: Collection[MessageTs]) -> dict[MessageTs, Aloud]:
        """Those that these messages say."""

    async def since(self, at: datetime) -> list[Aloud]:
        """Those that were said from then on, the earliest first."""

    async def forget(self, ids: Collection[AloudId]) -> None:
        """Nothing happens where they are not there."""

    async def forget_before(self, at: datetime, *, drafts_alone: bool = False) -> None:
        """What is older than that; drafts are what nobody chose a channel for."""
