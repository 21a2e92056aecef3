"""Whether people are around: told at once, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.connections import Connections
from adapters.slack.presence import SlackPresence
from bot.presence import Presence
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import WORKSPACE
from tests.support.slack.fake import FakeSlack
from tests.support.slack.faults import Fault
from tests.support.slack.world import User

HOUR = timedelta(hours=1)  # the fake's offset of everyone


@pytest.fixture
def presence(connections: Connections, clock: HandClock) -> SlackPresence:
    return SlackPresence(connections, WORKSPACE.id, clock, budget=timedelta(seconds=5))


def seconds(at: datetime) -> int:
    return int(at.timestamp())


async def test_people_are_around_or_away_or_not_to_be_disturbed(
    presence: SlackPresence, slack: FakeSlack, clock: HandClock, ana: User
) -> None:
    away = slack.world.person("ben", presence="away")
    until = clock() + 2 * HOUR
    busy = slack.world.person("kim", dnd=(seconds(clock() - HOUR), seconds(until)))
    later = slack.world.person("lee", dnd=(seconds(until), seconds(until + HOUR)))

    told = await presence.of([ana.id, away.id, busy.id, later.id])

    assert told == {
        ana.id: Presence(around=True, utc_offset=HOUR),
        away.id: Presence(around=False, utc_offset=HOUR),
        busy.id: Presence(around=True, do_not_disturb_until=until.replace(tzinfo=UTC), utc_offset=HOUR),
        later.id: Presence(around=True, utc_offset=HOUR),
    }
    assert len(slack.called("dnd.teamInfo")) == 1


async def test_nobody_is_asked_about_for_nobody(presence: SlackPresence, slack: FakeSlack) -> None:
    assert await presence.of([]) == {}
    assert slack.calls == []


async def test_it_is_asked_again_after_a_minute(
    presence: SlackPresence, slack: FakeSlack, clock: HandClock, ana: User
) -> None:
    await presence.of([ana.id])
    ana.presence = "away"
    before = await presence.of([ana.id])
    clock.pass_time(60)
    after = await presence.of([ana.id])

    assert [one[ana.id].around for one in (before, after)] == [True, False]
    assert len(slack.called("users.getPresence")) == 2


async def test_without_the_scope_it_is_unknown_whether_somebody_may_be_disturbed(
    presence: SlackPresence, slack: FakeSlack, ana: User
) -> None:
    slack.tokens.bot.scopes.discard("dnd:read")

    told = await presence.of([ana.id])

    assert told == {ana.id: Presence(around=True, utc_offset=HOUR)}


async def test_what_fails_is_unknown(presence: SlackPresence, slack: FakeSlack, ana: User) -> None:
    ben = slack.world.person("ben")
    slack.faults.next("users.getPresence", Fault.RATE_LIMITED, times=2)

    told = await presence.of([ana.id, ben.id, "U0NOBODY"])

    assert told[ana.id] == told[ben.id] == Presence(utc_offset=HOUR)
    assert told["U0NOBODY"] == Presence()


async def test_without_a_token_all_is_unknown(presence: SlackPresence, slack: FakeSlack, ana: User) -> None:
    slack.tokens.revoke()

    assert await presence.of([ana.id]) == {ana.id: Presence()}


async def test_what_does_not_come_in_time_is_unknown(
    connections: Connections, slack: FakeSlack, clock: HandClock, ana: User
) -> None:
    slack.faults.next("dnd.teamInfo", Fault.SILENT)
    slack.faults.next("users.getPresence", Fault.SILENT)
    hasty = SlackPresence(connections, WORKSPACE.id, clock, budget=timedelta(seconds=0.3))

    told = await hasty.of([ana.id])

    assert told[ana.id].around is None
