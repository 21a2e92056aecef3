"""One call to Teams' connector, and what may come of it, in our words.

Nothing is tried again by itself, for whoever says something must know how each attempt ended. Reading may
be repeated: that is ``Patience``.
"""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

from adapters import patience
from adapters.json_fields import Raw, child, text
from bot.errors import ChatError, LockedOutError, RateLimitedError, RefusedError, UnreachableError

GONE = frozenset({"ActivityNotFoundInConversation", "ConversationNotFound"})
LACKS_APP = frozenset({"BotNotInConversationRoster", "ForbiddenOperationException"})
BLOCKED = frozenset({"BotDisabledByAdmin", "ConversationBlockedByUser", "MessageWritesBlocked"})

_UNAUTHORIZED, _PRECONDITION_FAILED, _TOO_MANY, _SERVER_ERROR = 401, 412, 429, 500
_CLASH = 1.0  # seconds, at least, after several wrote into a conversation at once
_DEFAULT_PAUSE = 10.0
NOT_NOW = 5.0
"""Seconds until a door that did not open at all is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came over HTTP; the body as far as it is a JSON object."""

    status: int
    body: Raw
    headers: Mapping[str, str]


def told(answer: Answer) -> Raw:
    """The body of an answer that is no refusal. Raises the ``ChatError``s.

    Of statuses that Teams documents as passing, 429 and 412 leave nothing behind; of 502, 503 and 504 nobody
    knows.
    """
    if answer.status < 400:  # noqa: PLR2004 where refusals begin
        return answer.body
    raise refusal(answer)


def refusal(answer: Answer) -> ChatError:
    """What a status of 400 or more means."""
    code = _code(answer)
    if answer.status == _TOO_MANY:
        return RateLimitedError(_pause(answer.headers))
    if answer.status == _PRECONDITION_FAILED:
        return RateLimitedError(_CLASH + random.random())  # noqa: S311 apart from each other, not secret
    if answer.status >= _SERVER_ERROR:
        return UnreachableError(code)
    return LockedOutError(code) if answer.status == _UNAUTHORIZED else RefusedError(code)


class Patience(patience.Patience):
    """In pages, too."""

    async def pages(self, ask: Callable[[str], Awaitable[Raw]]) -> AsyncIterator[Raw]:
        """Every page, from the first (a token of '') to the one without a next; some may be empty."""
        token, seen = "", set[str]()
        while token not in seen:
            seen.add(token)
            page = await self.persist(lambda at=token: ask(at))  # type: ignore[misc]
            yield page
            token = text(page, "continuationToken")


def _code(answer: Answer) -> str:
    """Teams' word. That somebody blocked us comes within a text, within another shape of its own."""
    code = text(child(answer.body, "error"), "code") or text(answer.body, "error")
    if not code and "MessageWritesBlocked" in text(answer.body, "message"):
        return "MessageWritesBlocked"
    return code or f"http_{answer.status}"


def _pause(headers: Mapping[str, str]) -> float:
    try:
        return max(float(headers.get("Retry-After", _DEFAULT_PAUSE)), 0.0)
    except ValueError:
        return _DEFAULT_PAUSE
