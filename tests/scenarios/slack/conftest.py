"""A workspace on a Slack of our own. Whatever a scenario tells: cards are right, logs have no words."""

from collections.abc import AsyncIterator, Iterator
from io import StringIO
from types import SimpleNamespace

import pytest
import structlog

from tests.support.slack.fake import FakeSlack
from tests.support.slack_office import Office, SlowEmbedder, everything_said, wrong_with


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    fake.limits.is_on = False
    async with fake:
        yield fake
        said = everything_said(fake.calls)
    assert [problem for drawn in said for problem in wrong_with(drawn)] == []
    assert all(drawn.get("text") or drawn.get("type") == "home" for drawn in said)


@pytest.fixture(params=[True, False], ids=["HTTP", "Socket Mode"])
def over_http(request: pytest.FixtureRequest) -> bool:
    """How Slack brings what happens; whoever asks for it tells their scenario twice."""
    return bool(request.param)


@pytest.fixture
async def office(slack: FakeSlack, quiet_logs: None) -> Office:
    office = Office(slack)
    await office.talk()
    return office


@pytest.fixture
def slow() -> Iterator[SlowEmbedder]:
    """A model that can be made to take its time."""
    embedder = SlowEmbedder()
    yield embedder
    embedder.goes_on.set()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the bot writes to its log."""
    written = StringIO()
    monkeypatch.setattr("adapters.logs.sys", SimpleNamespace(stderr=written))
    return written


@pytest.fixture
def quiet_logs(log: StringIO, slack: FakeSlack) -> Iterator[None]:
    """Neither what people wrote nor a token is in the log."""
    yield
    logged = log.getvalue()
    structlog.reset_defaults()
    words = [m["text"] for c in slack.world.channels.values() for m in c.messages.values()]
    assert [text for text in words if len(text) > 8 and text in logged] == []
    assert slack.tokens.bot.value not in logged
