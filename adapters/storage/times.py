"""Times as rows hold them: whole microseconds since 1970, UTC. A float would lose the last digits."""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def to_us(at: datetime) -> int: ...
@overload
def to_us(at: None) -> None: ...
@overload
def to_us(at: datetime | None) -> int | None: ...


def to_us(at: datetime | None) -> int | None:
    """Raises TypeError for a naive time."""
    if at is None:
        return None
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@overload
def from_us(us: int) -> datetime: ...
@overload
def from_us(us: None) -> None: ...
@overload
def from_us(us: int | None) -> datetime | None: ...


def from_us(us: int | None) -> datetime | None:
    """Aware, in UTC."""
    return None if us is None else _EPOCH + timedelta(microseconds=us)
