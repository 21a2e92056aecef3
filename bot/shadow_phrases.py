"""What the page of shadow mode says: read it as a whole, as ``bot/phrases.py``."""

from datetime import datetime

from bot.phrases import called, on
from bot.tuning_phrases import in_words

__all__ = ["in_words"]

OPENING = "Where I only try out past answers, I say nothing when somebody asks. This is what it would have been; nobody was told any of it."
TITLE = "What I would have said"
NOTHING = "Nothing yet, in the channels that you can read. Whoever looks after me decides where I try it out."
THE_QUESTION = "The question"
FOOTER = "You see only what was asked and said in channels that you can read. Others see theirs."


def intro(entries: int) -> str:
    return "The latest one:" if entries == 1 else "The latest ones:"


def entry(channel: str, at: datetime, sure: str, words: str) -> str:
    return f"{called(channel)}, {on(at)}. {sure} “{words}”"


def place(channel: str) -> str:
    return f"the question, in {called(channel)}"
