"""What the bot says arrives where it should, and what goes wrong is told in our words."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.client import SlackPlatform
from adapters.slack.connections import Connections
from bot.chat_types import Outgoing, OutgoingKind
from bot.errors import (
    LockedOutError,
    NotFindableError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from expertise.types import MessageTs
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import WORKSPACE, connected_to
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, Json, User

HERE = WORKSPACE.id
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "Maya Lind"}}]
HOME = {"type": "home", "blocks": BLOCKS}


@pytest.fixture
def platform(connections: Connections, clock: HandClock) -> SlackPlatform:
    return SlackPlatform(connections, clock)


@pytest.fixture
def outgoing(clock: HandClock) -> Any:
    def make(kind: OutgoingKind, payload: Json | None = None, **fields: Any) -> Outgoing:
        drawn = json.dumps(payload or {"text": "Maya may know", "blocks": BLOCKS})
        own = {"key": "k1", "kind": kind, "payload": drawn, "intended_at": clock()}
        return Outgoing(**own | fields)

    return make


def keys(slack: FakeSlack, where: Channel) -> list[str]:
    return [one["metadata"]["event_payload"]["key"] for one in slack.messages(where)]


def texts(messages: list[Json]) -> list[str]:
    return [one["text"] for one in messages]


async def test_a_reply_stands_in_its_thread_without_previews(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    asked = slack.world.write(ana.id, ask, "who knows postgres?")

    ts = await platform.send(
        HERE, outgoing(OutgoingKind.REPLY, channel=ask.id, thread_ts=MessageTs(asked["ts"]))
    )

    said = slack.messages(ask, asked["ts"])[-1]
    assert (said["ts"], said["text"], said["thread_ts"]) == (ts, "Maya may know", asked["ts"])
    assert said["blocks"][0]["text"]["text"] == "Maya Lind"
    assert said["metadata"] == {"event_type": "kenner", "event_payload": {"key": "k1"}}
    arguments = slack.called("chat.postMessage")[0].arguments
    assert (arguments["unfurl_links"], arguments["unfurl_media"]) == (False, False)


async def test_what_is_private_is_seen_by_one_person(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    ts = await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ana.id))

    assert ts is None
    assert texts(slack.ephemerals(ana)) == ["Maya may know"]
    assert slack.messages(ask) == []


async def test_an_answer_to_a_command_works_where_the_bot_is_not(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    secret = slack.world.channel("secret", ana, kind="private")
    payload = {"text": "Maya may know", "response_url": response_url(slack, ana, secret)}

    await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, payload, channel=secret.id, recipient=ana.id))

    assert texts(slack.ephemerals(ana)) == ["Maya may know"]
    assert [one.method for one in slack.calls] == ["response_url"]


async def test_an_address_that_has_ended_is_not_tried(
    platform: SlackPlatform, slack: FakeSlack, clock: HandClock, ana: User, ask: Channel, outgoing: Any
) -> None:
    payload = {"text": "late", "response_url": response_url(slack, ana, ask)}
    late = outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id)
    clock.pass_time(30 * 60)

    await platform.send(HERE, late)

    assert texts(slack.ephemerals(ana)) == ["late"]
    assert [one.method for one in slack.calls] == ["chat.postEphemeral"]


async def test_an_address_that_is_used_up_is_done_without(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    payload = {"text": "again", "response_url": response_url(slack, ana, ask)}
    private = outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id)
    for _ in range(6):
        await platform.send(HERE, private)

    assert texts(slack.ephemerals(ana)) == ["again"] * 6
    assert [one.method for one in slack.calls][-2:] == ["response_url", "chat.postEphemeral"]


@pytest.mark.parametrize("kind", ["public", "private"])
async def test_who_cannot_be_shown_it_in_the_channel_gets_it_directly(
    platform: SlackPlatform, slack: FakeSlack, ana: User, kind: str, outgoing: Any
) -> None:
    without_the_bot = slack.world.channel("elsewhere", ana, kind=kind)
    private = outgoing(
        OutgoingKind.PRIVATE, channel=without_the_bot.id, recipient=ana.id, thread_ts=MessageTs("1.000001")
    )

    ts = await platform.send(HERE, private)

    (said,) = slack.messages(slack.direct(ana))
    assert (said["ts"], said["text"]) == (ts, "Maya may know")
    assert "thread_ts" not in said


async def test_who_left_the_channel_gets_it_directly(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    ben = slack.world.person("ben")

    await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ben.id))

    assert texts(slack.messages(slack.direct(ben))) == ["Maya may know"]


async def test_after_silence_no_other_way_is_tried(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    payload = {"text": "once", "response_url": response_url(slack, ana, ask)}
    slack.faults.next("response_url", Fault.LOST)

    with pytest.raises(UnreachableError):
        await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, payload, channel=ask.id, recipient=ana.id))

    assert texts(slack.ephemerals(ana)) == ["once"]


@pytest.mark.parametrize("kind", [OutgoingKind.DIRECT, OutgoingKind.INVITATION])
async def test_what_is_for_one_person_goes_to_them_and_never_to_a_channel(
    platform: SlackPlatform,
    slack: FakeSlack,
    clock: HandClock,
    ana: User,
    ask: Channel,
    kind: OutgoingKind,
    outgoing: Any,
) -> None:
    for key in ("a", "b"):
        await platform.send(HERE, outgoing(kind, recipient=ana.id, channel=ask.id, key=key))
        clock.pass_time(2)

    assert slack.messages(ask) == []
    assert keys(slack, slack.direct(ana)) == ["a", "b"]
    assert len(slack.called("conversations.open")) == 1


async def test_a_home_page_is_put_up(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    await platform.send(HERE, outgoing(OutgoingKind.HOME, {"text": "", "view": HOME}, recipient=ana.id))

    home = slack.home(ana)
    assert home is not None
    assert home["blocks"][0]["text"]["text"] == "Maya Lind"


async def test_an_update_takes_the_place_of_all_that_was_there(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    ts = await platform.send(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    await platform.update(
        HERE,
        outgoing(OutgoingKind.UPDATE, {"text": "taken care of"}, channel=ask.id, target_ts=ts, key="k2"),
    )

    (said,) = slack.messages(ask)
    assert said["text"] == "taken care of"
    assert not said.get("blocks")
    assert keys(slack, ask) == ["k1"]


async def test_an_invitation_is_updated_where_it_stands(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    ts = await platform.send(HERE, outgoing(OutgoingKind.INVITATION, recipient=ana.id))

    await platform.update(
        HERE, outgoing(OutgoingKind.UPDATE, {"text": "thank you"}, recipient=ana.id, target_ts=ts)
    )

    assert texts(slack.messages(slack.direct(ana))) == ["thank you"]


async def test_what_one_person_alone_sees_is_replaced_by_the_address_of_their_press(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    await platform.send(HERE, outgoing(OutgoingKind.PRIVATE, channel=ask.id, recipient=ana.id))
    (shown,) = slack.ephemerals(ana)
    payload = {"text": "asked", "response_url": response_url(slack, ana, ask, shown)}

    await platform.update(HERE, outgoing(OutgoingKind.UPDATE, payload, channel=ask.id))

    assert texts(slack.ephemerals(ana)) == ["asked"]


# ---- What goes wrong ----


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


# ---- Finding ----


async def test_what_was_said_without_an_answer_is_found(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    slack.faults.next("chat.postMessage", Fault.LOST)
    reply = outgoing(OutgoingKind.REPLY, channel=ask.id)
    with pytest.raises(UnreachableError):
        await platform.send(HERE, reply)

    found = await platform.find(HERE, reply)

    assert found == slack.messages(ask)[0]["ts"]


async def test_it_is_found_in_its_thread(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    asked = slack.world.write(ana.id, ask, "who knows postgres?")
    reply = outgoing(OutgoingKind.REPLY, channel=ask.id, thread_ts=MessageTs(asked["ts"]))

    before = await platform.find(HERE, reply)
    ts = await platform.send(HERE, reply)

    assert before is None
    assert await platform.find(HERE, reply) == ts


async def test_it_is_found_in_the_conversation_with_somebody(
    platform: SlackPlatform, ana: User, ask: Channel, outgoing: Any
) -> None:
    invitation = outgoing(OutgoingKind.INVITATION, recipient=ana.id, channel=ask.id)
    ts = await platform.send(HERE, invitation)

    assert await platform.find(HERE, invitation) == ts
    assert await platform.find(HERE, outgoing(OutgoingKind.INVITATION, recipient=ana.id, key="k2")) is None


async def test_it_is_found_behind_much_that_was_said_since_and_before(
    platform: SlackPlatform, slack: FakeSlack, clock: HandClock, ana: User, ask: Channel, outgoing: Any
) -> None:
    for number in range(300):
        slack.world.write(ana.id, ask, f"{number}")
    clock.pass_time(3600)
    reply = outgoing(OutgoingKind.REPLY, channel=ask.id, sending_at=clock() + timedelta(minutes=5))
    for number in range(250):
        slack.world.write(ana.id, ask, f"{number}")
    ts = await platform.send(HERE, reply)

    assert await platform.find(HERE, reply) == ts
    assert len(slack.called("conversations.history")) == 2


async def test_too_much_said_since_is_not_looked_through(
    platform: SlackPlatform, slack: FakeSlack, ana: User, ask: Channel, outgoing: Any
) -> None:
    for number in range(4_001):
        slack.world.write(ana.id, ask, f"{number}")

    with pytest.raises(NotFindableError):
        await platform.find(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))

    assert len(slack.called("conversations.history")) == 21


@pytest.mark.parametrize("kind", [OutgoingKind.PRIVATE, OutgoingKind.HOME])
async def test_what_is_kept_nowhere_is_not_findable(
    platform: SlackPlatform, ana: User, ask: Channel, kind: OutgoingKind, outgoing: Any
) -> None:
    with pytest.raises(NotFindableError):
        await platform.find(HERE, outgoing(kind, channel=ask.id, recipient=ana.id))


async def test_where_we_may_not_read_nothing_is_findable(
    platform: SlackPlatform, slack: FakeSlack, ana: User, outgoing: Any
) -> None:
    secret = slack.world.channel("secret", ana, kind="private")

    with pytest.raises(NotFindableError):
        await platform.find(HERE, outgoing(OutgoingKind.REPLY, channel=secret.id))


async def test_silence_while_looking_is_no_answer(
    platform: SlackPlatform, slack: FakeSlack, ask: Channel, outgoing: Any
) -> None:
    slack.faults.next("conversations.history", Fault.UNREACHABLE, times=2)  # aiohttp repeats a broken GET

    with pytest.raises(UnreachableError):
        await platform.find(HERE, outgoing(OutgoingKind.REPLY, channel=ask.id))


def response_url(slack: FakeSlack, who: User, where: Channel, source: Json | None = None) -> str:
    return f"{slack.address}/response/{slack.response_urls.issue(who.id, where.id, source)}"
