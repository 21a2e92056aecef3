"""Every sentence of suggestions: where somebody asks in a channel, and a past thread may answer.

It speaks unasked, so it is short, says at once why, and is as easily sent away as taken.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.phrases import ago, called, on

_LATELY = 300
"""Days within which a date needs no year."""

MAY_HELP = "This may help."
READ_IT = "Read it there"
FOOTER_THREAD = "I only used what everyone here can read."


def footer_alone(channel: str) -> str:
    return f"Only you can see this. I only used what everyone in {called(channel)} can read."


def about(channel: str, question: str) -> str:
    return f"About your question in {called(channel)}, “{question}”:"


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
QUIET_CHANNEL, QUIET_CHANNEL_SAYS = "In this channel", "Suggest nothing to anybody in this channel"
QUIET_FOR_ME, QUIET_FOR_ME_SAYS = "For me", "Suggest nothing to me, in any channel"
TALK_AGAIN, TALK_AGAIN_SAYS = "Take it back", "Suggest past answers again"
QUIET_TO_YOU = "I will suggest nothing to you any more, in any channel. You can still ask me by my name."
SUGGESTS_AGAIN = "I may suggest past answers again."


def quiet_in(channel: str) -> str:
    return f"I will suggest nothing in {called(channel)} any more. Anybody in it can take that back."
