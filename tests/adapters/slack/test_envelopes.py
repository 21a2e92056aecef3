"""Slack's deliveries as the inbox keeps them: by id and lane, and of whom they speak."""

import copy
from typing import Any

import pytest

from adapters.slack.errors import MalformedPayloadError
from adapters.slack.events import envelope, mentioned
from tests.support.slack_events import CHANNEL, NOW
from tests.support.slack_payloads import command, event, interaction, message, press, said, user


def test_an_event_is_kept_by_its_id_in_the_lane_of_its_channel() -> None:
    kept = envelope(message("hello"), NOW)

    assert kept is not None
    assert (kept.workspace, kept.event_id, kept.kind, kept.lane) == ("T0ACME", "Ev0001", "message", "C0DATA")
    assert kept.received_at == NOW
    assert '"text":"hello"' in kept.body
    assert "verification-token" not in kept.body


def test_nobodys_address_is_kept() -> None:
    profile = {**user()["profile"], "email": "ada@acme.example"}
    payload = event("user_change", user=user(profile=profile, is_email_confirmed=True))

    kept = envelope(payload, NOW)

    assert kept is not None
    assert "acme.example" not in kept.body
    assert "Ada Lovelace" in kept.body
    assert payload["event"]["user"]["profile"] == profile


@pytest.mark.parametrize(
    ("payload", "lane"),
    [
        (event("channel_rename", channel=CHANNEL), "C0DATA"),
        (event("user_change", user=user()), "U0ADA"),
        (event("app_home_opened", user="U0ADA"), "U0ADA"),
        (event("app_uninstalled"), "T0ACME"),
        (command("restore"), "U0ADA"),
        (press("ask.1"), "U0ADA"),
    ],
)
def test_lanes(payload: dict[str, Any], lane: str) -> None:
    kept = envelope(payload, NOW)

    assert kept is not None
    assert kept.lane == lane


@pytest.mark.parametrize(
    ("payload", "is_urgent"),
    [
        (message("hello"), False),
        (message(subtype="message_changed", message={"text": "hello all"}), False),
        (message(subtype="message_changed", message={"subtype": "tombstone"}), True),
        (message(subtype="message_deleted", deleted_ts="1.2"), True),
        (message(subtype="channel_convert_to_private"), True),
        (event("message", **said("restore a backup"), channel="D0ADA", channel_type="im"), True),
        (event("app_mention", channel=CHANNEL, user="U0ADA"), True),
        (event("app_home_opened", user="U0ADA"), True),
        (event("member_left_channel", channel=CHANNEL, user="U0ADA"), True),
        (event("user_change", user=user()), True),
        (event("channel_created", channel={"id": CHANNEL}), True),
        (event("channel_deleted", channel=CHANNEL), False),
        (event("group_deleted", channel=CHANNEL), False),
        (event("tokens_revoked"), True),
        (event("reaction_added", user="U0ADA"), False),
        (command("restore"), True),
        (press("ask.1"), True),
        (interaction("message_action", callback_id="find_someone"), True),
        (interaction("view_submission", view={"callback_id": "f"}), True),
    ],
)
def test_what_somebody_waits_for_and_what_changes_who_sees_what_goes_before_talk(
    payload: dict[str, Any], *, is_urgent: bool
) -> None:
    kept = envelope(payload, NOW)

    assert kept is not None
    assert kept.is_urgent is is_urgent


@pytest.mark.parametrize(
    "payload",
    [
        command("restore"),
        press("ask.1"),
        interaction("message_action", callback_id="find_someone"),
        interaction("view_submission", view={"callback_id": "f"}),
        {key: value for key, value in press("ask.1").items() if key != "trigger_id"},
    ],
)
def test_what_has_no_id_gets_one_that_a_second_delivery_has_too(payload: dict[str, Any]) -> None:
    first, second = envelope(payload, NOW), envelope(copy.deepcopy(payload), NOW)

    assert first is not None
    assert first == second
    assert first.event_id.startswith(f"{payload.get('type', 'command')}:")


def test_two_presses_of_one_button_are_two() -> None:
    first, second = envelope(press("ask.1"), NOW), envelope(press("ask.1", trigger_id="9.8.8"), NOW)

    assert first is not None
    assert second is not None
    assert first.event_id != second.event_id


def test_a_shared_channels_message_belongs_to_the_workspace_that_was_told() -> None:
    payload = message() | {"team_id": "T0ELSE", "context_team_id": "T0ACME"}
    kept = envelope(payload, NOW)

    assert kept is not None
    assert kept.workspace == "T0ACME"


@pytest.mark.parametrize("kind", ["url_verification", "app_rate_limited", "block_suggestion", ""])
def test_what_is_no_delivery_is_not_kept(kind: str) -> None:
    assert envelope({"type": kind, "team_id": "T0ACME"}, NOW) is None


@pytest.mark.parametrize("missing", ["event_id", "event"])
def test_an_event_without_what_names_it_is_malformed(missing: str) -> None:
    payload = message()
    del payload[missing]

    with pytest.raises(MalformedPayloadError):
        envelope(payload, NOW)


def test_a_delivery_of_no_workspace_is_malformed() -> None:
    with pytest.raises(MalformedPayloadError, match="team_id"):
        envelope({"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}, NOW)


def test_whom_and_what_a_payload_speaks_of() -> None:
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "W0BOB"}]},
            {"type": "rich_text_section", "elements": [{"type": "channel", "channel_id": "C0RICH"}]},
        ],
    }
    spoken = mentioned(message("<@U0MAYA|m> in <#C0OPS>", blocks=[rich]))

    assert spoken.people >= {"U0MAYA", "W0BOB"}
    assert spoken.channels == {"C0OPS", "C0RICH"}
