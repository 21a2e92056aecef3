"""One call to Slack, and what may come of it, in our words.

Slack's client tries nothing again by itself (``connections.py`` sees to it), for whoever says
something must know how each attempt ended (aiohttp repeats a GET whose connection broke, never a
POST). Reading may be repeated: that is ``Patience``. It is ours
rather than the client's own handler because that one waits by the wall clock, for as long as Slack
says, and only after a 429.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.webhook_response import WebhookResponse

from adapters import patience
from adapters.json_fields import Raw, child, text
from bot.errors import (
    ChatError,
    LockedOutError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)

LOCKED_OUT = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Slack's codes that are about us, not about what we asked."""

_LIMITED = frozenset({"ratelimited", "rate_limited"})
# Slack says of these that some of it may have been done.
_UNCERTAIN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_NO_ANSWER = (aiohttp.ClientError, OSError, TimeoutError)
_TOO_MANY, _SERVER_ERROR, _FINE = 429, 500, 200
_DEFAULT_PAUSE = 10.0

Asking = Callable[[], Awaitable[AsyncSlackResponse]]


async def answered(call: Awaitable[AsyncSlackResponse]) -> Raw:
    """What Slack says to it. Raises the ``ChatError``s."""
    return body_of(await response(call))


async def response(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """The same with its headers."""
    try:
        return await call
    except SlackApiError as error:
        refusal = _chat_error(error)
    except _NO_ANSWER as error:
        refusal = UnreachableError(type(error).__name__)
    raise refusal  # not from what it was: that quotes addresses and bodies


async def taken(call: Awaitable[WebhookResponse]) -> None:
    """Whether a ``response_url`` took what was posted to it. Raises the ``ChatError``s."""
    try:
        answer = await call
    except _NO_ANSWER as error:
        refusal: ChatError = UnreachableError(type(error).__name__)
    else:
        body = _json(answer.body)
        if answer.status_code == _FINE and body.get("ok") is not False:
            return
        code = text(body, "error") or f"http_{answer.status_code}"
        refusal = _error(answer.status_code, code, answer.headers)
    raise refusal


class Patience(patience.Patience):
    """As Slack's client answers, and in pages."""

    async def answered(self, ask: Asking) -> Raw:
        """The answer of the first attempt that gets one. Raises the last one's ``ChatError``."""
        return await self.persist(lambda: answered(ask()))

    async def pages(self, ask: Callable[[str | None], Awaitable[AsyncSlackResponse]]) -> AsyncIterator[Raw]:
        """Every page, from the first (a cursor of None) to the one without a next; some may be empty."""
        cursor: str | None = None
        seen: set[str] = set()
        while cursor not in seen:
            seen.add(cursor or "")
            page = await self.answered(partial(ask, cursor))
            yield page
            cursor = next_cursor(page)


AT_ONCE = Patience(attempts=1)
"""None at all: for whoever has a patience of their own."""


def next_cursor(page: Raw) -> str:
    """Where the next page begins; empty at the end."""
    return text(child(page, "response_metadata"), "next_cursor")


def body_of(answer: AsyncSlackResponse) -> Raw:
    return answer.data if isinstance(answer.data, dict) else {}


def _chat_error(error: SlackApiError) -> ChatError:
    if not isinstance(error.response, AsyncSlackResponse):
        return UnreachableError("no JSON")
    answer = error.response
    return _error(answer.status_code, text(body_of(answer), "error"), answer.headers)


def _error(status: int, code: str, headers: dict[str, str]) -> ChatError:
    if status == _TOO_MANY or code in _LIMITED:
        return RateLimitedError(_pause(headers))
    if status >= _SERVER_ERROR or code in _UNCERTAIN or not code:
        return UnreachableError(code or f"http_{status}")
    return LockedOutError(code) if code in LOCKED_OUT else RefusedError(code)


def _pause(headers: dict[str, str]) -> float:
    try:
        return max(float(headers.get("Retry-After", _DEFAULT_PAUSE)), 0.0)
    except ValueError:
        return _DEFAULT_PAUSE


def _json(body: str) -> Raw:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
