"""The outbox over Teams, where nothing can be looked up: invitations at most once, replies at least once."""

import json
from typing import Any

import pytest

from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import Connections
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.errors import NO_APP
from bot.outbox import Outbox, intend
from bot.ports import Storage
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import WORKSPACE, book_of
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Person

HERE = WORKSPACE.id
TEXT = json.dumps({"type": "message", "text": "Maya may know"})


@pytest.fixture
def outbox(teams: FakeTeams, connections: Connections, storage: Storage, clock: HandClock) -> Outbox:
    says = TeamsPlatform(connections, book_of(teams, storage), clock)

    async def sleep(seconds: float) -> None:
        clock.pass_time(seconds)

    return Outbox(storage, says, "kenner-1", clock, sleep)


@pytest.fixture
def deliver(outbox: Outbox, storage: Storage, clock: HandClock) -> Any:
    async def deliver(kind: OutgoingKind, **fields: Any) -> Outgoing:
        outgoing = Outgoing(key=f"k{clock()}", kind=kind, payload=TEXT, intended_at=clock(), **fields)
        async with storage.begin(HERE) as uow:
            await intend(uow, outgoing)
            await uow.commit()
        said = await outbox.deliver(HERE, outgoing.key)
        assert said is not None
        return said

    return deliver


@pytest.mark.parametrize(
    "fault",
    [Fault.THROTTLED, Fault.PRECONDITION, Fault.BAD_GATEWAY, Fault.UNAVAILABLE, Fault.GATEWAY_TIMEOUT],
)
async def test_a_reply_is_said_once_teams_takes_it(
    teams: FakeTeams, deliver: Any, ask: Channel, fault: Fault
) -> None:
    teams.faults.next("create", fault, times=3)

    said = await deliver(OutgoingKind.REPLY, channel=ask.id)

    assert said.state is OutgoingState.SENT
    assert [one["id"] for one in teams.said(ask)] == [said.ts]


async def test_a_reply_whose_answer_was_lost_is_rather_said_twice_than_not_at_all(
    teams: FakeTeams, deliver: Any, ask: Channel
) -> None:
    teams.faults.next("create", Fault.LOST)

    said = await deliver(OutgoingKind.REPLY, channel=ask.id)

    assert said.state is OutgoingState.SENT
    assert len(teams.said(ask)) == 2


async def test_an_invitation_whose_answer_was_lost_is_not_said_again(
    teams: FakeTeams, deliver: Any, ana: Person, ask: Channel
) -> None:
    teams.faults.next("send", Fault.LOST)

    said = await deliver(OutgoingKind.INVITATION, recipient=ana.aad)

    assert said.state is OutgoingState.UNKNOWN
    assert len(teams.said(ana)) == 1


@pytest.mark.parametrize(("call", "fault"), [("token", Fault.UNAVAILABLE), ("send", Fault.PRECONDITION)])
async def test_an_invitation_that_surely_was_not_said_is_said_later(
    teams: FakeTeams, deliver: Any, ana: Person, ask: Channel, call: str, fault: Fault
) -> None:
    teams.faults.next(call, fault, times=2)

    said = await deliver(OutgoingKind.INVITATION, recipient=ana.aad)

    assert said.state is OutgoingState.SENT
    assert len(teams.said(ana)) == 1


async def test_that_somebody_lacks_the_app_stands_in_the_row(teams: FakeTeams, deliver: Any) -> None:
    said = await deliver(OutgoingKind.INVITATION, recipient=teams.world.person("cem").aad)

    assert (said.state, said.error) == (OutgoingState.FAILED, NO_APP)
