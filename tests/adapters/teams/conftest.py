"""A Teams of our own, with Ana and Ben in a team that the bot is in."""

from collections.abc import AsyncIterator

import pytest

from adapters.teams.connections import Connections
from bot.ports import Storage
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import Door, connected_to, entrance_for, settled_storage
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Channel, Person, Team


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def teams(clock: HandClock) -> AsyncIterator[FakeTeams]:
    async with FakeTeams(clock) as teams:
        yield teams


@pytest.fixture
def ana(teams: FakeTeams) -> Person:
    return teams.world.person("ana")


@pytest.fixture
def ben(teams: FakeTeams) -> Person:
    return teams.world.person("ben")


@pytest.fixture
def platform_team(teams: FakeTeams, ana: Person, ben: Person) -> Team:
    return teams.world.team("platform", ana, ben)


@pytest.fixture
def ask(teams: FakeTeams, platform_team: Team) -> Channel:
    return teams.world.channel(platform_team, "ask")


@pytest.fixture
async def storage() -> Storage:
    return await settled_storage()


@pytest.fixture
async def connections(teams: FakeTeams) -> AsyncIterator[Connections]:
    async with connected_to(teams) as connections:
        yield connections


@pytest.fixture
async def door(teams: FakeTeams) -> AsyncIterator[Door]:
    async with entrance_for(teams) as door:
        yield door
