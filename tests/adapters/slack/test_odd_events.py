"""Nothing unknown or broken in Slack's events does harm."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.errors import MalformedPayloadError
from adapters.slack.events import envelope, incoming
from bot.incoming import Asked, Posted
from tests.support.slack_events import CHANNELS, MESSAGES, NOW, READING, mention
from tests.support.slack_payloads import TS, command, event, press, user


@pytest.mark.parametrize(
    "payload",
    [
        event("reaction_added", user="U0ADA", item={"channel": "C0DATA", "ts": TS}),
        event("channel_history_changed", channel="C0DATA"),
        event("event_of_next_year", channel=[1]),
        {"type": "url_verification", "challenge": "x", "token": "t"},
        {"type": "app_rate_limited", "team_id": "T0ACME"},
        {"type": "view_closed", "user": {"id": "U0ADA"}},
        {"type": ["event_callback"]},
        {},
    ],
    ids=str,
)
def test_what_is_unknown_is_ignored(payload: dict[str, Any]) -> None:
    assert incoming(payload, READING) == ()


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"type": "event_callback", "team_id": "T0ACME"}, "type"),
        (event("message", ts=TS, text="x", user="U0ADA"), "channel"),
        (event("message", channel="C0DATA", text="x", user="U0ADA"), "ts"),
        (event("message", channel="C0DATA", ts="yesterday", user="U0ADA"), "ts"),
        (event("message", channel="C0DATA", ts=TS, subtype="message_changed"), "message"),
        (event("message", channel="C0DATA", ts=TS, subtype="message_deleted"), "deleted_ts"),
        (event("app_mention", channel="C0DATA", ts=TS, text="x"), "user"),
        (event("member_joined_channel", channel="C0DATA"), "user"),
        (event("channel_rename", channel={"id": "C0DATA"}), "name"),
        (event("channel_archive"), "channel"),
        (event("channel_left", channel="C0DATA") | {"authorizations": []}, "authorizations"),
        (event("user_change", user="U0ADA"), "id"),
        (event("app_home_opened", tab="home"), "user"),
    ],
)
def test_what_lacks_what_slack_promises_is_told_apart(payload: dict[str, Any], field: str) -> None:
    with pytest.raises(MalformedPayloadError, match=field) as raised:
        incoming(payload, READING)

    assert raised.value.field == field


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_SHAPES = [payload for payload, _ in MESSAGES.values()] + [payload for payload, _ in CHANNELS]
_SHAPES += [command("x"), press("ask.1"), event("user_change", user=user()), mention("<@U0BOT> x")]


@given(st.data())
def test_a_payload_with_a_field_of_any_shape_is_read_ignored_or_malformed(
    data: st.DataObject,
) -> None:
    payload = copy.deepcopy(data.draw(st.sampled_from(_SHAPES)))
    inner = [payload, *(value for value in payload.values() if isinstance(value, dict))]
    place = data.draw(st.sampled_from(inner))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(_JSON)

    try:
        read = incoming(payload, READING)
        kept = envelope(payload, NOW)
    except MalformedPayloadError:
        return

    assert all("<@U" not in one.text for one in read if isinstance(one, Posted | Asked))
    assert kept is None or kept.event_id
