"""A Teams message as somebody sees it."""

from collections.abc import Callable, Iterator
from html import unescape

from tests.scenarios.parity.said import Button, Line, Said, plain
from tests.support.teams.world import Json

_DOES, _OPENS, _LEADS = "Action.Execute", "Action.ShowCard", "Action.OpenUrl"
_OURS = "kenner"


def read(message: Json, leads: Callable[[str], str], *, is_alone: bool, place: str, within: str = "") -> Said:
    """``leads`` says in words where an address leads."""
    (card,) = [each["content"] for each in message["attachments"]]
    parts = list(_parts(card["body"]))
    return Said(
        id=message["id"],
        words=plain(_words(parts)),
        buttons=tuple(_button(each, leads) for each in parts if _is_button(each)),
        fields=tuple(_line(each) for each in parts if each.get("type") == "Input.Text"),
        is_alone=is_alone,
        within=within,
        place=place,
        links=tuple(leads(each["selectAction"]["url"]) for each in parts if "selectAction" in each),
        drawn=message,
    )


def pressed(message: Json, action: str, place: int = 1) -> Json:
    """The button that does that, which may stand in what another one opens."""
    (card,) = [each["content"] for each in message["attachments"]]
    found = [each for each in _parts(card["body"]) if _is_button(each, with_fields=True)]
    return [_does(each) for each in found if _action(each) == action][place - 1]


def _parts(value: object) -> Iterator[Json]:
    """Every part from the top down; what a button opens is the button's own."""
    if isinstance(value, dict):
        yield value
        if value.get("type") != _OPENS:
            for key, inner in value.items():
                if key not in ("fallback", "data", "selectAction"):
                    yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def _words(parts: list[Json]) -> Iterator[str]:
    for part in parts:
        match part.get("type"):
            case "TextRun":
                yield part["text"]
            case "TextBlock":
                yield unescape(part["text"].replace("\\", ""))


def _is_button(part: Json, *, with_fields: bool = False) -> bool:
    if part.get("type") == _DOES and _ours(part).get("is_field") and not with_fields:
        return False  # it belongs to the field beside it
    return part.get("type") in (_DOES, _OPENS, _LEADS)


def _does(button: Json) -> Json:
    """What acts: itself, or the answer in what it opens."""
    return _does(button["card"]["actions"][0]) if button["type"] == _OPENS else button


def _ours(button: Json) -> Json:
    ours: Json = _does(button)["data"][_OURS] if button["type"] != _LEADS else {}
    return ours


def _action(button: Json) -> str:
    return str(_ours(button).get("action", "read"))


def _button(part: Json, leads: Callable[[str], str]) -> Button:
    return Button(
        action=_action(part),
        label=plain([part["title"]]),
        says=plain([part["tooltip"]]),
        asks=plain(_asks(part)),
        leads=leads(part["url"]) if part["type"] == _LEADS else "",
    )


def _asks(part: Json) -> Iterator[str]:
    if part["type"] == _OPENS:
        yield from _words(list(_parts(part["card"]["body"])))
        yield _does(part)["title"]


def _line(field: Json) -> Line:
    return Line(action=field["id"], label=field["label"], example=field["placeholder"])
