"""The whole server on Teams, killed again and again while people talk: nothing is lost.

Nothing tells whether a message stands in Teams, so one whose sending was cut short is said again: said twice
is that alone, and counted.
Takes minutes, and is not collected by itself: KILLS=50 pytest tests/scenarios/killed_teams.py
"""

import signal
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from adapters.storage.schema import migrate
from tests.support.busy_teams import BusyTeams, numbers
from tests.support.killed_server import KILLS, QUESTIONS, SEED, Server, going_on, live_and_die, recover
from tests.support.teams.fake import FakeTeams


@pytest.fixture
async def busy() -> AsyncIterator[BusyTeams]:
    async with FakeTeams() as teams:
        busy = BusyTeams(teams, Random(SEED))
        await busy.settle()
        yield busy


@pytest.mark.kill
@pytest.mark.slow
async def test_a_server_that_is_killed_while_people_talk_loses_nothing_and_repeats_what_was_cut_short(
    busy: BusyTeams, tmp_path: Path
) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'kenner.db'}")
    teams = busy.teams
    settings = {"KENNER_TEAMS_APP_ID": teams.world.app_id, "KENNER_TEAMS_TENANT_ID": teams.world.tenant}
    settings |= {"KENNER_TEAMS_APP_PASSWORD": teams.bot_tokens.secret, "FAKE_TEAMS": teams.address}
    server = Server(tmp_path, settings)
    teams.courier.address = f"{server.address}/api/messages"
    await server.start()
    await server.until("/readyz")
    await teams.courier.release()
    for who in busy.askers:
        for _ in range(3):  # the first three are answered privately
            await busy.ask(who)
    await server.until_idle()
    await server.end(signal.SIGKILL)

    async with going_on(busy):
        for _ in range(KILLS):
            await live_and_die(server, busy)
    await recover(server, busy)

    print(told(server, busy))  # noqa: T201 - with -s, it tells what was done
    assert server.stored() == busy.said
    assert busy.asked - busy.answers.keys() == set()
    assert repeated(busy) <= cut_short(server) | busy.unheard
    assert len(server.rows(QUESTIONS)) >= len(busy.asked)
    assert server.rows(f"{QUESTIONS} WHERE state = 'failed'") == []
    assert server.rows("SELECT key FROM outgoing WHERE state != 'sent'") == []


def repeated(busy: BusyTeams) -> set[int]:
    """Questions with more than one answer."""
    return {number for number, count in busy.answers.items() if count > 1}


def cut_short(server: Server) -> set[int]:
    """Questions whose answer was being sent when the server was killed."""
    texts = server.rows("SELECT 'answer:' || id, text FROM questions")
    return {number for key, text in texts if key in server.cut_short for number in numbers(text)}


def told(server: Server, busy: BusyTeams) -> dict[str, int]:
    activities = [one for one in busy.teams.courier.sent if one.activity["type"] != "invoke"]
    return {
        "kills": KILLS,
        "lives that listened": server.lives,
        "activities": len(activities),
        "messages": len(busy.said),
        "lost": len(busy.said.keys() - server.stored().keys()),
        "questions": len(busy.asked),
        "unanswered": len(busy.asked - busy.answers.keys()),
        "answered once": sum(1 for count in busy.answers.values() if count == 1),
        "answered twice": len(repeated(busy)),
        "sendings cut short": len(server.cut_short),
        "sendings that Teams was silent about": len(busy.unheard),
        "too many requests": sum(1 for one in busy.teams.calls if one.status == 429),
    }
