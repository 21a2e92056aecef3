"""The few parts of Block Kit that we draw with, each within Slack's limits whatever stands in it.

Lengths are those of https://docs.slack.dev/reference/block-kit. What people wrote stands in plain text,
or passes ``text.literal``; Slack is told to look for neither links nor names nor emoji in it.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from adapters.slack.text import defused
from bot.views import Button, Confirm, Field, Style

Block = dict[str, Any]
"""A block, or a part of one, as JSON."""

TEXT = 3_000
_HEADER, _LABEL, _SAYS, _VALUE, _ADDRESS = 150, 75, 75, 2_000, 3_000
_CONFIRM_TITLE, _CONFIRM_TEXT, _CONFIRM_LABEL = 100, 300, 30
_FIELD_LABEL, _EXAMPLE = 2_000, 150
_ROW = 5
"""Buttons side by side: Slack takes 25, people do not."""
ABOUT = "about:"
"""Before what a field is about, in the id of its block."""
_EMPTY = "\u2013"
"""Slack refuses an empty text."""


def plain(text: str, limit: int = TEXT) -> Block:
    """Text that is shown as it is."""
    words = defused(text).strip() or _EMPTY
    shown = words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
    return {"type": "plain_text", "text": shown, "emoji": False}


def markup(text: str) -> Block:
    """Markup that we made, of literals within their limits."""
    return {"type": "mrkdwn", "text": text or _EMPTY, "verbatim": True}


_ADDRESS, _ALT = 3_000, 2_000


def section(text: Block, accessory: Block | None = None) -> Block:
    return {"type": "section", "text": text} | ({"accessory": accessory} if accessory else {})


def image(address: str, says: str) -> Block | None:
    """A picture, with the words for those who do not see it; None where there is none to show."""
    if not address.startswith("https://") or len(address) > _ADDRESS:
        return None
    return {"type": "image", "image_url": address, "alt_text": says[:_ALT]}


def context(*elements: Block) -> Block:
    """Small print; at most ten elements."""
    return {"type": "context", "elements": list(elements)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, _HEADER)}


DIVIDER: Block = {"type": "divider"}


class Controls:
    """Draws buttons and fields for one message or page, where every action id occurs once.

    The number after the point tells them apart, and is no part of the action.
    """

    def __init__(self) -> None:
        self._numbers = count(1)

    def rows(self, buttons: Sequence[Button]) -> Iterator[Block]:
        """The buttons, a few a row."""
        for start in range(0, len(buttons), _ROW):
            row = [self.button(button) for button in buttons[start : start + _ROW]]
            yield {"type": "actions", "elements": row}

    def button(self, button: Button) -> Block:
        """One button. A style is given to the few that are not plain."""
        drawn = {
            "type": "button",
            "action_id": f"{button.action}.{next(self._numbers)}",
            "text": plain(button.label, _LABEL),
            "accessibility_label": plain(button.says, _SAYS)["text"],
            **({"value": button.value[:_VALUE]} if button.value else {}),
            **({"url": button.link} if button.link and len(button.link) <= _ADDRESS else {}),
        }
        if button.style is not Style.PLAIN:
            drawn["style"] = str(button.style)
        if button.confirm:
            drawn["confirm"] = _confirm(button.confirm, is_danger=button.style is Style.DANGER)
        return drawn

    def field(self, field: Field) -> Block:
        """A line to type into, sent by Enter."""
        return {
            "type": "input",
            **({"block_id": f"{ABOUT}{field.about}#{field.action}"} if field.about else {}),
            "dispatch_action": True,
            "optional": True,
            "label": plain(field.label, _FIELD_LABEL),
            "element": {
                "type": "plain_text_input",
                "action_id": f"{field.action}.{next(self._numbers)}",
                "placeholder": plain(field.example, _EXAMPLE),
                "max_length": field.limit,
                "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
            },
        }


def _confirm(confirm: Confirm, *, is_danger: bool) -> Block:
    drawn = {
        "title": plain(confirm.title, _CONFIRM_TITLE),
        "text": plain(confirm.text, _CONFIRM_TEXT),
        "confirm": plain(confirm.yes, _CONFIRM_LABEL),
        "deny": plain(confirm.no, _CONFIRM_LABEL),
    }
    return drawn | ({"style": "danger"} if is_danger else {})
