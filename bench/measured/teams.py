"""``teams``: see ``serving.py``; with a Teams in this process, whose tokens are checked, and no limits."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bench.figures import Row
from bench.materials import Materials
from bench.serving import NAMED, ROOMS, Platform, Process, Stage, measured, until_rows
from bench.teams_load import TeamsCrowd, Watching
from tests.support.teams.world import TENANT

_PATH = "/api/messages"


def measure(materials: Materials) -> Iterator[Row]:
    """Rows for answers first, then for acknowledging."""
    teams = Platform(name="teams", things="activities", beside="botbuilder", prepare=_to_teams, stand=_stand)
    yield from measured(materials, teams)


def _to_teams(home: Path) -> None:
    """What was imported from Slack is the tenant's: people keep their ids, what was public is open to all."""
    with closing(sqlite3.connect(home / "kenner.db")) as database, database:
        database.execute("UPDATE workspaces SET platform = 'teams', platform_id = ?", (TENANT,))


@asynccontextmanager
async def _stand(home: Path) -> AsyncIterator[Stage]:
    async with Watching() as teams:
        crowd = TeamsCrowd(teams, home, ROOMS)
        settings = {
            "KENNER_TEAMS_APP_ID": teams.world.app_id,
            "KENNER_TEAMS_APP_PASSWORD": teams.bot_tokens.secret,
            "KENNER_TEAMS_TENANT_ID": teams.world.tenant,
        }

        async def enter(home: Path, address: str) -> None:
            """Each room is known, and who is in it."""
            teams.courier.address = address
            await crowd.settle()
            known = "SELECT count(*) FROM listened WHERE is_in"
            await until_rows(home, known, lambda count: count >= ROOMS)
            await until_rows(home, "SELECT count(*) FROM inbox WHERE state = 'new'", lambda count: not count)

        yield Stage(
            crowd=crowd,
            ours=lambda port: Process(
                arguments=("-m", "bench.serving_teams", teams.address),
                path=_PATH,
                settings=settings | NAMED | {"KENNER_PORT": str(port)},
            ),
            bare=lambda port: Process(
                arguments=(
                    *("-m", "bench.bare_botbuilder", str(port)),
                    *(teams.world.app_id, teams.metadata_url),
                ),
                path=_PATH,
                settings={},
            ),
            enter=enter,
        )
