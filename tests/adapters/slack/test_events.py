"""Slack's events in our words: what each comes to, and that nothing unknown or broken does harm."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.errors import MalformedPayloadError
from adapters.slack.events import envelope, incoming, mentioned
from adapters.slack.payloads import Reading
from adapters.slack.text import Names
from bot.incoming import (
    Asked,
    ChannelGone,
    ChannelSeen,
    Deleted,
    HomeOpened,
    Incoming,
    Membership,
    PersonSeen,
    Posted,
    Removed,
    Via,
)
from expertise.types import ChannelKind, MessageKind, MessageTs
from tests.support.slack_payloads import APP, BOT, TS, command, event, interaction, message, press, said, user

READING = Reading(names=Names(people={"U0MAYA": "Maya Lind", BOT: "Kenner"}, channels={"C0OPS": "ops"}))
NOW = datetime(2024, 3, 1, 9, 0, 5, tzinfo=UTC)
AT = datetime(2024, 3, 1, 9, 0, 0, 100, tzinfo=UTC)
CHANNEL = {"id": "C0DATA", "name": "data", "created": 1709283600, "creator": "U0ADA"}


def posted(text: str = "how do I restore a backup?", **fields: Any) -> Posted:
    whole = {"channel": "C0DATA", "ts": MessageTs(TS), "at": AT, "author": "U0ADA", "text": text}
    return Posted(**whole | fields)


def seen(**fields: Any) -> PersonSeen:
    whole = {
        "person": "U0ADA",
        "name": "Ada Lovelace",
        "handle": "ada",
        "title": "Analyst",
        "time_zone": "Europe/London",
        "picture": "https://avatars.example/ada_72.png",
    }
    return PersonSeen(**whole | fields)


MESSAGES: dict[str, tuple[dict[str, Any], tuple[Incoming, ...]]] = {
    "a message": (message(), (posted(),)),
    "names, channels and entities as words": (
        message("<@U0MAYA> said in <#C0OPS|old>: a &lt; b, <@U0WHO>"),
        (posted("@Maya Lind said in #ops: a < b, @someone"),),
    ),
    "a reply": (message(thread_ts="1709280000.000001"), (posted(thread_ts="1709280000.000001"),)),
    "a reply also sent to the channel": (
        message(subtype="thread_broadcast", thread_ts="1709280000.000001"),
        (posted(thread_ts="1709280000.000001"),),
    ),
    "a file": (
        message("the plan", subtype="file_share", files=[{"id": "F1", "title": "plan.pdf"}]),
        (posted("the plan\nplan.pdf"),),
    ),
    "a bot's": (
        event(
            "message",
            subtype="bot_message",
            bot_id="B1",
            text="build failed",
            ts=TS,
            channel="C0DATA",
            channel_type="channel",
        ),
        (posted("build failed", author=None, kind=MessageKind.BOT),),
    ),
    "another app's": (message(bot_id="B1", app_id="A0OTHER"), (posted(kind=MessageKind.BOT),)),
    "our own, by app": (message(bot_id="B0", app_id=APP), ()),
    "our own, by user": (event("message", **said("hello", user=BOT, bot_id="B0"), channel="C0DATA"), ()),
    "joining": (
        message("<@U0ADA> has joined the channel", subtype="channel_join"),
        (posted("@someone has joined the channel", kind=MessageKind.SYSTEM),),
    ),
    "a new purpose": (
        message("set", subtype="channel_purpose", purpose="all about &amp; data"),
        (
            ChannelSeen(channel="C0DATA", purpose="all about & data"),
            posted("set", kind=MessageKind.SYSTEM),
        ),
    ),
    "turned private": (
        message("made this channel private", subtype="channel_convert_to_private"),
        (
            ChannelSeen(channel="C0DATA", kind=ChannelKind.PRIVATE),
            posted("made this channel private", kind=MessageKind.SYSTEM),
        ),
    ),
    "an unknown subtype": (message("?", subtype="of_next_year"), (posted("?", kind=MessageKind.SYSTEM),)),
    "an edit": (
        event(
            "message",
            subtype="message_changed",
            hidden=True,
            channel="C0DATA",
            channel_type="channel",
            ts="1709283660.000500",
            message=said("better", edited={"user": "U0ADA", "ts": "1709283660.000000"}),
            previous_message=said("worse"),
        ),
        (posted("better", edited_at=datetime(2024, 3, 1, 9, 1, tzinfo=UTC)),),
    ),
    "a link that unfolds": (
        event(
            "message",
            subtype="message_changed",
            channel="C0DATA",
            ts="1709283660.000500",
            message=said("see https://x.example", attachments=[{"title": "x"}]),
            previous_message=said("see https://x.example"),
        ),
        (),
    ),
    "deleted, but replies hang on it": (
        event(
            "message",
            subtype="message_changed",
            channel="C0DATA",
            ts="1709283660.000500",
            message=said("This message was deleted.", subtype="tombstone", user="USLACKBOT", thread_ts=TS),
            previous_message=said("oops", thread_ts=TS),
        ),
        (posted("", author=None, thread_ts=TS, kind=MessageKind.TOMBSTONE),),
    ),
    "deleted": (
        event(
            "message",
            subtype="message_deleted",
            hidden=True,
            channel="C0DATA",
            ts="1709283660.000500",
            deleted_ts=TS,
            previous_message=said("oops"),
        ),
        (Deleted(channel="C0DATA", ts=MessageTs(TS)),),
    ),
    "a count of replies": (
        event("message", subtype="message_replied", channel="C0DATA", ts=TS, message=said("x")),
        (),
    ),
    "a file's old comment without words": (message("", subtype="file_comment"), (posted(""),)),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    payload, expected = MESSAGES[name]

    assert incoming(payload, READING) == expected


def mention(text: str, **fields: Any) -> dict[str, Any]:
    return event("app_mention", **said(text), channel="C0DATA", **fields)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@U0BOT> who knows Postgres?", "who knows Postgres?"),
        ("hey <@U0BOT>, who knows Postgres?", "hey , who knows Postgres?"),
        ("<@U0BOT>: ask <@U0MAYA|m>", "ask @Maya Lind"),
        ("<@U0BOT>", ""),
        ("  <@U0BOT|kenner>   a &amp; b ", "a & b"),
    ],
)
def test_a_mention_asks_without_the_bots_name(text: str, question: str) -> None:
    asked = Asked(
        via=Via.MENTION,
        asker="U0ADA",
        text=question,
        channel="C0DATA",
        ts=MessageTs(TS),
        written_at=AT,
    )

    assert incoming(mention(text), READING) == (asked,)


def test_without_an_authorization_a_leading_mention_is_the_bots() -> None:
    payload = mention("<@U0BOT> restore <@U0MAYA>") | {"authorizations": []}

    (asked,) = incoming(payload, READING)

    assert isinstance(asked, Asked)
    assert asked.text == "restore @Maya Lind"


def test_a_message_that_mentions_the_bot_is_stored_by_one_event_and_asked_by_the_other() -> None:
    text = "<@U0BOT> who knows Postgres?"

    stored, asked = incoming(message(text), READING), incoming(mention(text, thread_ts=TS), READING)

    assert [type(one) for one in (*stored, *asked)] == [Posted, Asked]
    assert {one.ts for one in (*stored, *asked) if isinstance(one, Posted | Asked)} == {TS}


def test_bots_that_mention_the_bot_get_no_answer() -> None:
    assert incoming(mention("<@U0BOT> hello", bot_id="B7"), READING) == ()


def direct(text: str = "who knows Postgres?", **fields: Any) -> dict[str, Any]:
    return event("message", **said(text) | {"channel": "D0ADA", "channel_type": "im"} | fields)


def test_a_direct_message_asks_and_is_not_stored() -> None:
    asked = Asked(
        via=Via.DIRECT,
        asker="U0ADA",
        text="who knows Postgres?",
        channel="D0ADA",
        ts=MessageTs(TS),
        written_at=AT,
    )

    assert incoming(direct(), READING) == (asked,)


def test_a_direct_message_with_a_file_asks_by_its_words() -> None:
    (asked,) = incoming(direct(subtype="file_share", files=[{"title": "plan.pdf"}]), READING)

    assert isinstance(asked, Asked)
    assert asked.text == "who knows Postgres?"


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B0", "app_id": APP},
        {"subtype": "message_changed", "message": said("x"), "previous_message": said("y")},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B9"},
    ],
)
def test_what_is_no_question_in_direct_messages_is_left(fields: dict[str, Any]) -> None:
    assert incoming(direct(**fields), READING) == ()


def test_a_mention_in_a_direct_message_asks_once() -> None:
    text = "<@U0BOT> who knows Postgres?"
    both = [direct(text), event("app_mention", **said(text), channel="D0ADA")]

    asked = [one for payload in both for one in incoming(payload, READING)]

    assert [one.text for one in asked if isinstance(one, Asked)] == ["who knows Postgres?"]


CHANNELS: list[tuple[dict[str, Any], tuple[Incoming, ...]]] = [
    (
        event("channel_created", channel=CHANNEL | {"is_ext_shared": False}),
        (
            ChannelSeen(
                channel="C0DATA", name="data", kind=ChannelKind.PUBLIC, is_archived=False, is_shared=False
            ),
        ),
    ),
    (
        event("channel_created", channel=CHANNEL | {"is_private": True}),
        (ChannelSeen(channel="C0DATA", name="data", kind=ChannelKind.PRIVATE, is_archived=False),),
    ),
    (event("channel_rename", channel=CHANNEL), (ChannelSeen(channel="C0DATA", name="data"),)),
    (event("group_rename", channel=CHANNEL), (ChannelSeen(channel="C0DATA", name="data"),)),
    (
        event("channel_archive", channel="C0DATA", user="U0ADA"),
        (ChannelSeen(channel="C0DATA", is_archived=True),),
    ),
    (event("group_archive", channel="G0SEC"), (ChannelSeen(channel="G0SEC", is_archived=True),)),
    (event("channel_unarchive", channel="C0DATA"), (ChannelSeen(channel="C0DATA", is_archived=False),)),
    (event("group_unarchive", channel="G0SEC"), (ChannelSeen(channel="G0SEC", is_archived=False),)),
    (event("channel_deleted", channel="C0DATA"), (ChannelGone(channel="C0DATA"),)),
    (event("group_deleted", channel="G0SEC"), (ChannelGone(channel="G0SEC"),)),
    (
        event("channel_convert_to_private", channel="C0DATA"),
        (ChannelSeen(channel="C0DATA", kind=ChannelKind.PRIVATE),),
    ),
    (
        event("channel_convert_to_public", channel="C0DATA"),
        (ChannelSeen(channel="C0DATA", kind=ChannelKind.PUBLIC),),
    ),
    (
        event("channel_shared", channel="C0DATA", connected_team_id="T0ELSE"),
        (ChannelSeen(channel="C0DATA", is_shared=True),),
    ),
    (
        event("channel_unshared", channel="C0DATA", is_ext_shared=False),
        (ChannelSeen(channel="C0DATA", is_shared=False),),
    ),
    (
        event("channel_unshared", channel="C0DATA", is_ext_shared=True),
        (ChannelSeen(channel="C0DATA", is_shared=True),),
    ),
    (
        event("member_joined_channel", user="U0ADA", channel="C0DATA", channel_type="C", inviter="U1"),
        (Membership(channel="C0DATA", person="U0ADA", is_member=True),),
    ),
    (
        event("member_left_channel", user="U0ADA", channel="C0DATA"),
        (Membership(channel="C0DATA", person="U0ADA", is_member=False),),
    ),
    (
        event("channel_left", channel="C0DATA", actor_id="U0ADA"),
        (Membership(channel="C0DATA", person=BOT, is_member=False),),
    ),
    (
        event("group_left", channel="G0SEC", actor_id="U0ADA"),
        (Membership(channel="G0SEC", person=BOT, is_member=False),),
    ),
]


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


# ------------------------------------------------------------------ envelopes


def test_an_event_is_kept_by_its_id_in_the_lane_of_its_channel() -> None:
    kept = envelope(message("hello"), NOW)

    assert kept is not None
    assert (kept.workspace, kept.event_id, kept.kind, kept.lane) == ("T0ACME", "Ev0001", "message", "C0DATA")
    assert kept.received_at == NOW
    assert '"text":"hello"' in kept.body
    assert "verification-token" not in kept.body


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


# ------------------------------------------------------------------ anything at all

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
