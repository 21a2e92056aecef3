"""Reads what was said in a channel of Teams from Graph, a page at a time."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from adapters.graph.client import NEXT, Graph, Place
from adapters.graph.errors import DeniedError, NotThereError, OutdatedError
from adapters.graph.messages import posted
from adapters.json_fields import Raw, children, text
from bot.errors import NoSuchChannelError, NotInsideError
from bot.incoming import Posted
from bot.ports import Clock
from bot.reading_back import Page
from expertise.types import MessageTs

FILTERED = timedelta(days=7 * 30)
"""How far back Graph tells what has changed since: eight months, and we stay well within them."""

_FROM_ANEW = 3
"""How often a channel is begun anew, for the link to its next page was not good any more."""

_MOMENT = timedelta(milliseconds=1)  # Graph tells what is later, and has no finer times
_MORE_REPLIES = "replies@odata.nextLink"
_log = structlog.get_logger()

PlaceOf = Callable[[str], Awaitable[Place | None]]
"""A channel's team; None where it is not known."""


class GraphHistory:
    """Implements ``bot.reading_back.History``.

    Pages are asked for by Graph's own links, which may outlive a restart, or not: then the channel is read
    from its newest page again, which changes nothing of what was read. Replies come with their post, and all
    of a thread in which something changed since comes again. Nothing before ``oldest`` is told at all.
    """

    def __init__(self, graph: Graph, place_of: PlaceOf, clock: Clock, oldest: datetime | None = None) -> None:
        self._graph = graph
        self._place_of = place_of
        self._clock = clock
        self._oldest = oldest
        self._begun_anew: Counter[str] = Counter()

    async def page(self, channel: str, before: str | None, since: datetime | None) -> Page:
        """Pages in which nothing is a message of somebody's are passed over."""
        place = await self._place(channel)
        try:
            return await self._page(place, before, since)
        except DeniedError as error:
            raise NotInsideError(error.code) from error
        except NotThereError:
            missing = await self._missing(place)
        raise missing

    async def replies(self, channel: str, ts: MessageTs) -> tuple[Posted, ...]:
        """Without the message itself; none where it is gone."""
        place = await self._place(channel)
        try:
            return self._posted(await self._graph.replies(place, ts))
        except DeniedError as error:
            raise NotInsideError(error.code) from error
        except NotThereError:
            return ()

    async def _place(self, channel: str) -> Place:
        place = await self._place_of(channel)
        if place is None:
            raise NotInsideError("unknown_team")
        return place

    async def _page(self, place: Place, before: str | None, since: datetime | None) -> Page:
        raw = await self._first(place, since) if before is None else await self._further(place, before, since)
        threads: list[MessageTs] = []
        while True:
            messages, link = self._posted(_with_replies(raw)), text(raw, NEXT) or None
            threads += [MessageTs(text(post, "id")) for post in children(raw, "value") if _has_more(post)]
            if messages or link is None:
                return Page(
                    messages=messages,
                    threads=tuple(threads),
                    has_more=link is not None,
                    further=link,
                    tells_deletions=True,
                )
            raw = await self._graph.follow(link)

    async def _further(self, place: Place, link: str, since: datetime | None) -> Raw:
        try:
            return await self._graph.follow(link)
        except OutdatedError as error:
            self._begun_anew[place.channel] += 1
            if self._begun_anew[place.channel] > _FROM_ANEW:
                raise
            _log.warning("a link of Graph's is outdated; the channel is read anew", code=error.code)
        return await self._first(place, since)

    async def _first(self, place: Place, since: datetime | None) -> Raw:
        bounds = [bound for bound in (since, self._oldest) if bound is not None]
        after = max(bounds, default=None)
        if after is not None and after > self._clock() - FILTERED:
            return await self._graph.changes(place, after - _MOMENT)
        return await self._graph.messages(place)

    async def _missing(self, place: Place) -> NotInsideError:
        """Whether a channel of which Graph has no messages is gone, or only they are not for us.

        One that is gone takes its words with it, so Graph is asked once more.
        """
        try:
            await self._graph.channel(place)
        except NotThereError as error:
            return NoSuchChannelError(error.code)
        except DeniedError as error:
            return NotInsideError(error.code)
        return NotInsideError("no_messages")

    def _posted(self, raws: list[Raw]) -> tuple[Posted, ...]:
        """The newest first."""
        told = filter(None, map(posted, raws))
        kept = [each for each in told if self._oldest is None or each.at >= self._oldest]
        return tuple(sorted(kept, key=lambda each: (each.at, each.ts), reverse=True))


def _with_replies(page: Raw) -> list[Raw]:
    posts = children(page, "value")
    return [each for post in posts for each in (post, *children(post, "replies"))]


def _has_more(post: Raw) -> bool:
    """Whether there are more replies than came along."""
    return bool(text(post, _MORE_REPLIES))
