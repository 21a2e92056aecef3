"""The HTML of Teams messages as plain text: pure, and safe on any input.

Words that somebody only quotes (a reply's quotation, a forwarded message) are not theirs, and are left
out: they would make them an expert on what others said. Mentions come as names with an ``@``, except the
bot's own. Nothing here recurses, so nothing is nested too deep.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from adapters.plain import link
from adapters.teams.text import harmless

_SCHEMA = "http://schema.skype.com/"
_OTHERS = frozenset({"reply", "forward", "forwardedmessage"})
_UNREAD = frozenset({"attachment", "head", "script", "style", "systemeventmessage", "template", "title"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "blockquote", "hr"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "source"})
_NO_ALT = frozenset({"", "image", "undefined", "null"})
_FENCES = frozenset({"pre", "codeblock"})
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_LINE_ENDS = re.compile(r"(?:[ \t]*\n)+(?: (?! ))?")
_CODE_LINE = "\0"
"""The end of a line of code, while lines of words are put in order: in what comes from outside it is none."""
_DEEP = 100
"""Elements within elements: what is deeper is read as if it stood one further out."""
_MOST = 200_000
"""Characters that are read: seven times what Teams takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody named in a message: by the number that the HTML gives, and what the label says."""

    label: str
    is_me: bool


def plain_text(html: str, mentions: Sequence[Mention] = ()) -> str:
    """The words of a message, a line for each paragraph, item and row; never raises.

    Emoji are characters, pictures their descriptions, links ``label (address)``, code stands in backticks.
    """
    reader = _Reader(mentions)
    reader.feed(html[:_MOST].replace(_CODE_LINE, "\N{REPLACEMENT CHARACTER}"))
    reader.close()
    return harmless(reader.words())


@dataclass(slots=True)
class _Open:
    """An element that is open, with what is said within it."""

    name: str
    attributes: Mapping[str, str]
    said: list[str] = field(default_factory=list)
    count: int = 0  # items so far, of a list


class _Reader(HTMLParser):
    def __init__(self, mentions: Sequence[Mention]) -> None:
        super().__init__(convert_charrefs=True)
        self._mentions = mentions
        self._open = [_Open(name="", attributes={})]
        self._fences = 0

    def words(self) -> str:
        while len(self._open) > 1:
            self._close()
        text = "".join(self._open[0].said).replace("\N{NO-BREAK SPACE}", " ")
        return _LINE_ENDS.sub("\n", text).strip().replace(_CODE_LINE, "\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._say(self._void(tag, attributes))
            return
        if len(self._open) > _DEEP:
            return
        self._fences += tag in _FENCES
        self._open.append(_Open(name=tag, attributes=attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<emoji/>``, but also ``<p/>``: whole at once."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it, with what is still open within; one that was never opened closes nothing."""
        if any(each.name == tag for each in self._open[1:]):
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._say(data if self._fences else _SPACE.sub(" ", data))

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """``<![``: a comment, where the parser would give up."""
        return self.parse_bogus_comment(i, bool(report))

    def _say(self, words: str) -> None:
        self._open[-1].said.append(words)

    def _void(self, tag: str, attributes: Mapping[str, str]) -> str:
        if tag == "img":
            alt = attributes.get("alt", "").strip()
            return "" if alt.casefold() in _NO_ALT else alt
        return "\n" if tag in ("br", "hr") else ""

    def _close(self) -> str:
        """Close the innermost element, and hand its words on to the one around it; its name."""
        closed = self._open.pop()
        self._fences -= closed.name in _FENCES
        self._say(self._whole(closed, "".join(closed.said)))
        return closed.name

    def _whole(self, closed: _Open, said: str) -> str:
        kind = closed.attributes.get("itemtype", "").casefold().removeprefix(_SCHEMA)
        if kind in _OTHERS or closed.name in _UNREAD:
            return "\n"
        if closed.name == "at" or kind == "mention":
            return self._mention(closed, said)
        shape = _SHAPES.get(closed.name)
        if shape:
            return shape(closed, said)
        if closed.name == "li":
            return self._item(said)
        return f"\n{said}\n" if closed.name in _BLOCKS else said

    def _mention(self, closed: _Open, said: str) -> str:
        label = _SPACE.sub(" ", said).strip()
        number = closed.attributes.get("itemid") or closed.attributes.get("id") or ""
        at = int(number) if number.isdecimal() and len(number) < len("1000") else len(self._mentions)
        named = [*self._mentions[at : at + 1], *self._mentions]
        mention = next((each for each in named if each.label == label), None)
        if mention and mention.is_me:
            return " "
        return f"@{label.lstrip('@')}" if label else ""

    def _item(self, said: str) -> str:
        """An item of the innermost list around it, with what belongs to it one step in."""
        around = next((each for each in reversed(self._open) if each.name in ("ol", "ul")), None)
        sign = "•"
        if around:
            around.count += 1
            sign = f"{around.count}." if around.name == "ol" else "•"
        first, *more = said.strip().split("\n") or [""]
        return "\n".join(["", f"{sign} {first.strip()}", *(f"  {line}" for line in more if line.strip())])


def _code(_: _Open, said: str) -> str:
    return f"`{said.strip()}`" if said.strip() and "\n" not in said.strip() else said


def _fenced(_: _Open, said: str) -> str:
    inner = said.replace("```", "").strip("\n")
    inner = inner[1:-1] if inner[:1] == inner[-1:] == "`" and len(inner) > 1 else inner
    fence = f"```\n{inner}\n```".replace("\n", _CODE_LINE)
    return f"\n{fence}\n" if inner.strip() else "\n"


def _link(closed: _Open, said: str) -> str:
    target, label = closed.attributes.get("href", "").strip(), said.strip()
    is_address = target.casefold().startswith(("http://", "https://", "mailto:", "tel:"))
    return link(target, label) if is_address else said


def _quote(_: _Open, said: str) -> str:
    lines = [line.strip() for line in said.strip().split("\n")]
    return "\n" + "\n".join(f"> {line}" for line in lines if line) + "\n"


def _emoji(closed: _Open, said: str) -> str:
    return closed.attributes.get("alt", "").strip() or said


def _cell(_: _Open, said: str) -> str:
    return f"{_SPACE.sub(' ', said).strip()} | "


def _row(_: _Open, said: str) -> str:
    return f"\n{said.strip().removesuffix('|').rstrip()}\n"


_SHAPES = {
    "a": _link,
    "blockquote": _quote,
    "code": _code,
    "codeblock": _fenced,
    "emoji": _emoji,
    "pre": _fenced,
    "td": _cell,
    "th": _cell,
    "tr": _row,
}
