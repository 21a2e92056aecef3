"""The outbox over Slack: what an answer was lost for is looked up before it is said again."""

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.client import SlackPlatform
from adapters.slack.connections import Connections, connected
from adapters.storage.memory.unit_of_work import MemoryStorage
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.errors import LockedOutError
from bot.outbox import Outbox, intend
from expertise.types import WorkspaceId
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import WORKSPACE
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import Channel

TEXT = json.dumps({"text": "Maya may know"})


async def deliver(
    slack: FakeSlack, connections: Connections, clock: HandClock, ask: Channel, **changes: Any
) -> Outgoing:
    """Say it there; whoever waits makes time pass."""

    async def sleep(seconds: float) -> None:
        clock.pass_time(seconds)

    storage = MemoryStorage()
    reply = Outgoing(key="k1", kind=OutgoingKind.REPLY, payload=TEXT, intended_at=clock(), channel=ask.id)
    async with storage.begin(WORKSPACE.id) as uow:
        await intend(uow, replace(reply, **changes))
        await uow.commit()
    outbox = Outbox(storage, SlackPlatform(connections, clock), "here", clock, sleep)
    said = await outbox.deliver(WORKSPACE.id, "k1")
    assert said is not None
    return said


@pytest.mark.parametrize("searches", [0, 9])
async def test_a_lost_answer_does_not_say_it_twice_however_long_slack_is_in_trouble(
    slack: FakeSlack, connections: Connections, clock: HandClock, ask: Channel, searches: int
) -> None:
    slack.faults.next("chat.postMessage", Fault.LOST)
    slack.faults.next("conversations.history", Fault.UNAVAILABLE, times=searches)

    said = await deliver(slack, connections, clock, ask)

    (message,) = slack.messages(ask)
    assert (said.state, said.ts) == (OutgoingState.SENT, message["ts"])


async def test_two_are_brought_together_once_and_in_a_group_message_of_their_own(
    slack: FakeSlack, connections: Connections, clock: HandClock, ask: Channel
) -> None:
    ana, ben = slack.world.person("ana"), slack.world.person("ben")
    slack.faults.next("chat.postMessage", Fault.LOST)
    both = {"kind": OutgoingKind.TOGETHER, "channel": None, "recipient": f"{ana.id},{ben.id}"}

    said = await deliver(slack, connections, clock, ask, **both)

    (message,) = slack.messages(slack.direct(ana, ben))
    assert (said.state, said.ts) == (OutgoingState.SENT, message["ts"])


@pytest.mark.parametrize(
    ("is_stranger", "without", "error"),
    [(True, "", "invalid_user_combination"), (False, "mpim:write", "missing_scope")],
)
async def test_two_whom_slack_lets_nobody_bring_together_are_not(
    slack: FakeSlack,
    connections: Connections,
    clock: HandClock,
    ask: Channel,
    *,
    is_stranger: bool,
    without: str,
    error: str,
) -> None:
    ana, ben = slack.world.person("ana"), slack.world.person("ben", is_stranger=is_stranger)
    slack.tokens.bot.scopes.discard(without)
    both = {"kind": OutgoingKind.TOGETHER, "channel": None, "recipient": f"{ana.id},{ben.id}"}

    said = await deliver(slack, connections, clock, ask, **both)

    assert (said.state, said.error) == (OutgoingState.FAILED, error)


async def test_what_never_arrived_is_said_again(
    slack: FakeSlack, connections: Connections, clock: HandClock, ask: Channel
) -> None:
    slack.faults.next("chat.postMessage", Fault.UNREACHABLE, times=2)
    slack.faults.next("chat.postMessage", Fault.RATE_LIMITED, retry_after=30)

    said = await deliver(slack, connections, clock, ask)

    assert said.state is OutgoingState.SENT
    assert len(slack.messages(ask)) == 1


async def test_who_is_locked_out_waits_until_they_are_let_in_again(
    slack: FakeSlack, connections: Connections, clock: HandClock, ask: Channel
) -> None:
    slack.faults.next("chat.postMessage", Fault.REFUSED, error="token_revoked", times=3)

    said = await deliver(slack, connections, clock, ask)

    assert said.state is OutgoingState.SENT
    assert len(slack.messages(ask)) == 1


async def test_without_a_token_nothing_is_asked_and_connections_close(slack: FakeSlack) -> None:
    async def nobody(_: WorkspaceId) -> str | None:
        return None

    async with connected(nobody, slack.base_url) as connections:
        session = connections.client_of("x").session
        with pytest.raises(LockedOutError):
            await connections.client(WORKSPACE.id)

    assert slack.calls == []
    assert session is not None
    assert session.closed
