"""The parts of blocks: buttons, selects and fields, each with its documented limits."""

from tests.support.slack.block_checks import (
    BLOCK_ID,
    Check,
    anything,
    checked,
    each,
    one_of,
    plain_text,
    string,
    text_object,
)

_STYLE = one_of("primary", "danger")
_CONFIRM = checked(
    {
        "title": plain_text(100),
        "text": text_object(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
        "style": _STYLE,
    },
    "title",
    "text",
    "confirm",
    "deny",
)


def _option(text: Check) -> Check:
    return checked(
        {"text": text, "value": string(150), "description": text, "url": string(3000)}, "text", "value"
    )


_OPTION = _option(plain_text(75))
_RICHER_OPTION = _option(text_object(75))
_GROUP = checked({"label": plain_text(75), "options": each(_OPTION, 1, 100)}, "label", "options")
_COMMON: dict[str, Check] = {"action_id": string(BLOCK_ID), "confirm": _CONFIRM, "focus_on_load": anything}
_HINT: dict[str, Check] = {"placeholder": plain_text(150)}
_OPTIONS: dict[str, Check] = {
    "options": each(_OPTION, 1, 100),
    "option_groups": each(_GROUP, 1, 100),
    "initial_option": _OPTION,
    "initial_options": each(_OPTION, 1, 100),
    "max_selected_items": anything,
}
_TEN: dict[str, Check] = {
    "options": each(_RICHER_OPTION, 1, 10),
    "initial_option": _RICHER_OPTION,
    "initial_options": each(_RICHER_OPTION, 1, 10),
}
_PICK = checked(
    _COMMON
    | _HINT
    | {
        f"initial_{name}": anything
        for name in (
            *("user", "users", "conversation", "conversations", "channel", "channels"),
            *("date", "time", "date_time", "option", "options"),
        )
    }
    | dict.fromkeys(
        (
            *("filter", "response_url_enabled", "max_selected_items", "timezone", "min_query_length"),
            "default_to_current_conversation",
        ),
        anything,
    )
)

_TEXT_FIELD = checked(
    _COMMON
    | _HINT
    | {"initial_value": string(3000, least=0)}
    | dict.fromkeys(
        ("multiline", "min_length", "max_length", "is_decimal_allowed", "min_value", "max_value"), anything
    )
    | {"dispatch_action_config": anything}
)

ELEMENTS: dict[str, Check] = {
    "button": checked(
        _COMMON
        | {
            "text": plain_text(75),
            "value": string(2000),
            "url": string(3000),
            "style": _STYLE,
            "accessibility_label": string(75),
        },
        "text",
    ),
    "overflow": checked(_COMMON | {"options": each(_OPTION, 1, 5)}, "options"),
    "static_select": checked(_COMMON | _HINT | _OPTIONS),
    "multi_static_select": checked(_COMMON | _HINT | _OPTIONS),
    "checkboxes": checked(_COMMON | _TEN, "options"),
    "radio_buttons": checked(_COMMON | _TEN, "options"),
    "image": checked(
        {"image_url": string(3000), "slack_file": anything, "alt_text": string(2000)}, "alt_text"
    ),
}
TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
"""What somebody types into; these stand in input blocks only."""

ELEMENTS |= dict.fromkeys(TYPED, _TEXT_FIELD)
ELEMENTS |= dict.fromkeys(
    (
        "users_select",
        "multi_users_select",
        "conversations_select",
        "multi_conversations_select",
        "channels_select",
        "multi_channels_select",
        "external_select",
        "multi_external_select",
        "datepicker",
        "datetimepicker",
        "timepicker",
    ),
    _PICK,
)
