"""A Slack of our own with Ana and the bot in a channel, and one that others wrote."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import SlackPlatform
from adapters.slack.connections import Connections
from bot.chat_types import Outgoing, OutgoingKind
from tests.support.local_slack import LocalSlack, Mode, program
from tests.support.slack.client import client_of
from tests.support.slack.clocks import HandClock
from tests.support.slack.connecting import Pauses, connected_to
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, Json, User


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def slack(clock: HandClock) -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock) as slack:
        yield slack


@pytest.fixture
def client(slack: FakeSlack) -> AsyncWebClient:
    return client_of(slack)


@pytest.fixture
async def connections(slack: FakeSlack) -> AsyncIterator[Connections]:
    async with connected_to(slack) as connections:
        yield connections


@pytest.fixture
def platform(connections: Connections, clock: HandClock) -> SlackPlatform:
    return SlackPlatform(connections, clock)


@pytest.fixture
def outgoing(clock: HandClock) -> Any:
    """Makes a message that is to be said."""

    def make(kind: OutgoingKind, payload: Json | None = None, **fields: Any) -> Outgoing:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Maya Lind"}}]
        drawn = json.dumps(payload or {"text": "Maya may know", "blocks": blocks})
        own = {"key": "k1", "kind": kind, "payload": drawn, "intended_at": clock()}
        return Outgoing(**own | fields)

    return make


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def ana(slack: FakeSlack) -> User:
    return slack.world.person("ana")


@pytest.fixture
def ask(slack: FakeSlack, ana: User) -> Channel:
    return slack.world.channel("ask", ana, slack.bot)


@pytest.fixture
async def local_slack(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[LocalSlack]:
    """It brings events over HTTP, or as the test says: ``parametrize("local_slack", …, indirect=True)``."""
    mode: Mode = getattr(request, "param", Mode.HTTP)
    async with LocalSlack(program(), tmp_path, mode) as slack:
        yield slack


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's client would ask this machine's proxy for loopback."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
