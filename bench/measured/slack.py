"""``slack``: see ``serving.py``; with a Slack in this process."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.figures import Row
from bench.materials import Materials
from bench.serving import NAMED, ROOMS, Platform, Process, Stage, measured, until_rows
from bench.slack_load import SlackCrowd, Watching

_PATH = "/slack/events"


def measure(materials: Materials) -> Iterator[Row]:
    """Rows for answers first, then for acknowledging."""
    slack = Platform(name="slack", things="events", beside="bolt", prepare=lambda _: None, stand=_stand)
    yield from measured(materials, slack)


@asynccontextmanager
async def _stand(home: Path) -> AsyncIterator[Stage]:
    async with Watching() as slack:
        settings = {
            "KENNER_SLACK_BOT_TOKEN": slack.tokens.bot.value,
            "KENNER_SLACK_SIGNING_SECRET": slack.signing_secret,
            "KENNER_SLACK_API_URL": slack.base_url,
        }
        own = (slack.signing_secret, slack.tokens.bot.value, slack.base_url)
        yield Stage(
            crowd=SlackCrowd(slack, home, ROOMS),
            ours=lambda port: Process(
                arguments=("-m", "adapters.cli", "serve"),
                path=_PATH,
                settings=settings | NAMED | {"KENNER_PORT": str(port)},
            ),
            bare=lambda port: Process(
                arguments=("-m", "bench.bare_bolt", str(port), *own), path=_PATH, settings={}
            ),
            enter=_enter,
        )


async def _enter(home: Path, _: str) -> None:
    """Every room is known, and its past is read."""
    channels = "SELECT count(*) FROM listened WHERE is_in AND "
    await until_rows(home, channels + "is_read", lambda count: count >= ROOMS)
    await until_rows(home, channels + "NOT is_read", lambda count: not count)
