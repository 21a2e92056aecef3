"""Finds buttons and fields in blocks, and says what they send when somebody uses them."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from tests.support.slack.world import Json

SELECTED = {
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datetimepicker": "selected_date_time",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
ONE_OPTION = {"static_select", "radio_buttons", "overflow"}
SEVERAL_OPTIONS = {"checkboxes", "multi_static_select"}
SENT = ("type", "action_id", "text", "value", "url", "style")


def named_blocks(blocks: list[Json]) -> list[Json]:
    """A copy in which everything has the ids that Slack gives where an app gave none."""
    named = deepcopy(blocks)
    for number, block in enumerate(named):
        block.setdefault("block_id", f"block{number}")
        for place, element in enumerate(_own_elements(block)):
            if element.get("type") not in {"image", "mrkdwn", "plain_text"}:
                element.setdefault("action_id", f"action{number}.{place}")
    return named


def find_element(blocks: list[Json], action_id: str) -> tuple[str, Json]:
    """The one of that action id, and its block's id."""
    there = list(_elements(blocks))
    for block_id, element in there:
        if element.get("action_id") == action_id:
            return block_id, element
    names = ", ".join(sorted(str(element["action_id"]) for _, element in there if "action_id" in element))
    raise LookupError(f"nothing here is called {action_id}; there are: {names or 'none'}")


def chosen(element: Json, choice: Any) -> Json:
    """What an action says of the element, used so. Options are chosen by their value."""
    action = {name: element[name] for name in SENT if name in element}
    return action | _with_choice(element, choice)


def form_state(blocks: list[Json], values: Mapping[str, Any]) -> Json:
    """``state.values`` of a view or message: every field, with its value or what stood in it."""
    unknown = dict(values)
    state: Json = {}
    for block_id, element in _elements(blocks):
        if element.get("type") in {"button", "overflow", None} or "action_id" not in element:
            continue
        name = element["action_id"]
        choice = unknown.pop(name, element.get("initial_value") or _initial(element))
        state.setdefault(block_id, {})[name] = {"type": element["type"]} | _with_choice(element, choice)
    if unknown:
        raise LookupError(f"no field is called {', '.join(unknown)}")
    return state


def missing_inputs(blocks: list[Json], values: Mapping[str, Any]) -> list[str]:
    """The fields without which Slack does not let the form be sent."""
    must = [one["element"] for one in blocks if one["type"] == "input" and not one.get("optional")]
    filled = [
        one for one in must if values.get(one["action_id"]) or one.get("initial_value") or _initial(one)
    ]
    return [one["action_id"] for one in must if one not in filled]


def _elements(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    for block in blocks:
        for element in _own_elements(block):
            yield block.get("block_id", ""), element


def _own_elements(block: Json) -> list[Json]:
    if block["type"] == "rich_text":
        return []
    single = [block[name] for name in ("accessory", "element") if name in block]
    return [*single, *block.get("elements", [])]


def _initial(element: Json) -> Any:
    if "initial_option" in element:
        return element["initial_option"]["value"]
    options = element.get("initial_options")
    return [one["value"] for one in options] if options else None


def _with_choice(element: Json, choice: Any) -> Json:
    kind = element["type"]
    if kind in ONE_OPTION:
        return {"selected_option": _option(element, choice) if choice is not None else None}
    if kind in SEVERAL_OPTIONS:
        return {"selected_options": [_option(element, one) for one in choice or []]}
    return {SELECTED[kind]: choice} if kind in SELECTED else {}


def _option(element: Json, value: str) -> Json:
    groups = [*element.get("option_groups", []), element]
    options = [one for group in groups for one in group.get("options", [])]
    return next(one for one in options if one["value"] == value)
