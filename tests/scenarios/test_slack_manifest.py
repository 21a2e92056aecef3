"""``kenner slack manifest`` prints what Slack makes the app from."""

import pytest
import yaml

from bot import slack_phrases
from tests.scenarios.cli import CommandLine


@pytest.mark.parametrize("address", ["https://kenner.example", "https://kenner.example/slack/events"])
def test_the_address_leads_to_where_events_are_taken(bare: CommandLine, address: str) -> None:
    outcome = bare("slack", "manifest", "--address", address)

    settings = yaml.safe_load(outcome.out)["settings"]
    assert (outcome.code, outcome.err) == (0, "")
    assert settings["event_subscriptions"]["request_url"] == "https://kenner.example/slack/events"


def test_an_address_that_slack_would_refuse_is_refused(bare: CommandLine) -> None:
    outcome = bare("slack", "manifest", "--address", "http://kenner.example")

    assert outcome.code == 2
    assert slack_phrases.NOT_HTTPS in outcome.err


def test_commands_are_called_as_the_settings_say(bare: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENNER_SLACK_ASK_COMMAND", "/who")

    outcome = bare("slack", "manifest")

    assert yaml.safe_load(outcome.out)["features"]["slash_commands"][0]["command"] == "/who"
