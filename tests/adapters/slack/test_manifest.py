"""The manifest asks for what the bot uses, and for nothing else."""

import re

import pytest
import yaml

from adapters.slack import events
from adapters.slack.manifest import manifest
from adapters.slack.payloads import Entrances
from adapters.slack.scopes import BOT_SCOPES
from bot.slack_phrases import MAY

_ADDRESS = "https://kenner.acme.com/slack/events"
_TELLS_ITSELF = {"channel_convert_to_private", "channel_convert_to_public", "user_profile_changed"}
"""Read where they come; the manifest cannot ask for them, or others say the same."""


def test_its_scopes_are_the_ones_that_are_checked_and_explained() -> None:
    asked = yaml.safe_load(manifest(Entrances()))["oauth_config"]["scopes"]["bot"]

    assert asked == sorted(BOT_SCOPES)
    assert set(asked) <= set(MAY)


def test_its_events_are_the_ones_that_are_read() -> None:
    asked = yaml.safe_load(manifest(Entrances()))["settings"]["event_subscriptions"]["bot_events"]

    assert asked == sorted(asked)
    assert {re.sub(r"^message\..*", "message", each) for each in asked} == set(events._EVENTS) - _TELLS_ITSELF


def test_every_event_comes_with_a_scope_to_read_it() -> None:
    told = yaml.safe_load(manifest(Entrances()))
    kinds = {e.split(".")[1] for e in told["settings"]["event_subscriptions"]["bot_events"] if "." in e}

    assert {f"{kind}:history" for kind in kinds} <= set(told["oauth_config"]["scopes"]["bot"])


def test_it_connects_by_socket_mode_unless_it_has_an_address() -> None:
    inside, outside = (yaml.safe_load(manifest(Entrances(), where)) for where in (None, _ADDRESS))

    assert inside["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in inside["settings"]["interactivity"]
    assert outside["settings"]["socket_mode_enabled"] is False
    assert outside["settings"]["interactivity"]["request_url"] == _ADDRESS
    assert outside["settings"]["event_subscriptions"]["request_url"] == _ADDRESS
    assert [each["url"] for each in outside["features"]["slash_commands"]] == [_ADDRESS] * 2


def test_commands_are_called_as_the_installation_wants() -> None:
    own = Entrances(ask="/werweiss", know="/ichweiss")

    told = yaml.safe_load(manifest(own, _ADDRESS))

    assert [each["command"] for each in told["features"]["slash_commands"]] == ["/werweiss", "/ichweiss"]
    assert [each["url"] for each in told["features"]["slash_commands"]] == [_ADDRESS] * 2


def test_its_shortcut_is_the_one_that_is_heard() -> None:
    (shortcut,) = yaml.safe_load(manifest(Entrances()))["features"]["shortcuts"]

    assert shortcut["callback_id"] == Entrances().find


@pytest.mark.parametrize(
    ("field", "longest"), [("name", 35), ("description", 140), ("long_description", 4_000)]
)
def test_its_words_fit_where_slack_shows_them(field: str, longest: int) -> None:
    told = yaml.safe_load(manifest(Entrances()))["display_information"][field]

    assert 0 < len(told) <= longest
    assert field != "long_description" or len(told) >= 174
