"""Moments as Slack writes them."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slack_ts(at: datetime) -> str:
    """Seconds and six decimals, exactly: ``1433558319.000002``. The reverse of ``moment``."""
    seconds, microseconds = divmod((at - _EPOCH) // timedelta(microseconds=1), 1_000_000)
    return f"{seconds}.{microseconds:06d}"
