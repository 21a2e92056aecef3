"""The manifest asks for what the code uses, and has the shape that Slack takes."""

import re
from typing import Any

import pytest
import yaml

from adapters.slack import events
from adapters.slack.manifest import EVENTS, manifest
from adapters.slack.payloads import Entrances
from adapters.slack.scopes import APP_SCOPES, BOT_SCOPES, OPTIONAL_SCOPES
from bot import slack_phrases

ADDRESS = "https://kenner.example/slack/events"
COMES_AS_ANOTHER = {"channel_convert_to_private", "channel_convert_to_public", "user_profile_changed"}
# https://github.com/slackapi/manifest-schema, version 1: lengths, from and to.
LENGTHS = {
    ("display_information", "name"): (1, 35),
    ("display_information", "description"): (1, 140),
    ("display_information", "long_description"): (175, 4_000),
    ("features", "bot_user", "display_name"): (1, 80),
}
SHORTCUT = {"name": (1, 24), "type": (1, 7), "callback_id": (1, 255), "description": (1, 150)}
COMMAND = {"command": (2, 32), "description": (1, 2_000), "usage_hint": (1, 1_000)}


@pytest.fixture
def read() -> dict[str, Any]:
    return dict(yaml.safe_load(manifest(Entrances())))


def test_it_asks_for_no_scope_but_ours(read: dict[str, Any]) -> None:
    assert read["oauth_config"] == {"scopes": {"bot": list(BOT_SCOPES)}}


def test_addresses_are_asked_for_only_on_request() -> None:
    read = yaml.safe_load(manifest(Entrances(), sees_emails=True))

    assert read["oauth_config"] == {"scopes": {"bot": sorted([*BOT_SCOPES, *OPTIONAL_SCOPES])}}


def test_each_scope_has_its_reason() -> None:
    assert list(slack_phrases.MAY) == [*BOT_SCOPES, *OPTIONAL_SCOPES, *APP_SCOPES]


def test_it_subscribes_to_what_is_read(read: dict[str, Any]) -> None:
    subscribed = read["settings"]["event_subscriptions"]["bot_events"]

    assert subscribed == sorted(EVENTS)
    assert {name.partition(".")[0] for name in subscribed} == set(events._EVENTS) - COMES_AS_ANOTHER


def test_its_means_are_those_that_are_understood(read: dict[str, Any]) -> None:
    features, known = read["features"], Entrances()

    assert [each["command"] for each in features["slash_commands"]] == [known.ask, known.know, known.aloud]
    assert [each["callback_id"] for each in features["shortcuts"]] == [
        known.find,
        known.learned,
        known.keep,
    ]
    assert features["app_home"]["home_tab_enabled"]
    assert features["app_home"]["messages_tab_enabled"]
    assert read["settings"]["interactivity"]["is_enabled"]


def test_its_shape_is_that_of_slacks_schema(read: dict[str, Any]) -> None:
    features = read["features"]
    told = [(_at(read, path), bounds) for path, bounds in LENGTHS.items()]
    told += [(one[key], SHORTCUT[key]) for one in features["shortcuts"] for key in SHORTCUT]
    told += [(one[key], COMMAND[key]) for one in features["slash_commands"] for key in COMMAND]

    assert set(read) == {"display_information", "features", "oauth_config", "settings"}
    assert [text for text, (least, most) in told if not least <= len(text) <= most] == []
    assert re.fullmatch("#[0-9a-f]{6}", read["display_information"]["background_color"])


def test_in_socket_mode_it_names_no_address(read: dict[str, Any]) -> None:
    assert read["settings"]["socket_mode_enabled"] is True
    assert "url" not in manifest(Entrances())
    assert read["settings"]["token_rotation_enabled"] is False


def test_for_http_everything_goes_to_one_address() -> None:
    read = yaml.safe_load(manifest(Entrances(), ADDRESS))
    settings = read["settings"]

    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == ADDRESS
    assert settings["interactivity"]["request_url"] == ADDRESS
    assert {each["url"] for each in read["features"]["slash_commands"]} == {ADDRESS}


def test_names_of_commands_cannot_break_it() -> None:
    odd = Entrances(ask='/who: "knows" # me', know="/iknow\nsettings:", aloud="/til: - #")

    commands = yaml.safe_load(manifest(odd))["features"]["slash_commands"]

    assert [each["command"] for each in commands] == [odd.ask, odd.know, odd.aloud]


def _at(read: dict[str, Any], path: tuple[str, ...]) -> str:
    for key in path:
        read = read[key]
    return str(read)
