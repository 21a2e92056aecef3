"""What the page of shadow mode says: read it as a whole, as ``bot/phrases.py``."""

from datetime import datetime

from bot.phrases import called, on
from bot.tuning_phrases import in_words

__all__ = ["in_words"]

OPENING = "What I would have said, had I not been asked to stay quiet. Nobody was told any of it."
TITLE = "In shadow"
NOTHING = "Nothing yet, in the channels that you can read."
THE_QUESTION = "The question"
FOOTER = "You see only what was asked and said in channels that you can read. Others see theirs."


def intro(entries: int) -> str:
    return (
        "The latest one. Would it have helped?"
        if entries == 1
        else "The latest ones. Would they have helped?"
    )


def entry(channel: str, at: datetime, sure: str, words: str) -> str:
    return f"{called(channel)}, {on(at)}. {sure} “{words}”"


def place(channel: str) -> str:
    return called(channel)
