"""Connects to the fake as the product does, and waits as long as Graph says in no time."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec

import pytest

from adapters.graph import client
from adapters.graph.backfill import Past
from adapters.graph.client import Graph, scope_of
from adapters.patience import Patience
from adapters.teams.connections import App, connected
from tests.support.clocks import FakeClock
from tests.support.graph.fake import FakeGraph
from tests.support.graph.shapes import TENANT
from tests.support.teams.world import APP_ID


def needs_sdk() -> pytest.MarkDecorator:
    """Microsoft's SDK is an extra: where it is not, tests that need it are skipped, except in CI."""
    is_missing = find_spec("msgraph") is None
    return pytest.mark.skipif(is_missing and not os.environ.get("CI"), reason="the extra graph is missing")


def app_of(fake: FakeGraph) -> App:
    own = {"id": APP_ID, "password": fake.tokens.secret, "tenant": TENANT}
    return App(**own, login=fake.address, scope=scope_of(fake.url))


def past_of(fake: FakeGraph, clock: FakeClock, *teams: str) -> Past:
    """What a backfill wants: these teams, or all that the bot was heard in."""
    return Past(
        app=app_of(fake),
        teams=teams or tuple(fake.world.teams),
        graph=fake.url,
        service_url=fake.address,
        patience=Patience(clock.sleep, longest_pause=900),
    )


@asynccontextmanager
async def graph_of(fake: FakeGraph, clock: FakeClock) -> AsyncIterator[Graph]:
    async with (
        connected(app_of(fake), clock) as login,
        client.connected(login, fake.url, Patience(clock.sleep)) as graph,
    ):
        yield graph
