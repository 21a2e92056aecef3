"""What goes wrong where the bot says something is told in our words."""

import asyncio
import logging
from typing import Any

import pytest

from adapters.teams.book import AddressBook
from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import App, Connections, connected
from bot.chat_types import OutgoingKind
from bot.errors import (
    LockedOutError,
    RateLimitedError,
    RefusedError,
    UnreachableError,
)
from bot.ports import Storage
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import connected_to
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.saying import HERE
from tests.support.teams.world import Channel, Json, Person


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"payload": None}, "no_payload"),
        ({"payload": "{"}, "bad_payload"),
        ({"payload": '{"type": "event"}'}, "bad_payload"),
        ({"channel": None}, "no_channel"),
    ],
)
async def test_what_cannot_be_said_is_refused_for_good(
    says: TeamsPlatform, ask: Channel, outgoing: Any, fields: Json, code: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        await says.send(HERE, outgoing(OutgoingKind.REPLY, **{"channel": ask.id} | fields))

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.THROTTLED, RateLimitedError),
        (Fault.PRECONDITION, RateLimitedError),
        (Fault.BROKEN, UnreachableError),
        (Fault.BAD_GATEWAY, UnreachableError),
        (Fault.UNAVAILABLE, UnreachableError),
        (Fault.GATEWAY_TIMEOUT, UnreachableError),
        (Fault.UNREACHABLE, UnreachableError),
        (Fault.LOST, UnreachableError),
        (Fault.REFUSED, RefusedError),
    ],
)
async def test_what_goes_wrong_says_whether_it_may_have_been_said(
    teams: FakeTeams,
    says: TeamsPlatform,
    ana: Person,
    ben: Person,
    outgoing: Any,
    fault: Fault,
    error: type[Exception],
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", fault)

    with pytest.raises(error):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.said(group)) == (1 if fault is Fault.LOST else 0)
    assert len(teams.called("send")) == 1


async def test_silence_ends_and_leaves_open_what_was_said(
    teams: FakeTeams, book: AddressBook, clock: HandClock, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", Fault.STUCK)

    async with connected_to(teams, seconds=0.2) as connections:
        with pytest.raises(UnreachableError):
            await TeamsPlatform(connections, book, clock).send(
                HERE, outgoing(OutgoingKind.REPLY, channel=group.id)
            )

    assert len(teams.said(group)) == 1


@pytest.mark.parametrize(("told", "pause"), [(17, 17.0), (None, 10.0)])
async def test_too_much_is_said_again_when_teams_says(
    teams: FakeTeams,
    says: TeamsPlatform,
    ana: Person,
    ben: Person,
    outgoing: Any,
    told: int | None,
    pause: float,
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", Fault.THROTTLED, retry_after=told)

    with pytest.raises(RateLimitedError) as limited:
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert limited.value.retry_after == pause


async def test_the_limits_of_one_conversation_are_those_documented(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, clock: HandClock, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    for _ in range(7):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
    with pytest.raises(RateLimitedError) as limited:
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    clock.pass_time(limited.value.retry_after)
    await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.said(group)) == 8


async def test_several_who_were_refused_for_a_clash_come_back_at_different_times(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    teams.faults.next("send", Fault.PRECONDITION, times=5)
    pauses = set()
    for _ in range(5):
        with pytest.raises(RateLimitedError) as clash:
            await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
        pauses.add(clash.value.retry_after)

    assert len(pauses) > 1
    assert all(1 <= pause < 2 for pause in pauses)


async def test_one_token_serves_until_shortly_before_it_ends(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, clock: HandClock, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    for seconds in (0, 3_200, 200):
        clock.pass_time(seconds)
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.bot_tokens.given) == 2


async def test_for_a_token_that_was_taken_back_another_is_fetched_at_once(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))
    teams.bot_tokens.revoke()

    said = [says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id)) for _ in range(3)]
    await asyncio.gather(*said)

    assert len(teams.said(group)) == 4
    assert len(teams.bot_tokens.given) == 2


async def test_whoever_is_refused_with_a_new_token_too_is_locked_out(
    teams: FakeTeams, says: TeamsPlatform, ana: Person, ben: Person, outgoing: Any
) -> None:
    group = teams.world.group(ana, ben)
    teams.bot_tokens.are_good = lambda _: False  # type: ignore[method-assign]

    with pytest.raises(LockedOutError):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel=group.id))

    assert len(teams.bot_tokens.given) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"password": "wrong"}, "AADSTS7000215"),
        ({"id": "wrong"}, "AADSTS700016"),
        ({"tenant": "wrong"}, "AADSTS90002"),
    ],
)
async def test_a_wrong_id_or_password_locks_out(
    teams: FakeTeams, book: AddressBook, clock: HandClock, outgoing: Any, wrong: Json, code: str
) -> None:
    right: Json = {"id": teams.world.app_id, "password": teams.bot_tokens.secret}
    app = App(**right | {"tenant": teams.world.tenant, "login": teams.address} | wrong)

    async with connected(app, clock) as connections:
        with pytest.raises(LockedOutError) as locked_out:
            await TeamsPlatform(connections, book, clock).send(
                HERE, outgoing(OutgoingKind.REPLY, channel="19:a@thread.v2")
            )

    assert locked_out.value.code == code
    assert teams.calls == []


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.UNREACHABLE, Fault.THROTTLED])
async def test_without_a_login_it_surely_was_not_said(
    teams: FakeTeams, says: TeamsPlatform, outgoing: Any, fault: Fault
) -> None:
    teams.faults.next("token", fault, times=2)

    with pytest.raises(RateLimitedError):
        await says.send(HERE, outgoing(OutgoingKind.REPLY, channel="19:a@thread.v2"))

    assert teams.calls == []


async def test_a_door_that_does_not_open_lets_nothing_through(
    teams: FakeTeams, connections: Connections, storage: Storage, clock: HandClock, outgoing: Any
) -> None:
    nowhere = AddressBook(storage, HERE, clock, "http://127.0.0.1:1/")

    with pytest.raises(RateLimitedError):
        await TeamsPlatform(connections, nowhere, clock).send(
            HERE, outgoing(OutgoingKind.REPLY, channel="19:a@thread.v2")
        )


async def test_neither_words_nor_tokens_are_logged(
    teams: FakeTeams,
    says: TeamsPlatform,
    ana: Person,
    ask: Channel,
    outgoing: Any,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    teams.faults.next("send", Fault.BAD_GATEWAY)
    with pytest.raises(UnreachableError) as raised:
        await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))
    await says.send(HERE, outgoing(OutgoingKind.DIRECT, recipient=ana.aad))

    assert raised.value.__cause__ is None
    logged = caplog.text + "".join(capsys.readouterr())
    assert not [word for word in ("Maya", *teams.bot_tokens.given, teams.bot_tokens.secret) if word in logged]
