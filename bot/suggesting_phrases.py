"""Every sentence of suggestions: where somebody asks in a channel, and a past thread may answer.

It speaks unasked, so it is short, says at once why, and is as easily sent away as taken.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.phrases import ago, called, on

_LATELY = 300
"""Days within which a date needs no year."""

HELP_HERE_IN_TEAMS = "My name and the word “here”, in a channel: how I suggest past answers there."

MAY_HELP = "This may help."
READ_IT = "Read it there"
FOOTER_THREAD = "I only used what everyone here can read."


def footer_alone(channel: str) -> str:
    return f"Only you can see this. I only used what everyone in {called(channel)} can read."


def help_here(ask: str) -> str:
    return f"{ask} here, in a channel: how I suggest past answers there."


def about(channel: str, question: str) -> str:
    return f"You asked in {called(channel)}: “{question}”"


def wrote(who: str, channel: str, then: datetime, now: datetime) -> str:
    """Goes on with the words themselves."""
    day = f"{then.day} {then:%B}" if (now - then).days < _LATELY else on(then)
    return f"{who} wrote in {called(channel)} on {day}, {ago(then, now)}:"


def also_wrote(who: str, then: datetime, now: datetime) -> str:
    return f"And {who}, {ago(then, now)}:"


def deeper(names: Sequence[str]) -> str:
    who = " or ".join(names)
    return f"{who} could go deeper."


SOLVED, SOLVED_SAYS = "This solved it", "Say that this solved your question"
NOT_THIS, NOT_THIS_SAYS = "Not what I need", "Say that this is not what you need"
MUTE, MUTE_SAYS = "Mute", "Mute my suggestions: here, or wherever you like"


def solved_it(who: str) -> str:
    return f"{who} says that this solved it."


SOLVED_IT_ALONE = "You said that this solved it. Good to know."
NOT_IT = "What I found was not it. I leave this to people here."


def not_it_alone(channel: str) -> str:
    return f"Not what you needed, then. I leave it to the people in {called(channel)}."


THANKS = "Thank you for telling me. It helps me to find the right answer for the next one."
NOT_THIS_HEARD = "Thank you. I say nothing more to this question, unless you ask me by my name."

# ------------------------------------------------------------------ being quiet

QUIET_HERE = "I will suggest nothing more in this thread."
QUIET_MORE = "I can be quiet elsewhere too:"
QUIET = {
    "channel": ("Quiet in this channel", "Suggest nothing to anybody in this channel"),
    "person": ("Quiet to me", "Suggest nothing to me, in any channel"),
}
TALK = {
    "thread": ("Take it back", "Suggest past answers in this thread again"),
    "channel": ("Suggest here again", "Suggest past answers in this channel again"),
    "person": ("Suggest to me again", "Suggest past answers to me again"),
}
"""Label, and what it says to those who do not see where it stands."""

QUIET_TO_YOU = "I will suggest nothing to you any more, in any channel. You can still ask me by my name."
SUGGESTS_AGAIN = "I may suggest past answers again."


def quiet_in(channel: str) -> str:
    return f"I will suggest nothing in {called(channel)} any more. Anybody in it can take that back."


# ------------------------------------------------------------------ how it is in a channel

HERE_WHERE = (
    "That word is for channels: there it tells how I suggest past answers, and lets you switch it off."
)
MUTED_HERE = "Somebody in this channel asked me to be quiet here, so I say nothing unasked."
MUTED_FOR_YOU = "You asked me to be quiet to you, so I suggest nothing to you."


def _off(channel: str) -> str:
    return (
        f"In {called(channel)} I say nothing unasked. Whoever looks after me can let me suggest past answers."
    )


def _shadow(channel: str) -> str:
    return f"In {called(channel)} I look for past answers when somebody asks, but say nothing. The word “shadow” shows you what I would have said."


def _private(channel: str) -> str:
    return f"When somebody asks in {called(channel)} and nobody answers for a while, I look whether a past thread does. If so, I quote it to whoever asked, and nobody else sees it."


def _in_thread(channel: str) -> str:
    return f"When somebody asks in {called(channel)} and nobody answers for a while, I look whether a past thread does. If so, I quote it in the thread."


HERE = {"off": _off, "shadow": _shadow, "private": _private, "in_thread": _in_thread}
