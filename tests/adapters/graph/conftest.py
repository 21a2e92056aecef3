"""A Graph with one team, and a clock for both."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.graph.client import Graph
from tests.support.clocks import FakeClock
from tests.support.graph import shapes
from tests.support.graph.connecting import graph_of
from tests.support.graph.fake import FakeGraph
from tests.support.graph.world import Channel

START = datetime(2024, 3, 1, 9, tzinfo=UTC)


def minute(count: int) -> datetime:
    return START + timedelta(minutes=count)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START + timedelta(days=30))


@pytest.fixture
async def fake(clock: FakeClock) -> AsyncIterator[FakeGraph]:
    async with FakeGraph(clock) as fake:
        yield fake


@pytest.fixture
async def graph(fake: FakeGraph, clock: FakeClock) -> AsyncIterator[Graph]:
    async with graph_of(fake, clock) as graph:
        yield graph


@pytest.fixture
def general(fake: FakeGraph) -> Channel:
    """A standard channel of a team with the app."""
    team = fake.world.team(shapes.TEAM, "Platform", shapes.member(shapes.ROBIN), shapes.member(shapes.JANE))
    return fake.world.channel(team)
