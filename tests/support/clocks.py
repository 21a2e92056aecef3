"""A clock that goes only where it is told, and a sleep that takes no time."""

import asyncio
from datetime import UTC, datetime, timedelta


class FakeClock:
    """Call it for the time. ``sleep`` moves it; sleepers wake in the order of their times."""

    def __init__(self, start: datetime = datetime(2024, 5, 6, 12, tzinfo=UTC)) -> None:
        self.now = start
        self._sleepers: list[datetime] = []

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Everybody else goes on first; then time passes until the first who sleeps wakes."""
        until = self.now + timedelta(seconds=max(seconds, 0))
        self._sleepers.append(until)
        try:
            while self.now < until:
                for _ in range(20):
                    await asyncio.sleep(0)
                if min(self._sleepers) == until:
                    self.now = max(self.now, until)
        finally:
            self._sleepers.remove(until)
