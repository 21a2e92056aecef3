"""A Teams of our own, with Ana and Ben in a team that the bot is in."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.teams.book import AddressBook
from adapters.teams.client import TeamsPlatform
from adapters.teams.connections import Connections
from bot.chat_types import Outgoing, OutgoingKind
from bot.ports import Storage
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import Door, book_of, connected_to, entrance_for, settled_storage
from tests.support.teams.fake import FakeTeams
from tests.support.teams.saying import DRAWN
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


@pytest.fixture
def book(teams: FakeTeams, storage: Storage) -> AddressBook:
    return book_of(teams, storage)


@pytest.fixture
def says(connections: Connections, book: AddressBook, clock: HandClock) -> TeamsPlatform:
    return TeamsPlatform(connections, book, clock)


@pytest.fixture
def outgoing(clock: HandClock) -> Any:
    def make(kind: OutgoingKind, **fields: Any) -> Outgoing:
        own = {"key": "k1", "kind": kind, "payload": json.dumps(DRAWN), "intended_at": clock()}
        return Outgoing(**own | fields)

    return make
