"""Adaptive Cards as Teams would judge them: by the schema, and by what it lets through.

``problems`` names everything wrong with a message; [] is a card that Teams takes and people can use.
"""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator
from markdown_it import MarkdownIt

from adapters.teams.render import CARD, LIMIT, size

_SCHEMA = Path(__file__).parent / "teams_schema" / "adaptive-card-1.5.0.json"
_ACTIONS = {"Action.Execute", "Action.OpenUrl", "Action.ShowCard", "Action.Submit"}
_LABEL = 80
_ANY = {"altText", "data", "fallbackText", "label", "placeholder", "text", "title", "tooltip", "url"}
"""Fields of which the schema says only that they are text, or an object."""


def problems(drawn: dict[str, Any]) -> list[str]:
    """What Teams would refuse, or people could not use; [] for none."""
    return [
        *([f"{size(drawn)} bytes of {LIMIT}"] if size(drawn) > LIMIT else []),
        *([] if drawn["summary"].strip() else ["no summary"]),
        *(["entities that ping"] if "entities" in drawn or "text" in drawn else []),
        *(problem for card in cards(drawn) for problem in card_problems(card)),
    ]


def card_problems(card: dict[str, Any]) -> list[str]:
    """The same of a card alone."""
    return [
        *_by_schema(card),
        *([] if card.get("fallbackText", "").strip() else ["no fallbackText"]),
        *(problem for part in parts(card) for problem in _part(part)),
        *_pings(card),
    ]


def cards(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """The message's cards."""
    return [each["content"] for each in drawn["attachments"] if each["contentType"] == CARD]


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Every object within, from the top down, in the order of the card; fallbacks are no parts of it."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key not in ("fallback", "data"):
                yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


def words(drawn: dict[str, Any]) -> str:
    """What a screen reader reads from top to bottom, a line for each element."""
    return "\n".join(line for card in cards(drawn) for line in _lines(card))


def links(drawn: dict[str, Any]) -> set[str]:
    """Every address that can be opened."""
    return {part["url"] for part in parts(drawn) if part.get("type") == "Action.OpenUrl"}


def buttons(drawn: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Buttons by their labels, those in opened cards too."""
    return {p["title"]: p for p in parts(drawn) if p.get("type") in _ACTIONS and "title" in p}


def shown_by_markdown(text: str) -> str:
    """What a reader of Markdown shows: HTML."""
    return MarkdownIt().render(text)


def _lines(card: dict[str, Any]) -> Iterator[str]:
    for part in parts(card):
        match part.get("type"):
            case "RichTextBlock":
                yield "".join(each if isinstance(each, str) else each["text"] for each in part["inlines"])
            case "TextBlock":
                yield part["text"].replace("\\", "")


def _by_schema(card: dict[str, Any]) -> list[str]:
    """Cards of one form are checked once: it takes long, and the schema does not care for words."""
    plain = {key: value for key, value in card.items() if key != "msteams"}  # Teams' own addition
    return _wrong_in(json.dumps(_form(plain), sort_keys=True))


@lru_cache
def _wrong_in(form: str) -> list[str]:
    found = sorted(_validator().iter_errors(json.loads(form)), key=str)
    return [f"schema: {error.json_path}: {error.message[:200]}" for error in found]


def _form(part: object) -> object:
    if isinstance(part, dict):
        return {key: _kind(inner) if key in _ANY else _form(inner) for key, inner in part.items()}
    return [*map(_form, part)] if isinstance(part, list) else part


def _kind(value: object) -> object:
    return "…" if isinstance(value, str) else {} if isinstance(value, dict) else value


@cache
def _validator() -> Draft6Validator:
    return Draft6Validator(json.loads(_SCHEMA.read_text()))


def _part(part: dict[str, Any]) -> Iterator[str]:
    kind = part.get("type")
    if kind == "TextRun" and not part["text"].strip():
        yield "a run that is empty"
    if kind == "TextBlock" and shown_by_markdown(part["text"]).count("<") != 2:
        yield f"markup in a text block: {part['text']!r}"
    if kind == "Image" and not part.get("altText"):
        yield "no altText"
    if kind == "Input.Text" and not part.get("label"):
        yield "no label"
    if kind in _ACTIONS:
        yield from _button(part)
    if kind == "ActionSet" and not 1 <= len(part["actions"]) <= 6:
        yield f"{len(part['actions'])} buttons in a row"


def _button(part: dict[str, Any]) -> Iterator[str]:
    if "title" in part and (not part["title"].strip() or not part.get("tooltip", "").strip()):
        yield "a button without words"
    if len(part.get("title", "")) > _LABEL:
        yield f"label of {len(part['title'])}"
    if part["type"] == "Action.Execute" and part["fallback"]["data"] != part["data"]:
        yield "a fallback that does something else"
    if part["type"] == "Action.OpenUrl" and not part["url"].startswith("https://"):
        yield f"opens {part['url'][:30]!r}"


def _pings(card: dict[str, Any]) -> Iterator[str]:
    if "entities" in card.get("msteams", {}):
        yield "entities that ping"
    for part in parts(card):
        for key in ("text", "title", "tooltip", "altText"):
            said = part.get(key)
            if isinstance(said, str) and ("<at>" in said.casefold() or "{{" in said):
                yield f"{key} with a tag or a date to fill in"
