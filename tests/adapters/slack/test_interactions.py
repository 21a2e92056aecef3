"""Commands, the shortcut, buttons, fields and forms, in our words."""

from typing import Any

import pytest

from adapters.slack.errors import MalformedPayloadError
from adapters.slack.events import incoming
from adapters.slack.payloads import Entrances, Reading
from adapters.slack.text import Names
from adapters.slack.times import moment
from bot.incoming import Asked, Command, Commanded, Pressed, Submitted, Via
from expertise.types import MessageTs
from tests.support.slack_payloads import TS, command, interaction, press, said

READING = Reading(names=Names(people={"U0MAYA": "Maya Lind"}, channels={}))
RESPONSE = "https://hooks.slack.com/commands/T0ACME/1/x"


def test_a_command_with_words_asks() -> None:
    asked = Asked(
        via=Via.COMMAND,
        asker="U0ADA",
        text="restore a < b, ask @Maya Lind",
        channel="C0DATA",
        response_url=RESPONSE,
    )

    assert incoming(command("  restore a &lt; b, ask <@U0MAYA|maya> "), READING) == (asked,)


@pytest.mark.parametrize(
    ("text", "name", "expected", "words"),
    [
        ("", "/whoknows", Command.HELP, ""),
        ("   ", "/whoknows", Command.HELP, ""),
        ("help", "/whoknows", Command.HELP, ""),
        ("Me", "/whoknows", Command.ME, ""),
        ("Here", "/whoknows", Command.HERE, ""),
        ("follow state locks", "/whoknows", Command.FOLLOW, "state locks"),
        ("Topic terraform", "/whoknows", Command.TOPIC, "terraform"),
        ("terraform modules", "/iknow", Command.KNOW, "terraform modules"),
        ("me", "/iknow", Command.KNOW, "me"),
        ("", "/iknow", Command.KNOW, ""),
    ],
)
def test_words_that_are_no_question(text: str, name: str, expected: Command, words: str) -> None:
    (commanded,) = incoming(command(text, name), READING)

    assert isinstance(commanded, Commanded)
    assert (commanded.command, commanded.text, commanded.person) == (expected, words, "U0ADA")
    assert commanded.response_url == RESPONSE


def test_commands_may_be_called_something_else() -> None:
    reading = Reading(names=READING.names, entrances=Entrances(ask="/wer-weiss", know="/ich-weiss"))

    assert [type(one) for one in incoming(command("Postgres", "/wer-weiss"), reading)] == [Asked]
    assert incoming(command("Postgres", "/whoknows"), reading) == ()


def shortcut(**fields: Any) -> dict[str, Any]:
    whole = {
        "callback_id": "find_someone",
        "message_ts": TS,
        "channel": {"id": "C0DATA", "name": "data"},
        "message": said("how do I <https://x.example|restore>?", thread_ts="1709280000.000001"),
        "response_url": RESPONSE,
    }
    return interaction("message_action", **whole | fields)


def test_the_shortcut_asks_with_the_messages_words() -> None:
    asked = Asked(
        via=Via.MESSAGE,
        asker="U0ADA",
        text="how do I restore (https://x.example)?",
        channel="C0DATA",
        thread_ts=MessageTs("1709280000.000001"),
        ts=MessageTs(TS),
        written_at=moment(TS),
        response_url=RESPONSE,
    )

    assert incoming(shortcut(), READING) == (asked,)


def test_another_apps_shortcut_is_ignored() -> None:
    assert incoming(shortcut(callback_id="remind_me"), READING) == ()


def test_a_message_of_blocks_alone_is_asked_about_too() -> None:
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "restore it"}]}
    (asked,) = incoming(
        shortcut(message=said("", blocks=[{"type": "rich_text", "elements": [words]}])), READING
    )

    assert isinstance(asked, Asked)
    assert asked.text == "restore it"


def test_a_button_is_known_by_what_stands_before_the_point() -> None:
    pressed = Pressed(
        action="ask",
        value="q1 2",
        person="U0ADA",
        channel="C0DATA",
        ts=MessageTs("1709283650.000200"),
        thread_ts=MessageTs(TS),
        is_ephemeral=True,
        response_url="https://hooks.slack.com/actions/T0ACME/1/x",
        trigger="9.8.7",
    )

    assert incoming(press("ask.3", "q1 2"), READING) == (pressed,)


def test_a_button_of_a_message_that_stays_is_not_ephemeral() -> None:
    container = {"type": "message", "message_ts": TS, "channel_id": "C0DATA", "is_ephemeral": False}
    (pressed,) = incoming(press("mute.1", container=container), READING)

    assert isinstance(pressed, Pressed)
    assert not pressed.is_ephemeral
    assert pressed.ts == TS


def on_home(**action: Any) -> dict[str, Any]:
    return press(
        "x",
        container={"type": "view", "view_id": "V1"},
        channel=None,
        response_url=None,
        actions=[action],
    )


def test_the_home_pages_field_asks() -> None:
    payload = on_home(type="plain_text_input", action_id="ask_here.1", value=" restore a backup ")

    assert incoming(payload, READING) == (
        Asked(via=Via.HOME, asker="U0ADA", text="restore a backup", channel=None),
    )


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "value": "Terraform"}, "Terraform"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "static_select", "selected_option": {"value": "by_name"}}, "by_name"),
        ({"type": "users_select", "selected_user": "U0BOB"}, "U0BOB"),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, "a\nb"),
    ],
)
def test_what_was_typed_or_chosen_is_the_value(element: dict[str, Any], value: str) -> None:
    (pressed,) = incoming(on_home(action_id="know.2", **element), READING)

    assert isinstance(pressed, Pressed)
    assert (pressed.action, pressed.value, pressed.channel, pressed.ts) == ("know", value, None, None)


def test_a_form_gives_its_fields_by_name_in_order() -> None:
    values = {
        "b1": {"topic": {"type": "plain_text_input", "value": "Terraform"}},
        "b2": {"level": {"type": "static_select", "selected_option": {"value": "expert"}}},
        "b3": {"note": {"type": "plain_text_input", "value": None}},
    }
    view = {"callback_id": "declare", "private_metadata": "q1", "state": {"values": values}}

    assert incoming(interaction("view_submission", view=view), READING) == (
        Submitted(
            form="declare",
            person="U0ADA",
            fields=(("topic", "Terraform"), ("level", "expert"), ("note", "")),
            value="q1",
        ),
    )


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (command("x", user_id=""), "user_id"),
        (interaction("block_actions", actions=[]), "actions"),
        (press("ask.1", user={}), "id"),
        (press(""), "action_id"),
        (shortcut(message=None), "message"),
        (interaction("view_submission", view={}), "callback_id"),
    ],
)
def test_what_lacks_what_slack_promises_is_told_apart(payload: dict[str, Any], field: str) -> None:
    with pytest.raises(MalformedPayloadError) as raised:
        incoming(payload, READING)

    assert raised.value.field == field
