"""What suggesting past answers needs from storage."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.suggestion_types import Opinion, Silence, Suggested, Suggesting, SuggestionKey, SuggestionState
from expertise.shares import Share
from expertise.types import ChannelId, MessageTs, PersonId


class Became(NamedTuple):
    """What became of messages that ask."""

    state: SuggestionState
    silence: Silence | None = None
    opinion: Opinion | None = None


class SuggestionStore(Protocol):
    """Messages that ask, in one workspace, and what came of each."""

    async def of(self, key: SuggestionKey) -> Suggested | None: ...

    async def put(self, this: Suggested) -> None:
        """Insert or replace."""

    async def due(self, at: datetime, limit: int) -> list[SuggestionKey]:
        """Those whose time has come, the earliest first."""

    async def asked_by(self, person_id: PersonId) -> list[Suggested]:
        """The earliest first."""

    async def in_shadow(self, channels: Collection[ChannelId], limit: int) -> list[Suggested]:
        """Those in these channels that shadow mode kept to itself, the latest first."""

    async def look_again(self, channel_id: ChannelId, ts: Collection[MessageTs]) -> None:
        """Have those that were said looked at again, soon, that quote one of these messages, or answer it."""

    async def look_again_in(self, channel_id: ChannelId) -> None:
        """The same for all that quote something of a channel, or stand there."""

    async def look_again_at(self, person_id: PersonId) -> None:
        """The same for all that quote somebody, name them, or are for them."""

    async def forget(self, keys: Collection[SuggestionKey]) -> None:
        """Nothing is known of these messages any more."""

    async def forget_unsaid(self, before: datetime) -> int:
        """Forget those that nothing was said of and that were asked before; how many."""

    async def opinions(self, mode: Suggesting, since: datetime, channels: Collection[ChannelId]) -> Share:
        """Of those asked since in these, said in this way, and judged by the asker: how many solved it."""

    async def counts(self, channel_id: ChannelId | None = None) -> Mapping[Became, int]:
        """Of those that are kept, of one channel or of all; what did not happen is missing."""


class SuggestingStore(Protocol):
    """How the bot suggests in each channel of one workspace."""

    async def of(self, channel_id: ChannelId) -> Suggesting:
        """``OFF`` where nobody decided otherwise."""

    async def put(self, channel_id: ChannelId, mode: Suggesting) -> None: ...

    async def all(self) -> Mapping[ChannelId, Suggesting]:
        """Those that are not off."""


def unsaid(this: Sequence[Suggested]) -> list[SuggestionKey]:
    """Those that nothing was said of."""
    return [each.key for each in this if each.state in UNSAID]


UNSAID = (SuggestionState.WAITING, SuggestionState.SILENT, SuggestionState.SHADOW)


def latest_first(these: Sequence[Suggested]) -> list[Suggested]:
    """By when they were asked, the latest first; at one moment by channel and message."""
    return sorted(sorted(these, key=lambda each: each.key), key=lambda each: each.asked_at, reverse=True)
