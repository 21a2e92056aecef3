"""What ``kenner status`` says: read it as a whole, as ``bot/phrases.py``."""

from datetime import timedelta

EVENTS = "Events from the platform"
MESSAGES = "Messages to people"
QUESTIONS = "Questions"

INBOX = {
    "new": "wait to be handled",
    "done": "handled",
    "ignored": "nothing to act on",
    "failed": "given up; the log says where",
}
OUTGOING = {
    "intended": "to be sent",
    "sending": "being sent",
    "sent": "sent",
    "failed": "refused by the platform",
    "unknown": "perhaps sent, and not to be looked up",
}
ASKED = {
    "received": "being answered",
    "answered": "answered",
    "nobody": "nobody stood out",
    "failed": "not answered, for something went wrong",
}
NONE_WAITS = "No event waits."


def waits(since: timedelta) -> str:
    """For how long the oldest event has been waiting."""
    seconds = max(int(since.total_seconds()), 0)
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"The oldest event has been waiting for {_several(seconds // size, unit)}."
    return f"The oldest event has been waiting for {_several(seconds, 'second')}."


def _several(count: int, unit: str) -> str:
    return f"{count:,} {unit if count == 1 else unit + 's'}"
