"""Times as platforms write them."""

from datetime import UTC, datetime


def instant(written: str) -> datetime | None:
    """An ISO 8601 time with its zone, in UTC; None where it is none."""
    try:
        at = datetime.fromisoformat(written)
        return at.astimezone(UTC) if at.tzinfo else None
    except (OverflowError, ValueError):
        return None
