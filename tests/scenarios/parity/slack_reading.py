"""A Slack message, or a view, as somebody sees it."""

import re
from collections.abc import Callable, Iterator

from tests.scenarios.parity.said import Button, Line, Said, plain
from tests.support.slack.world import Json

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_DOUBLES = str.maketrans({"*": None, "∗": "*", "∼": "~", "ˋ": "`", "ˍ": "_", "¦": "|"})


def read(drawn: Json, leads: Callable[[str], str], *, is_alone: bool, place: str, within: str = "") -> Said:
    """``leads`` says in words where an address leads."""
    controls = list(_controls(drawn["blocks"]))
    return Said(
        id=str(drawn.get("ts") or drawn["hash"]),
        words=plain(_words(drawn["blocks"])),
        buttons=tuple(_button(each, leads) for each in controls if each["type"] == "button"),
        fields=tuple(_line(block) for block in drawn["blocks"] if block["type"] == "input"),
        is_alone=is_alone,
        within=within,
        place=place,
        links=tuple(leads(each) for text in _marked(drawn["blocks"]) for each, _ in _LINK.findall(text)),
        drawn=drawn,
    )


def named(drawn: Json, action: str, place: int = 1) -> str:
    """The id of the button or field that does that; ``place`` tells several from each other."""
    found = [each["action_id"] for each in _controls(drawn["blocks"]) if _action(each) == action]
    return str(found[place - 1])


def _words(blocks: list[Json]) -> Iterator[str]:
    for text in _texts(blocks):
        yield _unmarked(text["text"]) if text["type"] == "mrkdwn" else text["text"]


def _unmarked(text: str) -> str:
    shown = _LINK.sub(lambda found: found[2] or found[1], text).translate(_DOUBLES)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _marked(blocks: list[Json]) -> Iterator[str]:
    return (text["text"] for text in _texts(blocks) if text["type"] == "mrkdwn")


def _texts(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "context":
            yield from (each for each in block["elements"] if each["type"] != "image")
        elif block["type"] in ("section", "header"):
            yield block["text"]


def _controls(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        elif block["type"] == "input":
            yield block["element"]
        elif block.get("accessory", {}).get("type") == "button":
            yield block["accessory"]


def _action(control: Json) -> str:
    return str(control["action_id"]).partition(".")[0]


def _button(drawn: Json, leads: Callable[[str], str]) -> Button:
    asks = [drawn["confirm"][part]["text"] for part in ("title", "text", "confirm") if "confirm" in drawn]
    return Button(
        action=_action(drawn),
        label=plain([drawn["text"]["text"]]),
        says=plain([drawn["accessibility_label"]]),
        asks=plain(asks),
        leads=leads(drawn["url"]) if "url" in drawn else "",
    )


def _line(block: Json) -> Line:
    field = block["element"]
    return Line(action=_action(field), label=block["label"]["text"], example=field["placeholder"]["text"])
