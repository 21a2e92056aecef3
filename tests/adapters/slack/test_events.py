"""Slack's events in our words: what each comes to."""

from typing import Any

import pytest

from adapters.slack.events import incoming
from bot.incoming import HomeOpened, Incoming, Removed
from tests.support.slack_events import CHANNELS, MESSAGES, READING, seen
from tests.support.slack_payloads import BOT, event, user


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    payload, expected = MESSAGES[name]

    assert incoming(payload, READING) == expected


@pytest.mark.parametrize(("payload", "expected"), CHANNELS)
def test_channels_and_who_is_in_them(payload: dict[str, Any], expected: tuple[Incoming, ...]) -> None:
    assert incoming(payload, READING) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {}),
        ({"deleted": True}, {"has_left": True}),
        ({"is_bot": True}, {"is_bot": True}),
        ({"is_restricted": True}, {"is_outsider": True}),
        ({"is_ultra_restricted": True}, {"is_outsider": True}),
        ({"is_stranger": True}, {"is_outsider": True}),
        ({"team_id": "T0ELSE"}, {"is_outsider": True}),
        ({"team_id": "T0ELSE", "enterprise_user": {"enterprise_id": "E0ELSE"}}, {"is_outsider": True}),
    ],
)
@pytest.mark.parametrize("kind", ["team_join", "user_change", "user_profile_changed"])
def test_people_as_they_are_now(kind: str, fields: dict[str, Any], expected: dict[str, Any]) -> None:
    assert incoming(event(kind, user=user(**fields)), READING) == (seen(**expected),)


def test_somebody_of_another_workspace_of_the_same_enterprise_is_no_outsider() -> None:
    colleague = user(team_id="T0SISTER", enterprise_user={"enterprise_id": "E0ACME"})
    payload = event("user_change", user=colleague) | {"enterprise_id": "E0ACME"}

    assert incoming(payload, READING) == (seen(),)


def test_an_uninstalled_app_and_revoked_tokens_of_the_bot_end_it() -> None:
    revoked = event("tokens_revoked", tokens={"oauth": [], "bot": [BOT]})

    assert incoming(event("app_uninstalled"), READING) == (Removed(reason="uninstalled"),)
    assert incoming(revoked, READING) == (Removed(reason="revoked"),)


def test_a_persons_own_revoked_token_ends_nothing() -> None:
    assert incoming(event("tokens_revoked", tokens={"oauth": ["U0ADA"], "bot": []}), READING) == ()


def test_the_home_tab_is_looked_at_and_the_messages_tab_is_not() -> None:
    assert incoming(event("app_home_opened", user="U0ADA", tab="home"), READING) == (
        HomeOpened(person="U0ADA"),
    )
    assert incoming(event("app_home_opened", user="U0ADA", tab="messages"), READING) == ()
