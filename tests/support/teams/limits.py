"""How much a bot may say and ask in one conversation: the documented windows."""

from collections import defaultdict
from math import ceil

SEND = ((1, 7), (2, 8), (30, 60), (3600, 1800))
"""Seconds, and how many fit into them. Creating conversations has the same."""

READ = ((1, 14), (2, 16), (30, 120), (3600, 3600))
"""Of members, and of a team's channels."""


class Limits:
    """Sliding windows over the fake's clock. ``is_on = False`` lets everything through."""

    def __init__(self) -> None:
        self.is_on = True
        self._calls: dict[tuple[str, str], list[float]] = defaultdict(list)

    def wait(self, call: str, conversation: str, now: float) -> int:
        """0 if the call may pass, which counts it; else the seconds to wait."""
        if not self.is_on:
            return 0
        windows = READ if call in {"members", "teams"} else SEND
        calls = self._calls[call, conversation]
        waits = [_wait(calls, seconds, most, now) for seconds, most in windows]
        if max(waits) > 0:
            return max(1, ceil(max(waits)))
        calls.append(now)
        return 0


def _wait(calls: list[float], seconds: int, most: int, now: float) -> float:
    recent = [at for at in calls if now - at < seconds]
    return recent[-most] + seconds - now if len(recent) >= most else 0
