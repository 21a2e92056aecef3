"""A card as a Markdown file: a head in YAML between lines of three dashes, then its words. Pure.

Under "What was asked" and "What helped" stand words of people, each after a line with their name in bold;
without such a line they are the first author's. Without headings all of it is what helped.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import yaml

from adapters.storage.keys import is_key
from bot.card_lists import CardLine, WordsLine
from bot.cards_phrases import ADDED, ANSWERED, ASKED
from bot.errors import CardError, CardFault
from expertise.types import Role

ID, TITLE, TOPICS, AUTHORS, SOURCE, CONFIRMED = "kenner", "title", "topics", "authors", "source", "confirmed"
"""Names in the head."""

_HEAD = re.compile(r"---[ \t]*\n(?P<head>.*?)\n?---[ \t]*(?:\n|\Z)", re.DOTALL)
_ROLES = {
    ASKED.casefold(): Role.ASKED,
    "question": Role.ASKED,
    ANSWERED.casefold(): Role.ANSWERED,
    "answer": Role.ANSWERED,
    ADDED.casefold(): Role.TOLD,
}
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.+?)[ \t#]*")
_NAME = re.compile(r"\*\*(?P<name>[^*\n]+?):?\*\*:?[ \t]*")


def read_markdown(name: str, text: str) -> CardLine:
    """The card of a file of that name. Raises CardError, with the line where there is one."""
    found = _HEAD.match(text.lstrip("\n"))
    if found is None:
        raise CardError(CardFault.NO_HEAD, line=1)
    head = _head(found["head"])
    if _one(head, ID) and not is_key(_one(head, ID)):
        raise CardError(CardFault.BROKEN_HEAD, ID)
    words = tuple(_words(text.lstrip("\n")[found.end() :]))
    return CardLine(
        place=name,
        name=name,
        id=_one(head, ID),
        title=_one(head, TITLE),
        topics=_several(head, TOPICS),
        authors=_several(head, AUTHORS),
        source=_one(head, SOURCE),
        confirmed=_day(head.get(CONFIRMED)),
        words=words,
    )


def _head(text: str) -> Mapping[str, Any]:
    try:
        read = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise CardError(CardFault.BROKEN_HEAD, line=line) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date such as 2026-13-45
        raise CardError(CardFault.BROKEN_HEAD, line=1) from error
    if not isinstance(read, dict):
        raise CardError(CardFault.BROKEN_HEAD, line=1)
    return {str(key).strip().casefold(): value for key, value in read.items()}


def _one(head: Mapping[str, Any], key: str) -> str:
    value = head.get(key)
    if isinstance(value, (list, dict)):
        raise CardError(CardFault.BROKEN_HEAD, key)
    return " ".join(str(value).split()) if value is not None else ""


def _several(head: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list, or names with commas."""
    value = head.get(key)
    items = value if isinstance(value, list) else [value]
    if any(isinstance(each, (list, dict)) for each in items):
        raise CardError(CardFault.BROKEN_HEAD, key)
    each = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(dict.fromkeys(filter(None, (" ".join(str(one).split()) for one in each if one is not None))))


def _day(value: object) -> date | None:
    match value:
        case None | "":
            return None
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            raise CardError(CardFault.NO_DATE, str(value))


def _words(body: str) -> Iterator[WordsLine]:
    role, author, lines = Role.ANSWERED, "", list[str]()
    for line in [*body.split("\n"), None]:
        heading = _HEADING.fullmatch(line) if line is not None else None
        known = _ROLES.get(heading["title"].casefold()) if heading else None
        named = _NAME.fullmatch(line) if line is not None else None
        if line is not None and known is None and named is None:
            lines.append(line)
            continue
        if said := _said(lines):
            yield WordsLine(role=role, text=said, author=author)
        lines = []
        if known is not None:
            role, author = known, ""
        elif named is not None:
            author = named["name"].strip()


def _said(lines: list[str]) -> str:
    """What stands there; without the marks of a quotation, where all of it is one."""
    worded = [line for line in lines if line.strip()]
    if worded and all(line.startswith(">") for line in worded):
        lines = [line.removeprefix(">").removeprefix(" ") for line in lines]
    return "\n".join(lines).strip()
