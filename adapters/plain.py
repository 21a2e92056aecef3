"""Plain text on its way in from any platform: what a database takes, and how a link is written in it."""

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


_CARD = re.compile(r"card(?:\s+(?P<link>\S*https://\S+.*))?", re.IGNORECASE | re.DOTALL)


def link_of_a_card(words: str) -> str | None:
    """The link after the word card, '' where the word stands alone; None where something else is said."""
    found = _CARD.fullmatch(words.strip())
    return (found["link"] or "") if found else None


def storable(text: str) -> str:
    """Put U+FFFD for NUL and lone surrogates, which databases refuse."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def link(target: str, label: str) -> str:
    """``label (address)``, or the address alone where the label only repeats it."""
    address = target.removeprefix("mailto:").removeprefix("tel:")
    bare = address.removeprefix("http://").removeprefix("https://").rstrip("/")
    if not label or label.rstrip("/") in (address.rstrip("/"), bare):
        return address
    return f"{label} ({address})"
