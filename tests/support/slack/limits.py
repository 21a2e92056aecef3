"""How often a method may be called: Slack's tiers, and one message a second in each channel."""

from collections import defaultdict
from math import ceil

MINUTE = 60
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute."""

SPECIAL = 600
"""Methods that Slack lists as "special": hundreds a minute."""


class Limits:
    """Sliding windows over the fake's clock. ``is_on = False`` lets everything through."""

    def __init__(self) -> None:
        self.is_on = True
        self.seconds_between_posts = 1.0
        self._own: dict[str, int] = {}
        self._calls: dict[str, list[float]] = defaultdict(list)
        self._posts: dict[str, float] = {}

    def set(self, method: str, per_minute: int) -> None:
        """Another limit than the method's tier, such as 1 for a distributed app's history."""
        self._own[method] = per_minute

    def wait(self, method: str, per_minute: int, now: float) -> int:
        """0 if the call may pass, which counts it; else the seconds to wait."""
        if not self.is_on:
            return 0
        recent = self._calls[method] = [at for at in self._calls[method] if now - at < MINUTE]
        most = self._own.get(method, per_minute)
        if len(recent) >= most:
            return _whole(recent[-most] + MINUTE - now)
        recent.append(now)
        return 0

    def wait_to_post(self, channel: str, now: float) -> int:
        """The same for a message into a channel."""
        free_at = self._posts.get(channel, now) if self.is_on else now
        if now < free_at:
            return _whole(free_at - now)
        self._posts[channel] = now + self.seconds_between_posts
        return 0


def _whole(seconds: float) -> int:
    return max(1, ceil(seconds))
