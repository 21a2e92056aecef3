"""Block Kit as Slack would judge it: the SDK's own models, and what they let through.

``problems`` names everything wrong with a message or a home page; an empty list is a card that Slack takes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

_DRAWN = {"section", "context", "actions", "divider", "header", "input", "image"}
_CONTROLS = {"button", "plain_text_input", "static_select", "overflow", "image"}
_LENGTHS = {"section": 3_000, "header": 150, "context": 3_000, "button": 75}
_BLOCKS = {"message": 50, "home": 100}
_BUTTON_LENGTHS = {"value": 2_000, "url": 3_000, "action_id": 255, "accessibility_label": 75}
_CONFIRM_LENGTHS = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
_TEXT, _OPTION, _PLACEHOLDER, _TYPED = 4_000, 150, 150, 3_000
_CONTROL_SEQUENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")


def problems(drawn: dict[str, Any]) -> list[str]:
    """What Slack would refuse, or people could not use; [] for none."""
    is_home = drawn.get("type") == "home"
    blocks = drawn["blocks"]
    return [
        *_whole(drawn, is_home=is_home),
        *(f"block {i}: {problem}" for i, block in enumerate(blocks) for problem in _block(block)),
        *_repeated("block_id", [b["block_id"] for b in blocks if "block_id" in b]),
        *_repeated("action_id", [c["action_id"] for c in _controls(blocks) if "action_id" in c]),
        *_repeated("accessibility_label", [_said(c) for c in _controls(blocks) if c["type"] == "button"]),
    ]


def pings(drawn: dict[str, Any]) -> list[str]:
    """Every control sequence but links in what Slack reads as markup: ``@U1``, ``!channel``, ``#C1``."""
    texts = [drawn.get("text", ""), *(t["text"] for t in _texts(drawn["blocks"]) if t["type"] == "mrkdwn")]
    found = [sequence for text in texts for sequence, _ in _CONTROL_SEQUENCE.findall(text)]
    return [sequence for sequence in found if not sequence.startswith(("https://", "http://"))]


def links(drawn: dict[str, Any]) -> set[str]:
    """Every address that can be followed."""
    marked = [t["text"] for t in _texts(drawn["blocks"]) if t["type"] == "mrkdwn"]
    found = {a.replace("&amp;", "&") for text in marked for a, _ in _CONTROL_SEQUENCE.findall(text)}
    return found | {c["url"] for c in _controls(drawn["blocks"]) if "url" in c}


def words(drawn: dict[str, Any]) -> str:
    """All that the eye can read in the blocks but for buttons, entities resolved, a line each."""
    shown = (_CONTROL_SEQUENCE.sub(lambda m: m[2] or m[1], t["text"]) for t in _texts(drawn["blocks"]))
    return "\n".join(s.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for s in shown)


def buttons(drawn: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons by their label."""
    return {c["text"]["text"]: c for c in _controls(drawn["blocks"]) if c["type"] == "button"}


def _whole(drawn: dict[str, Any], *, is_home: bool) -> Iterator[str]:
    most = _BLOCKS["home" if is_home else "message"]
    if not 0 < len(drawn["blocks"]) <= most:
        yield f"{len(drawn['blocks'])} blocks of {most}"
    if not is_home:
        text = drawn.get("text", "")
        if not text.strip():
            yield "no text for screen readers and notifications"
        if len(text) >= _TEXT:
            yield f"text of {len(text)}"
        yield from _markup(text)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind not in _DRAWN:
        yield f"unknown block {kind}"
        return
    try:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
        parsed.to_dict()
    except SlackObjectFormationError as error:
        yield str(error)
    if kind in ("actions", "context") and not block["elements"]:
        yield "no elements"
    if kind == "image" and not block.get("alt_text"):
        yield "no alt_text"
    for text in _texts([block]):
        yield from _text(text, _LENGTHS.get(str(kind), 2_000))
    for control in _controls([block]):
        yield from _control(control)


def _text(text: dict[str, Any], most: int) -> Iterator[str]:
    if not 0 < len(text["text"]) <= most:
        yield f"text of {len(text['text'])}, of 1 to {most}"
    if text["type"] == "mrkdwn":
        yield from _markup(text["text"])
        if text.get("verbatim") is not True:
            yield "Slack would look for names and links in it"
    elif text.get("emoji") is not False:
        yield "Slack would look for emoji in it"


def _markup(text: str) -> Iterator[str]:
    if _ENTITY.search(text):
        yield "an entity that is none"
    if re.search(r"[<>]", _CONTROL_SEQUENCE.sub("", text)):
        yield "a bracket that is not escaped"


def _control(control: dict[str, Any]) -> Iterator[str]:
    kind = control["type"]
    if kind not in _CONTROLS:
        yield f"unknown element {kind}"
    if kind == "image" and not control.get("alt_text"):
        yield "no alt_text"
    if kind == "button":
        yield from _button(control)
    if kind == "plain_text_input":
        yield from _typed(control)
    for option in control.get("options", []):
        if len(option["value"]) > _OPTION:
            yield "an option's value is too long"


def _button(button: dict[str, Any]) -> Iterator[str]:
    yield from _text(button["text"], _LENGTHS["button"])
    if not button.get("accessibility_label"):
        yield "no accessibility_label"
    for key, most in _BUTTON_LENGTHS.items():
        if key in button and not 0 < len(button[key]) <= most:
            yield f"{key} of {len(button[key])}"
    if button.get("style", "primary") not in ("primary", "danger"):
        yield f"style {button['style']}"
    for key, most in _CONFIRM_LENGTHS.items() if "confirm" in button else ():
        yield from _text(button["confirm"][key], most)


def _typed(field: dict[str, Any]) -> Iterator[str]:
    if len(field.get("placeholder", {}).get("text", "")) > _PLACEHOLDER:
        yield "placeholder too long"
    if not 0 < field.get("max_length", 1) <= _TYPED:
        yield "max_length out of range"


def _controls(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        elif block["type"] == "input":
            yield block["element"]
        elif block["type"] == "section" and "accessory" in block:
            yield block["accessory"]


def _texts(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["type"] == "context":
            yield from (e for e in block["elements"] if e["type"] != "image")
        elif block["type"] in ("section", "header"):
            yield block["text"]
            yield from block.get("fields", [])
        elif block["type"] == "input":
            yield block["label"]


def _said(control: dict[str, Any]) -> str:
    return str(control.get("accessibility_label", ""))


def _repeated(what: str, values: list[str]) -> Iterator[str]:
    yield from (f"{what} {value!r} occurs {n} times" for value, n in Counter(values).items() if n > 1)
