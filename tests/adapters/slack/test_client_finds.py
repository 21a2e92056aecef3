"""What the bot said without hearing that it did is found again."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.client import SlackPlatform
from bot.chat_types import OutgoingKind
from bot.errors import NotFindableError, UnreachableError
from expertise.types import MessageTs
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import HERE
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel, User


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
