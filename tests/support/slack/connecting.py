"""Connections to the fake, for one workspace, and no waiting between attempts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack.calls import Patience
from adapters.slack.connections import Connections, connected, one_token
from bot.identity import workspace_id
from bot.types import Platform, Workspace
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import Channel, Json, User

WORKSPACE = Workspace(
    id=workspace_id(Platform.SLACK, "T01ACME"),
    platform=Platform.SLACK,
    platform_id="T01ACME",
    name="Acme",
    url="https://acme.slack.com/",
)
HERE = WORKSPACE.id


@asynccontextmanager
async def connected_to(slack: FakeSlack, seconds: float = 5) -> AsyncIterator[Connections]:
    """As the product connects; ``seconds`` is how long a call may take."""
    async with connected(one_token(slack.tokens.bot.value), slack.base_url, seconds) as connections:
        yield connections


def response_url(slack: FakeSlack, who: User, where: Channel, source: Json | None = None) -> str:
    """Where Slack takes an answer to a command of somebody's, or to a press on what only they see."""
    return f"{slack.address}/response/{slack.response_urls.issue(who.id, where.id, source)}"


class Pauses:
    """A sleep that takes no time, and remembers."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)

    def patience(self, attempts: int = 6) -> Patience:
        return Patience(self, attempts=attempts)
