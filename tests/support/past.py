"""A platform's history, by hand: pages newest first, replies by thread."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import NotInsideError
from bot.incoming import Posted
from bot.reading_back import Page
from expertise.types import MessageTs


@dataclass
class HandHistory:
    """Implements ``bot.reading_back.History``, with so many messages a page; closed channels by why.

    With ``has_own_words`` pages are asked for by words of its own, replies come along, deletions are told.
    """

    said: list[Posted] = field(default_factory=list)
    size: int = 2
    asked: list[str | None] = field(default_factory=list)
    closed: dict[str, NotInsideError] = field(default_factory=dict)
    has_own_words: bool = False

    async def page(self, channel: str, before: str | None, since: datetime | None) -> Page:
        self.asked.append(before)
        if channel in self.closed:
            raise self.closed[channel]
        if self.has_own_words:
            return self._in_own_words(channel, before, since)
        mine = [m for m in self.said if m.channel == channel and m.thread_ts in (None, m.ts)]
        older = [m for m in mine if before is None or float(m.ts) < float(before)]
        kept = [m for m in older if since is None or m.at >= since]
        kept.sort(key=lambda m: -float(m.ts))
        page = kept[: self.size]
        parents = {m.thread_ts for m in self.said if m.channel == channel and m.thread_ts}
        return Page(
            messages=tuple(page),
            threads=tuple(m.ts for m in page if m.ts in parents),
            has_more=len(kept) > len(page),
        )

    def _in_own_words(self, channel: str, before: str | None, since: datetime | None) -> Page:
        mine = [m for m in self.said if m.channel == channel and (since is None or m.at >= since)]
        mine.sort(key=lambda m: m.at, reverse=True)
        start = int((before or "page 0").removeprefix("page "))
        further = f"page {start + self.size}" if start + self.size < len(mine) else None
        return Page(
            messages=tuple(mine[start : start + self.size]),
            has_more=bool(further),
            further=further,
            tells_deletions=True,
        )

    async def replies(self, channel: str, ts: MessageTs) -> tuple[Posted, ...]:
        return tuple(m for m in self.said if m.channel == channel and m.thread_ts == ts)
