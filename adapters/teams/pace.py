"""Keeps what is said in one conversation within Teams' limits, so that Teams need not refuse it.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, "per bot per thread limit".
Changes and removals are counted too: "all requests are subject to the same rate limiting policy".
"""

from collections import deque
from datetime import timedelta

from adapters.recent import Recent
from bot.errors import RateLimitedError
from bot.ports import Clock

WINDOWS = ((1, 7), (2, 8), (30, 60), (3_600, 1_800))
"""Seconds, and how many calls fit into them."""

_MOST = max(most for _, most in WINDOWS)
_MANY = 2_000


class Pace:
    """The latest calls of each conversation, as far as this run knows; belongs to one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: Recent[str, deque[float]] = Recent(clock, timedelta(hours=1), _MANY)

    def keep(self, conversation: str) -> None:
        """Count a call that is made now. Raises RateLimitedError where it is too early, and counts none."""
        calls, at = self._calls.get(conversation) or deque(maxlen=_MOST), self._clock().timestamp()
        waits = [calls[-most] + seconds - at for seconds, most in WINDOWS if len(calls) >= most]
        if (wait := max(waits, default=0.0)) > 0:
            raise RateLimitedError(wait)
        calls.append(at)
        self._calls.put(conversation, calls)
