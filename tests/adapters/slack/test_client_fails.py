"""What the bot cannot say is told in our words, and none of its own stands in the log."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.client import SlackPlatform
from bot.chat_types import OutgoingKind
from bot.errors import LockedOutError, RateLimitedError, RefusedError, UnreachableError
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import HERE, connected_to, response_url
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, Json, User


async def test_a_limit_says_for_how_long(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    slack.faults.next("chat.postMessage", Fault.RATE_LIMITED, retry_after=17)

    with pytest.raises(RateLimitedError) as raised:
        await platform.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert raised.value.retry_after == 17
    assert len(slack.calls) == 1


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.UNREACHABLE, Fault.LOST])
async def test_a_broken_answer_leaves_it_open(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, fault: Fault, outgoing: Any
) -> None:
    slack.faults.next("chat.postMessage", fault)

    with pytest.raises(UnreachableError) as raised:
        await platform.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert len(slack.calls) == 1
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.STUCK])
async def test_no_answer_in_time_leaves_it_open(
    slack: FakeSlack, clock: HandClock, ask: Channel, fault: Fault, outgoing: Any
) -> None:
    slack.faults.next("chat.postMessage", fault)

    async with connected_to(slack, seconds=0.2) as connections:
        with pytest.raises(UnreachableError):
            await SlackPlatform(connections, clock).send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert len(slack.messages(ask)) == (1 if fault is Fault.STUCK else 0)


async def test_a_slack_in_trouble_leaves_it_open(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    slack.faults.next("chat.postMessage", Fault.REFUSED, error="fatal_error")

    with pytest.raises(UnreachableError):
        await platform.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))


async def test_a_refusal_has_slacks_word(platform: SlackPlatform, ask: Channel, outgoing: Any) -> None:
    ask.is_archived = True

    with pytest.raises(RefusedError) as raised:
        await platform.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert (raised.value.code, type(raised.value)) == ("is_archived", RefusedError)


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_who_is_locked_out_can_tell(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, code: str, outgoing: Any
) -> None:
    slack.tokens.bot.trouble = code

    with pytest.raises(LockedOutError) as raised:
        await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ana.id))
    with pytest.raises(LockedOutError):
        await platform.find(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert raised.value.code == code
    assert [one.method for one in slack.calls] == ["chat.postEphemeral", "conversations.history"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"payload": None}, "no_payload"),
        ({"payload": '{"words": "secret"}'}, "bad_payload"),
        ({"channel": None}, "no_channel"),
    ],
)
async def test_what_can_never_be_said_is_refused_before_slack_is_asked(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, fields: Json, code: str, outgoing: Any
) -> None:
    reply = replace(outgoing(OutgoingKind.REPLY, channel=ask.id), **fields)

    with pytest.raises(RefusedError, match=code) as raised:
        await platform.send(HERE, reply)

    assert slack.calls == []
    assert raised.value.__context__ is None


async def test_nothing_that_is_said_stands_in_the_log(
    platform: SlackPlatform,
    slack: FakeSlack,
    ana: User,
    ask: Channel,
    caplog: pytest.LogCaptureFixture,
    outgoing: Any,
) -> None:
    payload = {"text": "very secret", "response_url": response_url(slack, ana, ask)}

    with caplog.at_level(logging.DEBUG):
        await platform.send(HERE, outgoing(OutgoingKind.REPLY, {"text": "very secret"}, channel=ask.id))
        await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id))

    assert len(slack.calls) == 2
    assert "secret" not in caplog.text
    assert slack.tokens.bot.value not in caplog.text
