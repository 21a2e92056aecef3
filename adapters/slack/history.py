"""Reads what was said in a channel from Slack, a page at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.json_fields import Raw, children, flag, text
from adapters.slack.calls import Patience
from adapters.slack.connections import Connections
from adapters.slack.names import NamesOf
from adapters.slack.said import may_mention, posted
from adapters.slack.times import moment, slack_ts
from bot.errors import NoSuchChannelError, NotInsideError, RefusedError
from bot.incoming import Posted
from bot.ports import Clock
from bot.reading_back import Page
from expertise.types import MessageTs, WorkspaceId

_PAGE = 200
_MICROSECOND = timedelta(microseconds=1)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_AHEAD = timedelta(hours=1)  # Slack's clock is not ours
_NOT_INSIDE = {"not_in_channel": NotInsideError, "channel_not_found": NoSuchChannelError}


class SlackHistory:
    """Implements ``bot.reading_back.History``.

    It waits where Slack asks it to. What it cannot read to the end comes out as ``ChatError``, never
    as a shorter page: what is missing from a page counts as deleted.
    """

    def __init__(
        self,
        connections: Connections,
        workspace_id: WorkspaceId,
        names: NamesOf,
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self._connections = connections
        self._workspace_id = workspace_id
        self._names = names
        self._clock = clock
        self._patience = patience or Patience()

    async def page(self, channel: str, before: str | None, since: datetime | None) -> Page:
        """Pages in which nothing is a message of ours are passed over."""
        client = await self._connections.client(self._workspace_id)
        latest = before
        threads: tuple[MessageTs, ...] = ()
        while True:
            with _inside():
                raw = await self._patience.answered(partial(self._ask, client, channel, latest, since))
            found, has_more = _newest_first(raw), flag(raw, "has_more")
            messages, threads = await self._posted(channel, found), threads + _threads(found)
            if messages or not has_more or not found:
                return Page(messages=messages, threads=threads, has_more=has_more and bool(messages))
            latest = text(found[-1], "ts")

    async def replies(self, channel: str, ts: MessageTs) -> tuple[Posted, ...]:
        """Without the message itself, the earliest first; none where it is gone."""
        client = await self._connections.client(self._workspace_id)

        async def ask(cursor: str | None) -> AsyncSlackResponse:
            return await client.conversations_replies(channel=channel, ts=ts, cursor=cursor, limit=_PAGE)

        try:
            with _inside():
                pages = [page async for page in self._patience.pages(ask)]
        except RefusedError as error:
            if error.code != "thread_not_found":
                raise
            return ()
        found = [raw for page in pages for raw in children(page, "messages")]
        return await self._posted(channel, [raw for raw in found if text(raw, "ts") != ts])

    async def _ask(
        self, client: AsyncWebClient, channel: str, latest: str | None, since: datetime | None
    ) -> AsyncSlackResponse:
        """Both bounds are exclusive. Given only the older one, Slack would begin at that end."""
        if since is None:
            return await client.conversations_history(channel=channel, latest=latest, limit=_PAGE)
        return await client.conversations_history(
            channel=channel,
            latest=latest or slack_ts(self._clock() + _AHEAD),
            oldest=slack_ts(since - _MICROSECOND),
            limit=_PAGE,
        )

    async def _posted(self, channel: str, raws: Sequence[Raw]) -> tuple[Posted, ...]:
        if not raws:
            return ()
        names = await self._names(may_mention(raws))
        return tuple(filter(None, (posted(channel, raw, names) for raw in raws)))


@contextmanager
def _inside() -> Iterator[None]:
    """Tells apart that we are not in a channel from all else that Slack may refuse."""
    try:
        yield
    except RefusedError as error:
        if kind := _NOT_INSIDE.get(error.code):
            raise kind(error.code) from error
        raise


def _newest_first(page: Raw) -> list[Raw]:
    timed = [raw for raw in children(page, "messages") if moment(text(raw, "ts"))]
    return sorted(timed, key=lambda raw: moment(text(raw, "ts")) or _LONG_AGO, reverse=True)


def _threads(raws: Sequence[Raw]) -> tuple[MessageTs, ...]:
    """Those that began with one of these messages."""
    return tuple(
        MessageTs(text(raw, "ts"))
        for raw in raws
        if text(raw, "thread_ts") == text(raw, "ts") and flag(raw, "reply_count")
    )
