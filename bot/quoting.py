"""People's words among ours: on one line, shortened, and unable to garble what stands around them."""

import unicodedata
from collections.abc import Iterator

from bot import chat_phrases
from bot.telling import Quotation, shorten
from bot.views import Quoted

NAME, TITLE, CHANNEL, TOPIC, QUOTE = 60, 60, 80, 100, 240
_JOINING = "\u200c\u200d"
"""Unseen, but people write with them: in Persian and Hindi, and in emoji; never after plain Latin letters."""
_MOST_MARKS = 4
"""Marks on one letter: more than any language has would run over the lines around them."""
_INSIDE = str.maketrans("“”", "‘’")
ISOLATE, END = "\u2068", "\u2069"
_LEFTWARD = ("R", "AL")
_UNSEEN = ("Cc", "Cf")
_MARKS = ("Mn", "Me")
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"
"""Letters that show nothing: a name of them alone would be no name."""


def tidy(text: str, length: int) -> str:
    """Somebody's words on one line, at most so long, that leave the words around them as they are.

    Control characters go, those that nobody sees, those that turn the direction of text, and piles of
    marks; text that runs to the left is isolated (two characters more).
    """
    kept = "".join(_kept(text))
    line = shorten(kept, length)
    if any(unicodedata.bidirectional(c) in _LEFTWARD for c in line):
        return f"{ISOLATE}{line}{END}"
    return line


def quoted(quotation: Quotation, length: int = QUOTE, by: str = "") -> Quoted:
    """A quotation with its place and day; ``by`` where it has to be said."""
    return Quoted(
        words=inside(tidy(quotation.text, length)),
        by=by,
        where=chat_phrases.dated(tidy(quotation.channel.name, CHANNEL), quotation.at.date()),
        link=quotation.link,
    )


def inside(words: str) -> str:
    """Words to stand in quotation marks: their own are single, so that nothing in them looks like ours."""
    return words.translate(_INSIDE)


def _kept(text: str) -> Iterator[str]:
    marks, before = 0, ""
    for c in text:
        category = unicodedata.category(c)
        marks = marks + 1 if category in _MARKS else 0
        if category == "Cs":
            shown = "\N{REPLACEMENT CHARACTER}"
        elif c.isspace():
            shown = " "
        elif c in _JOINING:
            shown = "" if before.isascii() else c
        else:
            shown = "" if category in _UNSEEN or c in _BLANK or marks > _MOST_MARKS else c
        yield shown
        before = shown or before
