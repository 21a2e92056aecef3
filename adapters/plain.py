"""Plain text on its way in from any platform: what a database takes, and how a link is written in it."""

import re

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


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
