"""Mentions and direct messages: what is asked in them."""

from typing import Any

import pytest

from adapters.slack.events import incoming
from bot.incoming import Asked, Posted, Via
from expertise.types import MessageTs
from tests.support.slack_events import AT, READING, mention
from tests.support.slack_payloads import APP, TS, event, message, said


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
