"""People's words among ours: on one line, shortened, and unable to garble what stands around them."""

import unicodedata
from collections.abc import Iterator

from bot import chat_phrases
from bot.telling import Quotation, shorten
from bot.views import Quoted

NAME, TITLE, CHANNEL, QUOTE = 60, 60, 80, 240
_BIDI = {*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C}
"""Characters that turn the direction of what follows: they could garble our own words."""
_ISOLATE, _END = "\u2068", "\u2069"
_LEFTWARD = ("R", "AL")


def tidy(text: str, length: int) -> str:
    """Somebody's words on one line, at most so long, that leave the words around them as they are.

    Control characters and those that turn the direction of text go; text that runs to the left is
    isolated (two characters more).
    """
    kept = "".join(_kept(text))
    line = shorten(kept, length)
    if any(unicodedata.bidirectional(c) in _LEFTWARD for c in line):
        return f"{_ISOLATE}{line}{_END}"
    return line


def quoted(quotation: Quotation, length: int = QUOTE, by: str = "") -> Quoted:
    """A quotation with its place and day; ``by`` where it has to be said."""
    return Quoted(
        words=tidy(quotation.text, length),
        by=by,
        where=chat_phrases.dated(tidy(quotation.channel.name, CHANNEL), quotation.at.date()),
        link=quotation.link,
    )


def _kept(text: str) -> Iterator[str]:
    for c in text:
        category = unicodedata.category(c)
        if category == "Cs":
            yield "\N{REPLACEMENT CHARACTER}"
        elif c.isspace():
            yield " "
        elif category != "Cc" and ord(c) not in _BIDI:
            yield c
