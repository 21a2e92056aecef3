"""The whole bot, served to a Teams of our own; with a model that reads words, so that it starts at once."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
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
from adapters.web.server import Serving, served
from adapters.wiring import Application, now
from bot.ports import Clock
from tests.support.models import WordEmbedder
from tests.support.rows import READING
from tests.support.slack_bot import until
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
    settled = teams_settings(application.settings)
    quick = replace(
        settled,
        wishes=replace(settled.wishes, refresh_seconds=0.05),
        login_url=teams.address,
        keys_url=teams.metadata_url,
        service_url=teams.service_url,
    )
    async with (
        _own_threads(),
        application.storage() as storage,
        open_service(application, storage, quick, meter, clock) as (service, posts),
    ):

        async def missing() -> list[str]:
            return service.missing

        async def standing() -> dict[str, float]:
            return {}

        serving = Serving(meter=meter, missing=missing, standing=standing, posts=posts)
        async with served(serving, "127.0.0.1", 0) as address:
            teams.courier.address = f"{address}/api/messages"
            running = asyncio.get_running_loop().create_task(service.run())
            try:
                await until(lambda: service.is_settled and not service.missing)
                yield service
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def _own_threads() -> AsyncIterator[None]:
    """The engine of durable work closes the loop's threads behind it: whoever comes next has new ones."""
    try:
        yield
    finally:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
