"""The few parts of Adaptive Cards that we draw with, each within Teams' limits whatever stands in it.

What people wrote stands in text runs, which are shown as they are; text blocks, which are read as Markdown,
hold our own words alone, and those escaped. The cards are of version 1.5, which Teams has everywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.teams.pressed import OURS
from adapters.teams.text import address, defused, escaped, shortened
from bot import teams_app_phrases
from bot.views import Action, Button, Confirm, Field, Style

Element = dict[str, Any]
"""A card, or a part of one, as JSON."""

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
TEXT = 3_000
_LABEL, _SAYS, _VALUE, _LINK = 75, 160, 1_000, 1_500
_ROW = 3
"""Buttons side by side: more, and Teams cuts their labels off, or hides them in a menu."""
_LINES = 40
_EMPTY = "\u2013"
_STYLES = {Style.PRIMARY: "positive", Style.DANGER: "destructive"}


def run(text: str, *, limit: int = TEXT, link: str | None = None, **look: object) -> Element:
    """A stretch of text on one line, shown as it is written; a link where ``link`` may be one."""
    words = shortened(defused(" ".join(text.split())), limit)
    target = address(link, _LINK)
    opens = {"selectAction": {"type": "Action.OpenUrl", "url": target}} if target else {}
    return {"type": "TextRun", "text": words or _EMPTY} | look | opens


def paragraph(*runs: Element, between: str = " ", **look: object) -> Element:
    """Runs in one paragraph, with something between them; wraps."""
    spaced: list[Element | str] = []
    for each in runs:
        spaced += [between, each] if spaced else [each]
    return {"type": "RichTextBlock", "inlines": spaced} | look


def paragraphs(text: str) -> Iterator[Element]:
    """A paragraph for each line, for line breaks within one are not shown everywhere; of very many, one."""
    lines = shortened(text, TEXT).strip().splitlines() or [""]
    if len(lines) > _LINES:
        yield paragraph({"type": "TextRun", "text": defused("\n".join(lines))})
        return
    for line, before in zip(lines, ["", *lines], strict=False):
        if line.strip() or len(lines) == 1:  # an empty line is room between two, and no words
            close = {"spacing": "None"} if before.strip() else {}
            yield paragraph(run(line), **close)


def heading(text: str) -> Element:
    """One of our own titles: screen readers jump from one to the next."""
    return {
        "type": "TextBlock",
        "text": escaped(text),
        "style": "heading",
        "weight": "Bolder",
        "size": "Medium",
        "wrap": True,
        "spacing": "Large",
    }


def box(elements: Iterable[Element]) -> Element:
    """Something set apart: words for somebody to copy."""
    return {"type": "Container", "style": "emphasis", "items": list(elements)}


def beside(picture: str, says: str, elements: Iterable[Element]) -> Element:
    """A person's picture and what is said of them; without the picture where there is none."""
    items = list(elements)
    target = address(picture, _LINK)
    if not target:
        return {"type": "Container", "items": items}
    image = {"type": "Image", "url": target, "altText": defused(says), "size": "Small", "style": "Person"}
    return {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": "auto", "items": [image]},
            {"type": "Column", "width": "stretch", "items": items},
        ],
    }


def row(words: Element, controls: Iterable[Element]) -> Element:
    """Words, and what can be done about them at their end: heard, and reached by keyboard, in that order."""
    return {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": "stretch", "verticalContentAlignment": "Center", "items": [words]},
            {"type": "Column", "width": "auto", "items": list(controls)},
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """Draws buttons and fields of one card. ``has_fields``: what is typed goes with its own button alone."""

    has_fields: bool = False

    def rows(self, buttons: Sequence[Button]) -> Iterator[Element]:
        """The buttons, a few a row; without those that would lead nowhere."""
        shown = [each for each in buttons if each.link is None or address(each.link, _LINK)]
        for start in range(0, len(shown), _ROW):
            row = [self._button(button) for button in shown[start : start + _ROW]]
            yield {"type": "ActionSet", "actions": row}

    def field(self, field: Field) -> Iterator[Element]:
        """A line to type into, with its button."""
        yield {
            "type": "Input.Text",
            "id": str(field.action),
            "label": field.label,
            "placeholder": field.example,
            "maxLength": field.limit,
        }
        label, says = teams_app_phrases.SEND[field.action], teams_app_phrases.SEND_SAYS[field.action]
        about = {"value": field.about} if field.about else {}
        data = {OURS: {"action": str(field.action), "is_field": True, **about}}
        yield {"type": "ActionSet", "actions": [_execute(label, says, field.action, data)]}

    def _button(self, button: Button) -> Element:
        """One that asks first opens what it asks; the answer is a button in there."""
        if button.link is not None:
            return _link(button)
        if button.confirm:
            return _asking(button, button.confirm, self._does(button, button.confirm.yes))
        return self._does(button, button.label)

    def _does(self, button: Button, label: str) -> Element:
        data = {
            OURS: {"action": str(button.action)} | ({"value": button.value[:_VALUE]} if button.value else {})
        }
        drawn = _execute(label, button.says, button.action, data) | _style(button)
        if self.has_fields:
            drawn["associatedInputs"] = drawn["fallback"]["associatedInputs"] = "none"
        return drawn


def card(body: Iterable[Element], heard: str) -> Element:
    """A card of these elements; ``heard`` is what older clients show in its place."""
    return {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "fallbackText": escaped(heard) or _EMPTY,
        "body": list(body),
        "msteams": {"width": "Full"},
    }


def _execute(label: str, says: str, action: Action, data: Element) -> Element:
    title = shortened(defused(label), _LABEL)
    return {
        "type": "Action.Execute",
        "title": title,
        "tooltip": shortened(defused(says), _SAYS),
        "verb": str(action),
        "data": data,
        "fallback": {"type": "Action.Submit", "title": title, "data": data},
    }


def _link(button: Button) -> Element:
    return {
        "type": "Action.OpenUrl",
        "title": shortened(defused(button.label), _LABEL),
        "tooltip": shortened(defused(button.says), _SAYS),
        "url": button.link,
    } | _style(button)


def _style(button: Button) -> Element:
    return {"style": _STYLES[button.style]} if button.style in _STYLES else {}


def _asking(button: Button, confirm: Confirm, yes: Element) -> Element:
    return {
        "type": "Action.ShowCard",
        "title": shortened(defused(button.label), _LABEL),
        "tooltip": shortened(defused(button.says), _SAYS),
        "card": {
            "type": "AdaptiveCard",
            "body": [heading(confirm.title), *paragraphs(confirm.text)],
            "actions": [yes],
        },
    } | _style(button)
