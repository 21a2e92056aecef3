"""A Slack of our own with Ana in it, and a channel where she and the bot are."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.slack.client import client_of
from tests.support.slack.clocks import HandClock
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, User


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
def ana(slack: FakeSlack) -> User:
    return slack.world.person("ana")


@pytest.fixture
def ask(slack: FakeSlack, ana: User) -> Channel:
    return slack.world.channel("ask", ana, slack.bot)
