"""Slack's message markup as plain text, and plain text as markup: pure, and safe on any input.

What is stored and embedded is plain text. It is still hostile: on its way out it passes
``escaped`` or ``literal`` here, and so pings nobody, makes no link and breaks no formatting.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.plain import link, storable

SOMEONE = "someone"
PRIVATE_CHANNEL = "private-channel"
"""What Slack shows to those outside."""

_TOKEN = re.compile(r"<([@#!][^<>]*|[A-Za-z][A-Za-z0-9+.-]*:[^<>]*)>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOKALIKES = {"*": "∗", "~": "∼", "`": "ˋ"}
"""Markup has no escape for these: they are shown by their doubles, which no client takes for formatting."""
_OUTER_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_EMOJI = re.compile(r":(?=[^\s:]+:)")
_JOINER = "\u2060"
_LIKE_MARKUP = re.compile(r"<(?=[@#!]|[A-Za-z][A-Za-z0-9+.-]*:)")
_ADDRESS = re.compile(r"https?://[^\s<>|\"]+")


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


def escaped(text: str, limit: int | None = None) -> str:
    """Plain text for a field that Slack reads as markup: its three special characters as entities.

    Without ``<`` there is no mention, no ``@channel`` and no link. At most ``limit`` characters,
    entities counted whole and never cut.
    """
    pieces = [_ENTITIES.get(c, c) for c in storable(text)]
    return "".join(pieces if limit is None else _within(pieces, limit))


def defused(text: str) -> str:
    """For a field that Slack shows as it is: what looks like a mention or a link gets an unseen character.

    Slack would not need it, but not every client tells plain text from markup.
    """
    return _LIKE_MARKUP.sub(f"<{_JOINER}", storable(text))


def literal(text: str, limit: int) -> str:
    """A name, or a few words, to stand inside of markup: one line that is read as it is written.

    At most ``limit`` characters, entities counted whole and never cut. Characters that would format
    are replaced by their doubles (underscores inside a word format nothing and stay).
    """
    line = _OUTER_UNDERSCORE.sub("ˍ", " ".join(defused(text).split()))
    line = _EMOJI.sub(f":{_JOINER}", line).replace("://", f":{_JOINER}//")
    pieces = [_ENTITIES.get(c) or _LOOKALIKES.get(c, c) for c in line]
    cut = "".join(_within(pieces, limit))
    return _OUTER_UNDERSCORE.sub("ˍ", cut)  # what stood inside of a word may stand at its end now


def bold(text: str, limit: int) -> str:
    """The text in bold; '' for none."""
    words = literal(text, limit - 2)
    return f"*{words}*" if words else ""


def linked(address: str | None, label: str, limit: int) -> str:
    """The label, as a link where there is an address that may be one. Give stored permalinks only."""
    if not address or not _ADDRESS.fullmatch(address):
        return literal(label, limit)
    target = escaped(address)
    words = literal(label, limit - len(target) - len("<|>")).replace("|", "¦")
    return f"<{target}|{words}>" if words else ""


def _within(pieces: list[str], limit: int) -> list[str]:
    if sum(map(len, pieces)) <= limit:
        return pieces
    kept, room = [], limit - 1
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            break
        kept.append(piece)
    return [*kept, "…"] if limit > 0 else []


def _resolved(token: str, names: Names) -> str:
    body, _, label = token.partition("|")
    match body[0]:
        case "@":
            return escaped(names.person(body[1:]))
        case "#":
            known = escaped(names.channels.get(body[1:], ""))
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
