"""Bars as they are kept, and what they need from storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import inf
from typing import Protocol

from expertise.types import ChannelId

SILENT = inf
"""A bar that no chance reaches."""


class Mode(StrEnum):
    """Who sees a past answer: whoever asked, or everyone in the thread."""

    PRIVATE = "private"
    IN_THREAD = "in_thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar as it was measured. ``channel_id`` None: all channels; ``language`` None: all languages.

    ``measured`` is the lowest at which the aim was shown to be reached, on ``judged`` questions; ``bar`` the
    one that holds: never below it, and above it where feedback raised it.
    """

    channel_id: ChannelId | None
    language: str | None
    mode: Mode
    bar: float
    measured: float
    aim: float
    judged: int
    at: datetime


class BarStore(Protocol):
    """The bars of one workspace, at most one for each channel, language and mode."""

    async def all(self) -> list[Bar]:
        """Those of all channels first, then by channel; the same for languages; by mode."""

    async def near(self, channel_id: ChannelId | None, language: str | None) -> list[Bar]:
        """Those that can hold for a question there: its own, and those of all channels or languages."""

    async def replace(self, bars: Sequence[Bar]) -> None:
        """These, and no others."""
