"""The whole bot, served to a Teams of our own; with a model that reads words, so that it starts at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.commands.serve_command import teams_settings
from adapters.service import Service
from adapters.settings import Settings
from adapters.storage.schema import migrate
from adapters.teams.service import open_service
from adapters.web.metrics import PrometheusMeter
from adapters.wiring import Application, now
from bot.ports import Clock
from tests.support.models import WordEmbedder
from tests.support.rows import READING
from tests.support.running import own_threads, running
from tests.support.teams.fake import FakeTeams


@asynccontextmanager
async def teams_bot(
    teams: FakeTeams, folder: Path, *, clock: Clock = now, **settings: object
) -> AsyncIterator[Service]:
    """Migrated, caught up and listening, until the block ends."""
    own: dict[str, Any] = {
        "teams_app_id": teams.world.app_id,
        "teams_app_password": teams.bot_tokens.secret,
        "teams_tenant_id": teams.world.tenant,
    }
    application = Application(Settings(data_dir=folder, **own | settings))
    application.__dict__ |= {"reading": READING, "embedder": WordEmbedder()}
    await migrate(application.settings.url)
    meter = PrometheusMeter()

    def announce(address: str) -> None:
        teams.courier.address = f"{address}/api/messages"

    settled = teams_settings(application.settings)
    quick = replace(
        settled,
        wishes=replace(settled.wishes, refresh_seconds=0.05),
        login_url=teams.address,
        keys_url=teams.metadata_url,
        service_url=teams.service_url,
    )
    async with (
        own_threads(),
        application.storage() as storage,
        open_service(application, storage, quick, meter, clock) as (service, posts),
        running(service, posts, meter, announce),
    ):
        yield service
