"""Slack's message markup as plain text: pure, and safe on any input.

What is stored and embedded is this text. It is still hostile: whoever shows it
escapes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

SOMEONE = "someone"
PRIVATE_CHANNEL = "private-channel"
"""What Slack shows to those outside."""

_TOKEN = re.compile(r"<([@#!][^<>]*|[A-Za-z][A-Za-z0-9+.-]*:[^<>]*)>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names by platform id, as plain text; a private channel's should say just that."""

    people: Mapping[str, str]
    channels: Mapping[str, str]

    def person(self, platform_id: str) -> str:
        """``@name``; ``@someone`` for an id that is unknown, or was forgotten."""
        return f"@{self.people.get(platform_id, SOMEONE)}"

    def channel(self, platform_id: str) -> str:
        """``#name``, or ``#channel`` for an unknown id."""
        return f"#{self.channels.get(platform_id) or 'channel'}"


def plain_text(text: str, people: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """Resolve mentions and links, then unescape ``&amp; &lt; &gt;`` once.

    ``people`` and ``channels`` give plain names by platform id. The label beside a
    person's id is never used, since it outlives the person; that beside a channel's is
    where ``channels`` lacks it. Code fences stay; CR LF becomes LF. The result holds no
    ``<@``, so that it pings nobody (one that was typed gets a space), no NUL and no lone
    surrogate.
    """
    if "<" in text:
        names = Names(people=people, channels=channels)
        text = _TOKEN.sub(lambda token: _resolved(token[1], names), text)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return harmless(text.replace("\r\n", "\n"))


def mentions(text: str) -> list[str]:
    """Platform ids of the people mentioned in Slack's markup, each once, in order."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def harmless(text: str) -> str:
    """Break up what looks like a mention, and make the text storable."""
    return storable(text.replace("<@", "< @"))


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


def _resolved(token: str, names: Names) -> str:
    body, _, label = token.partition("|")
    match body[0]:
        case "@":
            return _escaped(names.person(body[1:]))
        case "#":
            known = _escaped(names.channels.get(body[1:], ""))
            return f"#{known or label or 'channel'}"
        case "!":
            return _special(body[1:], label)
        case _:
            return link(body, label)


def _special(command: str, label: str) -> str:
    """Name a command: ``here``, ``everyone``, ``subteam^id``, ``date^time^format``."""
    if command.startswith("date^"):
        return label
    name = "group" if command.startswith("subteam^") else command
    return f"@{(label or name).lstrip('@')}"


def _escaped(name: str) -> str:
    """Escape a plain name, because the text around it is unescaped afterwards."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
