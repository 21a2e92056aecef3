"""What was suggested where somebody asked in a channel, in memory, and each channel's mode."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.suggestion_ports import UNSAID, Became, latest_first
from bot.suggestion_types import Opinion, Suggested, Suggesting, SuggestionKey, SuggestionState
from expertise.shares import Share
from expertise.types import ChannelId, MessageTs, PersonId


class MemorySuggestionStore:
    """Implements ``bot.suggestion_ports.SuggestionStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, key: SuggestionKey) -> Suggested | None:
        """None where there is none."""
        return self._rows.suggestions.get(key)

    async def put(self, this: Suggested) -> None:
        """Insert or replace."""
        await self._journal.hold()
        if this.key.channel_id not in self._rows.channels or this.asker not in self._rows.people:
            raise ConflictError("asked nowhere, or by nobody")
        self._journal.put(self._rows.suggestions, this.key, this)

    async def due(self, at: datetime, limit: int) -> list[SuggestionKey]:
        """Those whose time has come, the earliest first."""
        ready = [(s.due_at, s.key) for s in self._rows.suggestions.values() if s.due_at and s.due_at <= at]
        return [key for _, key in sorted(ready)[:limit]]

    async def asked_by(self, person_id: PersonId) -> list[Suggested]:
        """The earliest first."""
        own = [each for each in self._rows.suggestions.values() if each.asker == person_id]
        return sorted(own, key=lambda each: (each.asked_at, each.key))

    async def in_shadow(self, channels: Collection[ChannelId], limit: int) -> list[Suggested]:
        """Those in these channels that shadow mode kept to itself, the latest first."""
        kept = [
            each
            for each in self._rows.suggestions.values()
            if each.state is SuggestionState.SHADOW and each.key.channel_id in channels
        ]
        return latest_first(kept)[:limit]

    async def look_again(self, channel_id: ChannelId, ts: Collection[MessageTs]) -> None:
        """Have those that were said looked at again that quote one of these messages, or answer it."""
        keys = {(channel_id, each) for each in ts}
        await self._look(
            lambda this: (
                tuple(this.key) in keys or any((each.channel_id, each.ts) in keys for each in this.sources)
            )
        )

    async def look_again_in(self, channel_id: ChannelId) -> None:
        """The same for all that quote something of a channel, or stand there."""
        await self._look(
            lambda this: channel_id in {this.key.channel_id, *(each.channel_id for each in this.sources)}
        )

    async def look_again_at(self, person_id: PersonId) -> None:
        """The same for all that quote somebody, name them, or are for them."""
        await self._look(
            lambda this: person_id in {this.asker, *this.deeper, *(each.author_id for each in this.sources)}
        )

    async def forget(self, keys: Collection[SuggestionKey]) -> None:
        """Nothing is known of these messages any more."""
        await self._journal.hold()
        for key in keys:
            self._journal.drop(self._rows.suggestions, key)

    async def forget_unsaid(self, before: datetime) -> int:
        """Forget those that nothing was said of and that were asked before; how many."""
        old = [
            each.key
            for each in self._rows.suggestions.values()
            if each.state in UNSAID and each.asked_at < before and each.due_at is None
        ]
        await self.forget(old)
        return len(old)

    async def opinions(self, mode: Suggesting, since: datetime, channels: Collection[ChannelId]) -> Share:
        """Of those asked since in these, said in this way, and judged by the asker: how many solved it."""
        judged = [
            each.opinion
            for each in self._rows.suggestions.values()
            if each.mode is mode
            and each.asked_at >= since
            and each.opinion is not None
            and each.key.channel_id in channels
        ]
        return Share(count=judged.count(Opinion.SOLVED), of=len(judged))

    async def counts(self, channel_id: ChannelId | None = None) -> dict[Became, int]:
        """Of those that are kept, of one channel or of all; what did not happen is missing."""
        kept = self._rows.suggestions.values()
        counted = [each for each in kept if channel_id in (None, each.key.channel_id)]
        return dict(Counter(Became(each.state, each.silence, each.opinion) for each in counted))

    async def _look(self, is_concerned: Callable[[Suggested], bool]) -> None:
        for this in list(self._rows.suggestions.values()):
            if this.state is SuggestionState.SAID and is_concerned(this):
                await self._journal.hold()
                self._journal.put(self._rows.suggestions, this.key, replace(this, due_at=this.asked_at))


class MemorySuggestingStore:
    """Implements ``bot.suggestion_ports.SuggestingStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, channel_id: ChannelId) -> Suggesting:
        """``OFF`` where nobody decided otherwise."""
        return self._rows.suggesting.get(channel_id, Suggesting.OFF)

    async def put(self, channel_id: ChannelId, mode: Suggesting) -> None:
        """Insert or replace."""
        await self._journal.hold()
        if channel_id not in self._rows.channels:
            raise ConflictError("a mode of no channel")
        self._journal.put(self._rows.suggesting, channel_id, mode)

    async def all(self) -> dict[ChannelId, Suggesting]:
        """Those that are not off."""
        return {
            where: mode for where, mode in sorted(self._rows.suggesting.items()) if mode is not Suggesting.OFF
        }
