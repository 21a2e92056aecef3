"""Looks for a message of ours by the key that it carries, after an attempt that ended nobody knows how."""

from collections.abc import AsyncIterator
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.json_fields import Raw, child, children, text
from adapters.slack.calls import AT_ONCE
from adapters.slack.times import slack_ts
from bot.chat_types import Outgoing
from bot.errors import NotFindableError
from expertise.types import MessageTs

EVENT_TYPE = "kenner"
"""Under which a message's metadata keep its key."""

_MARGIN = timedelta(minutes=2)  # Slack's clock is not ours
_PAGE = 200
_MOST_PAGES = 20


async def find_key(client: AsyncWebClient, channel: str, outgoing: Outgoing) -> MessageTs | None:
    """The message's ``ts``, or None where it is not there.

    From when it was intended, for of several attempts the first may be the one that was heard.
    Raises NotFindableError where too much was said since, and what ``answered`` raises.
    """
    pages = 0
    async for page in _since(client, channel, outgoing):
        if pages == _MOST_PAGES:
            raise NotFindableError
        for raw in children(page, "messages"):
            if _key(raw) == outgoing.key:
                return MessageTs(text(raw, "ts"))
        pages += 1
    return None


def _since(client: AsyncWebClient, channel: str, outgoing: Outgoing) -> AsyncIterator[Raw]:
    oldest = slack_ts(outgoing.intended_at - _MARGIN)

    async def ask(cursor: str | None) -> AsyncSlackResponse:
        if outgoing.thread_ts is None:
            return await client.conversations_history(
                channel=channel, oldest=oldest, cursor=cursor, limit=_PAGE, include_all_metadata=True
            )
        return await client.conversations_replies(
            channel=channel,
            ts=outgoing.thread_ts,
            oldest=oldest,
            cursor=cursor,
            limit=_PAGE,
            include_all_metadata=True,
        )

    return AT_ONCE.pages(ask)


def _key(raw: Raw) -> str:
    metadata = child(raw, "metadata")
    return text(child(metadata, "event_payload"), "key") if text(metadata, "event_type") == EVENT_TYPE else ""
