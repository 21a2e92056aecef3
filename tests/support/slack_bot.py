"""The whole bot, served to a Slack of our own; with a model that reads words, so that it starts at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.commands.serve_command import slack_settings
from adapters.service import Service
from adapters.settings import Settings
from adapters.slack.service import open_service
from adapters.storage.schema import migrate
from adapters.web.metrics import PrometheusMeter
from adapters.wiring import Application, now
from bot.ports import Clock
from index.types import Embedder
from tests.support.models import WordEmbedder
from tests.support.rows import READING
from tests.support.running import own_threads, running
from tests.support.slack.fake import FakeSlack


@asynccontextmanager
async def slack_bot(
    slack: FakeSlack,
    folder: Path,
    *,
    over_http: bool = True,
    clock: Clock = now,
    patience: float = 2.5,
    embedder: Embedder | None = None,
    **settings: object,
) -> AsyncIterator[Service]:
    """Migrated, connected, caught up and listening, until the block ends. ``address`` is where it serves."""
    tokens: dict[str, object] = {"slack_bot_token": slack.tokens.bot.value, "slack_api_url": slack.base_url}
    if over_http:
        tokens["slack_signing_secret"] = slack.signing_secret
    else:
        tokens["slack_app_token"] = slack.tokens.app.value

    def announce(address: str) -> None:
        if over_http:
            slack.send_events_to(f"{address}/slack/events")

    how: dict[str, Any] = {"clock": clock, "patience": patience, "embedder": embedder}
    async with running_bot(folder, announce, **how, **tokens | settings) as service:
        if not over_http:
            await slack.socket_mode.connected()
        yield service


@asynccontextmanager
async def running_bot(
    folder: Path,
    announce: Callable[[str], None],
    *,
    port: int = 0,
    clock: Clock = now,
    patience: float = 2.5,
    embedder: Embedder | None = None,
    **settings: object,
) -> AsyncIterator[Service]:
    """The same on any Slack that the settings name; ``announce`` is told where the bot is served."""
    application = Application(Settings(data_dir=folder, **settings))  # type: ignore[arg-type]
    application.__dict__ |= {"reading": READING, "embedder": embedder or WordEmbedder()}
    await migrate(application.settings.url)
    meter = PrometheusMeter()
    settled = slack_settings(application.settings)
    quick = replace(settled, wishes=replace(settled.wishes, refresh_seconds=0.05, patience=patience))
    async with (
        own_threads(),
        application.storage() as storage,
        open_service(application, storage, quick, meter, clock) as (service, posts),
        running(service, posts, meter, announce, port) as address,
    ):
        ADDRESS[id(service)] = address
        yield service


ADDRESS: dict[int, str] = {}
"""Where each service serves."""
