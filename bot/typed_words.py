"""What somebody types to the bot that is no question: "follow terraform", on every platform the same."""

import re

from bot.incoming import Command

_MOST_WORDS = 8
"""Of a topic: what is longer is rather a question."""

_ABOUT_TOPICS = re.compile(r"(?P<verb>follow|unfollow|topic)[ \t:]+(?P<topic>[^\n?]+)", re.IGNORECASE)
_COMMANDS = {"follow": Command.FOLLOW, "unfollow": Command.UNFOLLOW, "topic": Command.TOPIC}


def about_a_topic(words: str) -> tuple[Command, str] | None:
    """The command and the topic; None where it is none of these."""
    found = _ABOUT_TOPICS.fullmatch(words.strip())
    if found is None or len(found["topic"].split()) > _MOST_WORDS:
        return None
    return _COMMANDS[found["verb"].casefold()], found["topic"].strip()
