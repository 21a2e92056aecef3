"""Checks of one value each, from which those of blocks are put together."""

from collections.abc import Callable

from tests.support.slack.world import Json

Wrong = list[str]
Check = Callable[[object, str, Wrong], None]
"""Takes a value and its JSON pointer, and adds what is wrong with it."""

BLOCK_ID = 255


def anything(value: object, at: str, wrong: Wrong) -> None:
    """No limit that we know of."""


def string(most: int, least: int = 1) -> Check:
    def check(value: object, at: str, wrong: Wrong) -> None:
        if not isinstance(value, str):
            wrong.append(f"must be a string [json-pointer:{at}]")
        elif len(value) > most:
            wrong.append(f"must be less than {most + 1} characters [json-pointer:{at}]")
        elif len(value) < least:
            wrong.append(f"must be more than {least - 1} characters [json-pointer:{at}]")

    return check


def each(check_one: Check, least: int, most: int) -> Check:
    def check(value: object, at: str, wrong: Wrong) -> None:
        if not isinstance(value, list):
            wrong.append(f"must be an array [json-pointer:{at}]")
            return
        if not least <= len(value) <= most:
            wrong.append(f"must have {least} to {most} items [json-pointer:{at}]")
        for number, one in enumerate(value):
            check_one(one, f"{at}/{number}", wrong)

    return check


def checked(fields: dict[str, Check], *required: str) -> Check:
    """An object of these fields and no others, beside ``type`` and ``block_id``."""
    allowed = {"type": anything, "block_id": string(BLOCK_ID)} | fields

    def check(value: object, at: str, wrong: Wrong) -> None:
        if not isinstance(value, dict):
            wrong.append(f"must be an object [json-pointer:{at}]")
            return
        wrong.extend(
            f"missing required field: {name} [json-pointer:{at}]" for name in required if name not in value
        )
        for name, own in value.items():
            if name not in allowed:
                wrong.append(f"invalid additional property: {name} [json-pointer:{at}]")
            else:
                allowed[name](own, f"{at}/{name}", wrong)

    return check


def one_of_types(checks: dict[str, Check]) -> Check:
    """An object whose ``type`` says which check applies."""

    def check(value: object, at: str, wrong: Wrong) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in checks:
            wrong.append(f"unsupported type: {kind} [json-pointer:{at}/type]")
        else:
            checks[kind](value, at, wrong)

    return check


def text_object(most: int, *types: str) -> Check:
    """Text of that kind: ``mrkdwn`` or ``plain_text``."""
    fields = {"text": string(most), "emoji": anything, "verbatim": anything}
    shape = checked(fields, "type", "text")

    def check(value: object, at: str, wrong: Wrong) -> None:
        shape(value, at, wrong)
        own: Json = value if isinstance(value, dict) else {}
        if own.get("type") not in (types or ("mrkdwn", "plain_text")):
            wrong.append(f"unsupported type: {own.get('type')} [json-pointer:{at}/type]")
        if own.get("type") == "mrkdwn" and "emoji" in own:
            wrong.append(f"invalid additional property: emoji [json-pointer:{at}]")
        if own.get("type") == "plain_text" and "verbatim" in own:
            wrong.append(f"invalid additional property: verbatim [json-pointer:{at}]")

    return check


def plain_text(most: int) -> Check:
    return text_object(most, "plain_text")


def one_of(*values: str) -> Check:
    def check(value: object, at: str, wrong: Wrong) -> None:
        if value not in values:
            wrong.append(f"must be one of {', '.join(values)} [json-pointer:{at}]")

    return check
