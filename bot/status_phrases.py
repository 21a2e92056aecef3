"""What ``kenner status`` says: read it as a whole, as ``bot/phrases.py``."""

from datetime import date, timedelta

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
CARRIED_TITLE = "Questions carried to people, one after another"
CARRIED = {
    "planned": "the asker has not said yet that people are to be asked",
    "inviting": "somebody is being asked",
    "helping": "somebody helps",
    "drafted": "nobody has said yes yet; the asker has words to post",
    "solved": "solved",
    "helped": "somebody helped; nobody said whether it is solved",
    "nobody": "nobody was free",
    "stopped": "stopped",
}
CARDS_TITLE = "Knowledge cards"
CARDS = {
    "draft": "shown to whoever would keep it, and not kept yet",
    "kept": "found by whoever may read them",
    "withdrawn": "taken back, without their words",
}
NONE_WAITS = "No event waits."
ALL_FOUND = "All that was heard can be found."
PAST = "The past of the channels that Kenner is in"
NOWHERE = "It is in none."
NO_ESTIMATE = "How long the rest takes cannot be told: the platform does not say how much there is."


def waits(since: timedelta) -> str:
    """For how long the oldest event has been waiting."""
    return f"The oldest event has been waiting for {_long(since)}."


def unindexed(since: timedelta) -> str:
    """When the oldest of what cannot be found yet was said."""
    return f"The oldest message that cannot be found yet was written {_long(since)} ago."


def read_back(whole: int, channels: int) -> str:
    return f"{whole:,} of {_several(channels, 'channel')} read to the beginning"


def being_read(begun: int, since: date) -> str:
    """Of those that were begun, the one that is least far says since when."""
    return f"{_several(begun, 'channel')} being read, so far back to {since:%Y-%m-%d} or further"


def read(messages: int, pages: int) -> str:
    return f"{_several(messages, 'message')} on {_several(pages, 'page')}"


def _long(since: timedelta) -> str:
    seconds = max(int(since.total_seconds()), 0)
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return _several(seconds // size, unit)
    return _several(seconds, "second")


def _several(count: int, unit: str) -> str:
    return f"{count:,} {unit if count == 1 else unit + 's'}"
