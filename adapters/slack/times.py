"""Moments as Slack writes them."""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TS = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,6}))?", re.ASCII)


def slack_ts(at: datetime) -> str:
    """Seconds and six decimals, exactly: ``1433558319.000002``. The reverse of ``moment``."""
    seconds, microseconds = divmod((at - _EPOCH) // timedelta(microseconds=1), 1_000_000)
    return f"{seconds}.{microseconds:06d}"


def moment(ts: str) -> datetime | None:
    """Read seconds and up to six decimals, exactly: ``1433558319.000002``.

    Returns an aware time in UTC, or None where the text is no time.
    """
    parts = _TS.fullmatch(ts)
    if parts is None:
        return None
    microseconds = int((parts[2] or "").ljust(6, "0"))
    try:
        return _EPOCH + timedelta(seconds=int(parts[1]), microseconds=microseconds)
    except OverflowError:
        return None
