"""One call to Teams' connector, and what may come of it, in our words.

Nothing is tried again by itself, for whoever says something must know how each attempt ended. Reading may
be repeated: that is ``Patience``.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

from adapters.json_fields import Raw, child, text
from bot.errors import ChatError, LockedOutError, RateLimitedError, RefusedError, UnreachableError
from bot.outbox import Sleep

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


Asking = Callable[[], Awaitable[Raw]]


class Patience:
    """Asks again, as often as is sensible, and when Teams says. Only for what changes nothing."""

    def __init__(
        self, sleep: Sleep = asyncio.sleep, *, attempts: int = 6, longest_pause: float = 120.0
    ) -> None:
        self._sleep = sleep
        self._attempts = attempts
        self._longest_pause = longest_pause

    async def answered(self, ask: Asking) -> Raw:
        """The answer of the first attempt that gets one, or the last one's ``ChatError``.

        Who is to wait for longer than the longest pause does not wait at all.
        """
        for attempt in range(1, self._attempts):
            try:
                return await ask()
            except RateLimitedError as error:
                if error.retry_after > self._longest_pause:
                    raise
                pause = error.retry_after
            except UnreachableError:
                pause = min(2.0**attempt, self._longest_pause)
            await self._sleep(pause)
        return await ask()

    async def pages(self, ask: Callable[[str], Awaitable[Raw]]) -> AsyncIterator[Raw]:
        """Every page, from the first (a token of '') to the one without a next; some may be empty."""
        token, seen = "", set[str]()
        while token not in seen:
            seen.add(token)
            page = await self.answered(lambda at=token: ask(at))  # type: ignore[misc]
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
