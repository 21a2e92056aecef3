"""The channels that the bot is in, and how far back it has read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from expertise.types import ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """One channel. ``heard_at``: until when nothing is missing.

    ``reached`` is what the next page of its past is asked for by: the oldest message read so far, or the
    platform's own word.
    Once the bot was removed (``is_in`` False) it stays out, whatever the operator's list says.
    """

    channel_id: ChannelId
    is_in: bool = True
    reached: str | None = None
    is_read: bool = False
    pages: int = 0
    messages: int = 0
    heard_at: datetime | None = None


class ListenedStore(Protocol):
    """One row a channel."""

    async def all(self) -> list[Listened]:
        """By channel."""

    async def of(self, channel_id: ChannelId) -> Listened | None: ...

    async def save(self, channels: Sequence[Listened]) -> None: ...
