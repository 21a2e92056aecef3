"""The whole bot, served to a Slack of our own; with a model that reads words, so that it starts at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.commands.serve_command import slack_settings, slack_side
from adapters.service import Service
from adapters.settings import Settings
from adapters.sides import Side
from adapters.wiring import now
from bot.ports import Clock
from index.types import Embedder
from tests.support.running import an_application, running
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

    def announce(address: str) -> None:
        if over_http:
            slack.send_events_to(f"{address}/slack/events")

    how: dict[str, Any] = {"clock": clock, "patience": patience, "embedder": embedder}
    own = slack_tokens(slack, over_http=over_http)
    async with running_bot(folder, announce, **how, **own | settings) as service:
        if not over_http:
            await slack.socket_mode.connected()
        yield service


def slack_tokens(slack: FakeSlack, *, over_http: bool = True) -> dict[str, object]:
    """The settings that lead there."""
    tokens: dict[str, object] = {"slack_bot_token": slack.tokens.bot.value, "slack_api_url": slack.base_url}
    if over_http:
        return tokens | {"slack_signing_secret": slack.signing_secret}
    return tokens | {"slack_app_token": slack.tokens.app.value}


def quick_slack(settings: Settings, patience: float = 2.5) -> Side:
    """Slack's side, whose index follows at once."""
    settled = slack_settings(settings)
    return slack_side(
        replace(settled, wishes=replace(settled.wishes, refresh_seconds=0.05, patience=patience))
    )


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
    application = await an_application(folder, embedder=embedder, **settings)
    side = quick_slack(application.settings, patience)
    async with running(application, [side], announce, clock=clock, port=port) as address:
        assert side.service
        ADDRESS[id(side.service)] = address
        yield side.service


ADDRESS: dict[int, str] = {}
"""Where each service serves."""
