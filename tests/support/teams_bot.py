"""The whole bot, served to a Teams of our own; with a model that reads words, so that it starts at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from adapters.commands.serve_command import teams_settings, teams_side
from adapters.service import Service
from adapters.settings import Settings
from adapters.sides import Side
from adapters.wiring import now
from bot.ports import Clock
from index.types import Embedder
from tests.support.running import an_application, running
from tests.support.teams.fake import FakeTeams


@asynccontextmanager
async def teams_bot(
    teams: FakeTeams,
    folder: Path,
    *,
    clock: Clock = now,
    patience: float = 2.5,
    embedder: Embedder | None = None,
    **settings: object,
) -> AsyncIterator[Service]:
    """Migrated, caught up and listening, until the block ends."""

    def announce(address: str) -> None:
        teams.courier.address = f"{address}/api/messages"

    application = await an_application(folder, embedder=embedder, **teams_app(teams) | settings)
    side = quick_teams(teams, application.settings, patience)
    async with running(application, [side], announce, clock=clock):
        assert side.service
        yield side.service


def teams_app(teams: FakeTeams) -> dict[str, object]:
    """The settings of the app there."""
    return {
        "teams_app_id": teams.world.app_id,
        "teams_app_password": teams.bot_tokens.secret,
        "teams_tenant_id": teams.world.tenant,
    }


def quick_teams(teams: FakeTeams, settings: Settings, patience: float = 2.5) -> Side:
    """Teams' side, whose index follows at once."""
    settled = teams_settings(settings)
    return teams_side(
        replace(
            settled,
            wishes=replace(settled.wishes, refresh_seconds=0.05, patience=patience),
            login_url=teams.address,
            keys_url=teams.metadata_url,
            service_url=teams.service_url,
        )
    )
