"""A clock that goes when it is told to."""

from datetime import UTC, datetime, timedelta


class HandClock:
    """Stands still until ``pass_time``."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> None:
        self._now = start

    def __call__(self) -> datetime:
        return self._now

    def pass_time(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
