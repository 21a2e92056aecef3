"""The past of Teams, from Graph: by the command line, killed and resumed; and by the bot while it runs."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.adapters.graph.conftest import minute
from tests.scenarios.cli import CommandLine
from tests.scenarios.test_import_teams import QUESTION
from tests.scenarios.test_teams_bot import OFF, _heard
from tests.support.graph import shapes
from tests.support.graph.connecting import needs_sdk
from tests.support.graph.fake import FakeGraph
from tests.support.graph.world import Channel
from tests.support.running import indexed, until
from tests.support.slack_office import until_it
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import APP_ID
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import NEED, Office, answered, words

pytestmark = needs_sdk()

PAGES = 4
POSTS = 50 * PAGES


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def graph() -> AsyncIterator[FakeGraph]:
    async with FakeGraph(_now) as fake:
        yield fake


@pytest.fixture
def general(graph: FakeGraph) -> Channel:
    """A question long ago that Jane answered, and much talk after it."""
    team = graph.world.team(shapes.TEAM, "Platform", shapes.member(shapes.ROBIN), shapes.member(shapes.JANE))
    channel = graph.world.channel(team)
    asked = graph.world.say(channel, QUESTION, shapes.ROBIN, minute(0))
    answer = "restore the backup with the restore script, then replay the orders table"
    graph.world.say(channel, answer, shapes.JANE, minute(1), to=asked)
    for number in range(1, POSTS):
        graph.world.say(channel, f"lunch number {number}", shapes.ROBIN, minute(600 * number))
    return channel


def _settings(graph: FakeGraph, home: Path) -> dict[str, str]:
    return {
        "KENNER_DATA_DIR": str(home),
        "KENNER_TEAMS_APP_ID": APP_ID,
        "KENNER_TEAMS_APP_PASSWORD": graph.tokens.secret,
        "KENNER_TEAMS_TENANT_ID": shapes.TENANT,
        "KENNER_TEAMS_GRAPH_URL": graph.url,
        "KENNER_TEAMS_LOGIN_URL": graph.address,
    }


async def _backfill(graph: FakeGraph, home: Path, *options: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.cli", "teams", "backfill", "--no-embed", *options),
        env={**os.environ, **_settings(graph, home)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.kill
@pytest.mark.slow
async def test_a_killed_backfill_goes_on_there_and_what_it_read_is_found_by_whom_it_is_for(
    graph: FakeGraph, general: Channel, cli: CommandLine
) -> None:
    graph.faults.next("messages", Fault.THROTTLED, retry_after=0)
    running = await _backfill(graph, cli.home, "--team", shapes.TEAM)

    async def kill_at_the_third_page(_: str) -> None:
        if Counter(graph.calls)["messages"] == 4:
            running.kill()

    graph.on_call = kill_at_the_third_page
    await running.communicate()
    graph.on_call = None
    halfway = len(cli.rows()["messages"])
    graph.calls.clear()
    graph.faults.next("messages", Fault.UNAVAILABLE, retry_after=0)

    resumed = await _backfill(graph, cli.home, "--team", shapes.TEAM)
    out, err = await resumed.communicate()

    assert running.returncode == -signal.SIGKILL
    assert (resumed.returncode, err) == (0, b"")
    assert b"1 of 1 channel is read as far as was asked." in out
    assert halfway == 100
    assert Counter(graph.calls)["messages"] == PAGES - 2 + 1  # the third and the fourth, one of them twice
    assert len(cli.rows()["messages"]) == POSTS + 1
    assert await asyncio.to_thread(_named_by, cli, "robin") == ["Jane Smith"]
    assert await asyncio.to_thread(_named_by, cli, None) == []


def _named_by(cli: CommandLine, asker: str | None) -> list[str]:
    assert cli("reindex").code == 0
    told = json.loads(cli("ask", QUESTION, "--json", *(["--as", asker] if asker else [])).out)
    return [each["name"] for each in told["people"]]


def _command(cli: CommandLine, graph: FakeGraph, *options: str) -> tuple[int, str, str]:
    for name, value in _settings(graph, cli.home).items():
        cli.monkeypatch.setenv(name, value)
    outcome = cli("teams", "backfill", *options)
    return outcome.code, outcome.out, outcome.err


async def test_what_cannot_be_read_is_said_in_a_sentence(
    graph: FakeGraph, general: Channel, cli: CommandLine
) -> None:
    general.team.has_app = False
    denied = await asyncio.to_thread(_command, cli, graph, "--team", shapes.TEAM)
    unheard = await asyncio.to_thread(_command, cli, graph)
    general.team.has_app = True
    graph.faults.next("messages", Fault.THROTTLED, retry_after=1_000)
    busy = await asyncio.to_thread(_command, cli, graph, "--team", shapes.TEAM)
    graph.tokens.secret = "renewed"  # and the settings have it too, but the login refuses the scope
    graph.tokens.scope = "another"
    locked_out = await asyncio.to_thread(_command, cli, graph, "--team", shapes.TEAM)

    assert {denied[0], unheard[0], busy[0], locked_out[0]} == {1}
    assert "did not answer in the end. Run the same command again" in busy[2]
    assert "does not let me read any of these channels (Forbidden)" in denied[2]
    assert "--team ID" in unheard[2]
    assert "login refuses the app (AADSTS70011)" in locked_out[2]


def test_without_settings_or_the_extra_it_says_what_to_do(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    unset = cli("teams", "backfill")
    monkeypatch.setitem(sys.modules, "msgraph", None)
    for name in ("APP_ID", "APP_PASSWORD", "TENANT_ID"):
        monkeypatch.setenv(f"KENNER_TEAMS_{name}", "abc")
    missing = cli("teams", "backfill", "--team", shapes.TEAM)

    assert (unset.code, missing.code) == (2, 1)
    assert "KENNER_TEAMS_TENANT_ID" in unset.err
    assert "'.[graph]'" in missing.err


async def test_the_bot_reads_the_past_and_what_was_said_while_it_was_down(tmp_path: Path) -> None:
    async with FakeTeams() as teams, FakeGraph(_now, tenant=teams.world.tenant) as graph:
        teams.limits.is_on = False
        teams.other_tokens = [graph.tokens]
        office = Office(teams)
        data = _as_graph_has_it(graph, office)
        settings = {**OFF, "teams_history": True, "teams_graph_url": graph.url}
        at = _now() - timedelta(days=400)
        asked = graph.world.say(data, f"how do I {NEED}?", office.ana.aad, at)
        graph.world.say(data, f"to {NEED} use pg_restore", office.ben.aad, at, to=asked)

        async with teams_bot(teams, tmp_path, **settings) as service:
            await teams.install_in(office.data.team, office.ana)
            await until_it(lambda: _heard(service, office.data, asked), [f"how do I {NEED}?"])
            await until(lambda: service.is_settled)
            await indexed(service)
            await teams.install(office.cem)
            await teams.say(office.cem, office.cem, NEED)
            assert "Ben" in words(await answered(teams, office.cem))
            await service._note_heard()

        missed = graph.world.say(data, "said while nobody listened", office.ben.aad, _now())
        graph.world.delete(data, asked)
        async with teams_bot(teams, tmp_path, **settings) as service:
            assert await _heard(service, office.data, missed) == ["said while nobody listened"]
            assert await _heard(service, office.data, asked) == [""]


def _as_graph_has_it(graph: FakeGraph, office: Office) -> Channel:
    """The same team and channel, by the id of its group."""
    members = [shapes.member(who.aad) for who in (office.ana, office.ben, office.cem)]
    team = graph.world.team(office.data.team.group, "Data", *members)
    return graph.world.channel(team, office.data.id, "data")
