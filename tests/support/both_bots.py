"""One process that serves a Slack and a Teams of our own, as ``kenner serve`` does it."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.service import Service
from adapters.sides import Side
from bot.types import Platform
from index.types import Embedder
from tests.support.running import an_application, running, until
from tests.support.slack.fake import FakeSlack
from tests.support.slack_bot import quick_slack, slack_tokens
from tests.support.teams.fake import FakeTeams
from tests.support.teams_bot import quick_teams, teams_app


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """What runs."""

    address: str
    sides: tuple[Side, ...]

    async def service(self, platform: Platform) -> Service:
        """Once the platform lets us in."""
        (side,) = [each for each in self.sides if each.platform is platform]
        await until(lambda: side.service)
        assert side.service
        return side.service

    async def get(self, path: str) -> tuple[int, str]:
        """What the process says there."""
        async with aiohttp.ClientSession() as web, web.get(self.address + path) as response:
            return response.status, await response.text()


@asynccontextmanager
async def both_bots(
    slack: FakeSlack,
    teams: FakeTeams,
    folder: Path,
    *,
    embedder: Embedder | None = None,
    refused: Collection[Platform] = (),
    **settings: object,
) -> AsyncIterator[Both]:
    """Caught up and listening on both, but for those that refuse, until the block ends."""

    def announce(address: str) -> None:
        slack.send_events_to(f"{address}/slack/events")
        teams.courier.address = f"{address}/api/messages"

    own = slack_tokens(slack) | teams_app(teams)
    application = await an_application(folder, embedder=embedder, **own | settings)
    sides = (quick_slack(application.settings), quick_teams(teams, application.settings))
    async with running(application, sides, announce, refused=refused) as address:
        yield Both(address=address, sides=sides)
