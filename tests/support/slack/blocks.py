"""Checks blocks and views against Slack's documented limits, and names what is wrong as Slack does."""

from typing import Any

from tests.support.slack.block_checks import (
    BLOCK_ID,
    Check,
    Wrong,
    anything,
    checked,
    each,
    one_of_types,
    plain_text,
    string,
    text_object,
)
from tests.support.slack.block_parts import ELEMENTS, TYPED
from tests.support.slack.world import Json, Refused

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
MOST_METADATA = 3000

INTERACTIVE = {name: ELEMENTS[name] for name in ELEMENTS if name not in {"image", *TYPED}}
ACCESSORIES = {name: ELEMENTS[name] for name in ELEMENTS if name not in TYPED}
INPUTS = {name: ELEMENTS[name] for name in ELEMENTS if name not in {"image", "button", "overflow"}}
IN_CONTEXT = {"image": ELEMENTS["image"], "mrkdwn": text_object(3000), "plain_text": text_object(3000)}


def _section(block: object, at: str, wrong: Wrong) -> None:
    checked(
        {
            "text": text_object(3000),
            "fields": each(text_object(2000), 1, 10),
            "accessory": one_of_types(ACCESSORIES),
            "expand": anything,
        }
    )(block, at, wrong)
    if isinstance(block, dict) and not block.keys() & {"text", "fields"}:
        wrong.append(f"one of text and fields is required [json-pointer:{at}]")


BLOCKS: dict[str, Check] = {
    "section": _section,
    "header": checked({"text": plain_text(150)}, "text"),
    "divider": checked({}),
    "image": checked(
        {
            "image_url": string(3000),
            "slack_file": anything,
            "alt_text": string(2000),
            "title": plain_text(2000),
        },
        "alt_text",
    ),
    "context": checked({"elements": each(one_of_types(IN_CONTEXT), 1, 10)}, "elements"),
    "actions": checked({"elements": each(one_of_types(INTERACTIVE), 1, 25)}, "elements"),
    "input": checked(
        {
            "label": plain_text(2000),
            "element": one_of_types(INPUTS),
            "hint": plain_text(2000),
            "optional": anything,
            "dispatch_action": anything,
        },
        "label",
        "element",
    ),
    "rich_text": checked({"elements": each(anything, 1, 10_000)}, "elements"),
    "markdown": checked({"text": string(12_000)}, "text"),
}


def complaints(blocks: object, most: int = MOST_IN_MESSAGE, at: str = "/blocks") -> list[str]:
    """What Slack would say against these blocks; nothing if they are fine."""
    wrong: Wrong = []
    if not isinstance(blocks, list):
        return [f"must be an array [json-pointer:{at}]"]
    if len(blocks) > most:
        wrong.append(f"no more than {most} items allowed [json-pointer:{at}]")
    each(one_of_types(BLOCKS), 0, most)(blocks, at, wrong)
    good: list[Json] = [one for one in blocks if isinstance(one, dict)]
    wrong += _twice("block_id", good, at)
    for number, block in enumerate(good):
        parts = block.get("elements")
        wrong += _twice("action_id", parts if isinstance(parts, list) else [], f"{at}/{number}")
    return wrong


def _twice(name: str, things: list[Any], at: str) -> list[str]:
    ids = [one[name] for one in things if isinstance(one, dict) and name in one]
    return [
        f"{name} {one} already exists [json-pointer:{at}]" for one in sorted(set(ids)) if ids.count(one) > 1
    ]


def refuse_bad_blocks(blocks: object) -> None:
    """As ``chat.postMessage`` does."""
    if wrong := complaints(blocks):
        messages = [f"[ERROR] {one}" for one in wrong]
        raise Refused("invalid_blocks", errors=wrong, response_metadata={"messages": messages})


def refuse_bad_view(view: object, *types: str) -> Json:
    """As ``views.open`` and ``views.publish`` do; the view if it is fine."""
    wrong = _view_complaints(view, types)
    if wrong or not isinstance(view, dict):
        messages = [f"[ERROR] {one}" for one in wrong]
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    return view


def _view_complaints(view: object, types: tuple[str, ...]) -> list[str]:
    if not isinstance(view, dict) or view.get("type") not in types:
        return [f"must be a view of type {' or '.join(types)} [json-pointer:/view]"]
    wrong = complaints(view.get("blocks"), MOST_IN_VIEW, "/view/blocks")
    fields = {
        "title": plain_text(24),
        "submit": plain_text(24),
        "close": plain_text(24),
        "callback_id": string(BLOCK_ID),
        "private_metadata": string(MOST_METADATA, least=0),
        "external_id": string(BLOCK_ID, least=0),
    }
    for name in ("type", "blocks", "clear_on_close", "notify_on_close"):
        fields[name] = anything
    is_modal = view["type"] == "modal"
    checked(fields, *(["title"] if is_modal else []))(view, "/view", wrong)
    has_input = any(isinstance(one, dict) and one.get("type") == "input" for one in view.get("blocks") or [])
    if is_modal and has_input and "submit" not in view:
        wrong.append("submit is required where there is an input [json-pointer:/view]")
    return wrong
