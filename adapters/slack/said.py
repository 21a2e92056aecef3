"""Messages as Slack's history and its events have them, in our words; pure, and safe on any input."""

import json
import re
from collections.abc import Iterable

from adapters.json_fields import Raw
from adapters.slack.messages import read_message
from adapters.slack.text import Names
from bot.history import RawMessage, as_posted
from bot.incoming import Posted

_ID = re.compile(r"\b[UWCG][A-Z0-9]{5,}\b")


def posted(channel: str, raw: Raw, names: Names) -> Posted | None:
    """A message; None where it is none: a notice about another one, or nobody's."""
    read = read_message(raw, names)
    if not isinstance(read, RawMessage):
        return None
    return as_posted(channel, read)


def may_mention(raws: Iterable[Raw]) -> frozenset[str]:
    """All that looks like the id of a person or channel, in text or blocks: more than there are."""
    return frozenset(_ID.findall(json.dumps([dict(raw) for raw in raws])))
