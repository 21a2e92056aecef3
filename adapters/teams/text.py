"""Plain text on its way out to Teams: it pings nobody, links nowhere and formats nothing.

What is drawn stands in text runs, which know neither Markdown nor HTML; only two things are read in them:
dates in double braces, and mentions, which ping only where the message names them as such. ``defused``
breaks up both. ``escaped`` is for the few fields that are read as Markdown or HTML.
"""

import re

from adapters.plain import storable

_JOINER = "\u2060"
_LIKE_A_TAG = re.compile(r"<(?=\s*/?\s*at\b)", re.IGNORECASE)
_BRACES = re.compile(r"\{(?=\{)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>])")
_LIKE_AN_ADDRESS = re.compile(r":(?=//)|\bwww(?=\.)", re.IGNORECASE)
_ADDRESS = re.compile(r"https://[^\s<>|\"\\^`{}]+")


def defused(text: str) -> str:
    """Text as it is written, but that nothing in it looks like a mention or a date to be filled in."""
    broken = _LIKE_A_TAG.sub(f"<{_JOINER}", storable(text))
    return _BRACES.sub(f"{{{_JOINER}", broken)


def harmless(text: str) -> str:
    """What is stored: nothing in it is a mention, of this platform or of another."""
    return _LIKE_A_TAG.sub("< ", storable(text)).replace("<@", "< @")


def escaped(text: str) -> str:
    """Plain text for a field that is read as Markdown, or as HTML: it is shown as it is written."""
    broken = _LIKE_AN_ADDRESS.sub(lambda found: found[0] + _JOINER, defused(text))
    return _MARKDOWN.sub(r"\\\1", broken.replace(">", "›")).replace("&", "&amp;").replace("<", "&lt;")


def shortened(text: str, limit: int) -> str:
    """At most so many characters; what is cut ends in an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def address(link: str | None, limit: int) -> str | None:
    """The link, where it is an address that may be one. Give stored permalinks only."""
    return link if link and len(link) <= limit and _ADDRESS.fullmatch(link) else None
