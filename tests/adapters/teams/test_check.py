"""Before anything runs: whether Teams lets us in, and lets us see what we need."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.commands.teams_command import checked
from adapters.settings import Settings
from adapters.storage.schema import migrate
from adapters.teams.check import check, of_settings
from adapters.teams.findings import Line, is_stopped
from adapters.teams.keys import Keys
from adapters.teams.service import TeamsSettings
from adapters.wiring import Application
from bot import teams_check_phrases as say
from bot.errors import UnreachableError
from bot.ports import Clock
from tests.support.teams.connecting import Pauses, book_of, connected_to, settled_storage
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import APP_ID, TENANT, Channel, Team

ELSEWHERE = "11111111-0000-4000-8000-000000000000"
SECRET = "abc8Q~a-secret-as-Entra-makes-them"


def _now() -> datetime:
    return datetime.now(UTC)


def _settings(**fields: Any) -> TeamsSettings:
    own: dict[str, Any] = {"app_id": APP_ID, "app_password": SECRET, "tenant": TENANT}
    return TeamsSettings(**own | fields)


def _says(lines: Sequence[Line]) -> list[str]:
    return [line.says for line in lines]


async def _checked(teams: FakeTeams, clock: Clock = _now, **fields: Any) -> list[Line]:
    """What a check finds whose bot has heard from every team that it is in."""
    book = book_of(teams, await settled_storage())
    for team in teams.world.teams:
        await book.learn(teams._made("message", team.general, team.members[0], id="1"))
    settings = _settings(login_url=teams.address, keys_url=teams.metadata_url, **fields)
    async with connected_to(teams) as connections:
        return await check(connections, settings, book, clock, Pauses().patience(attempts=2))


async def test_a_good_installation_is_fine(teams: FakeTeams, ask: Channel, platform_team: Team) -> None:
    lines = await _checked(teams, open_teams=(platform_team.group,))

    assert not is_stopped(lines)
    assert _says(lines) == [
        say.SETTINGS_FINE,
        say.LOGIN_FINE,
        say.CLAIMS_FINE,
        "The keys that Teams signs with can be fetched (1).",
        say.CLOCK_FINE,
        "Kenner is in one team with two channels.",
        say.EVERYTHING_TOLD,
        "Open to everyone in the tenant: Platform. Kenner quotes what is said there to all of them.",
        say.FROM_OUTSIDE,
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"app_id": "", "app_password": "", "tenant": ""}, [say.NO_APP]),
        ({"app_id": ""}, [say.NO_APP_ID]),
        ({"app_password": ""}, [say.NO_KEY]),
        ({"tenant": ""}, [say.NO_TENANT]),
        ({"app_id": "kenner"}, [say.WRONG_APP_ID]),
        ({"tenant": "acme.onmicrosoft.com"}, [say.WRONG_TENANT]),
        ({"app_password": ELSEWHERE}, [say.KEY_IS_AN_ID]),
        ({"app_id": f" {APP_ID}", "app_password": ""}, [say.WRONG_APP_ID, say.NO_KEY]),
        ({"is_local": True}, [say.LOCAL_AND_AN_APP]),
        ({"is_local": True, "app_id": "", "tenant": ""}, [say.LOCAL, say.NO_TENANT]),
    ],
)
async def test_settings_that_cannot_work_are_named_before_anything_is_asked(
    teams: FakeTeams, fields: dict[str, Any], said: list[str]
) -> None:
    lines = await _checked(teams, **fields)

    assert _says(lines) == said
    assert is_stopped(lines)
    assert teams.bot_tokens.given == []


def test_without_an_app_on_this_machine_alone_nothing_must_be_done() -> None:
    lines = list(of_settings(_settings(is_local=True, app_id="", app_password="")))

    assert _says(lines) == [say.LOCAL]
    assert not is_stopped(lines)


@pytest.mark.parametrize("number", say.REFUSED)
async def test_what_the_login_says_by_number_is_said_in_words(teams: FakeTeams, number: str) -> None:
    teams.bot_tokens.refusal = (401, "invalid_client", int(number.removeprefix("AADSTS")))

    lines = await _checked(teams)

    assert _says(lines) == [say.SETTINGS_FINE, f"{number}: {say.REFUSED[number]}"]
    assert is_stopped(lines)


async def test_another_number_is_said_as_it_is(teams: FakeTeams) -> None:
    teams.bot_tokens.refusal = (400, "invalid_request", 1_234_567)

    lines = await _checked(teams)

    assert "(AADSTS1234567)" in lines[-1].says
    assert is_stopped(lines)


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.UNREACHABLE])
async def test_a_login_that_does_not_answer_is_told_from_one_that_refuses(
    teams: FakeTeams, fault: Fault
) -> None:
    teams.faults.next("token", fault, times=2)

    lines = await _checked(teams)

    assert lines[-1] == Line(says=say.LOGIN_SILENT, stops=True)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"aud": "https://graph.microsoft.com"}, say.CLAIMS_NOT_FOR_TEAMS),
        ({"appid": ELSEWHERE}, say.CLAIMS_OF_ANOTHER_APP),
        ({"tid": ELSEWHERE}, say.CLAIMS_OF_ANOTHER_TENANT),
    ],
)
async def test_a_token_that_is_not_ours_for_teams_is_noticed(
    teams: FakeTeams, claims: dict[str, str], said: str
) -> None:
    teams.bot_tokens.claims = claims

    lines = await _checked(teams)

    assert lines[-1] == Line(says=said, stops=True)


async def test_keys_that_are_not_to_be_had_would_let_nobody_in(teams: FakeTeams) -> None:
    teams.faults.next("keys", Fault.UNAVAILABLE)

    assert Line(says=say.KEYS_UNREACHABLE, stops=True) in await _checked(teams)


async def test_keys_of_other_channels_are_not_enough(teams: FakeTeams) -> None:
    teams.issuer.endorsements = ["webchat"]

    assert Line(says=say.NO_KEYS_FOR_TEAMS, stops=True) in await _checked(teams)


async def test_keys_out_of_an_old_cache_are_noticed(teams: FakeTeams) -> None:
    teams.issuer.headers = {"Age": str(30 * 3_600)}

    assert Line(says=say.keys_old(30), stops=True) in await _checked(teams)


@pytest.mark.parametrize("ahead", [60, -60, 600, -600])
async def test_a_clock_that_is_wrong_is_told_with_how_much(teams: FakeTeams, ahead: int) -> None:
    lines = await _checked(teams, clock=lambda: _now() + timedelta(seconds=ahead))

    (told,) = [line for line in lines if "clock is" in line.says]
    assert told.stops is (abs(ahead) > 300)
    assert ("fast" if ahead > 0 else "slow") in told.says
    assert say.CLOCK_FINE not in _says(lines)


@pytest.mark.parametrize("date", ["", "yesterday"])
async def test_without_a_date_nothing_is_said_of_the_clock(teams: FakeTeams, date: str) -> None:
    teams.issuer.headers = {"Date": date}

    async with connected_to(teams) as connections:
        found = await Keys(connections.session, teams.metadata_url, _now).look()

    assert found.at is None


async def test_a_key_service_that_speaks_another_language_is_no_answer(teams: FakeTeams) -> None:
    async with connected_to(teams) as connections:
        with pytest.raises(UnreachableError):
            await Keys(connections.session, f"{teams.address}/nothing/here", _now).look()


async def test_in_no_team_yet_it_says_what_comes_next(teams: FakeTeams) -> None:
    lines = await _checked(teams)

    assert say.NO_TEAMS in _says(lines)
    assert not is_stopped(lines)


async def test_a_team_that_was_left_is_told_apart_from_a_refusal(
    teams: FakeTeams, platform_team: Team
) -> None:
    platform_team.has_bot = False

    lines = await _checked(teams)

    assert Line(says=say.left(platform_team.id)) in lines
    assert not is_stopped(lines)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("teams", say.channels_missing("Platform", "MissingPermission")),
        ("members", say.members_missing("Platform", "MissingPermission")),
    ],
)
async def test_a_permission_that_is_missing_says_what_stops(
    teams: FakeTeams, platform_team: Team, call: str, said: str
) -> None:
    assert platform_team.has_bot
    teams.faults.next(call, Fault.REFUSED, code="MissingPermission")

    lines = await _checked(teams)

    assert Line(says=said, stops=True) in lines
    assert say.EVERYTHING_TOLD not in _says(lines)


async def test_a_connector_that_refuses_the_token_points_to_the_azure_bot(
    teams: FakeTeams, platform_team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert platform_team.has_bot
    monkeypatch.setattr(teams.bot_tokens, "are_good", lambda _: False)

    assert Line(says=say.CONNECTOR_REFUSES, stops=True) in await _checked(teams)


async def test_a_connector_that_is_silent_is_said_once(teams: FakeTeams, platform_team: Team) -> None:
    assert platform_team.has_bot
    teams.faults.next("team", Fault.UNAVAILABLE, times=2)

    lines = await _checked(teams)

    assert _says(lines).count(say.CONNECTOR_SILENT) == 1
    assert is_stopped(lines)


async def test_an_open_team_that_nobody_knows_is_named(teams: FakeTeams, platform_team: Team) -> None:
    lines = await _checked(teams, open_teams=(platform_team.id, ELSEWHERE))

    assert say.open_teams(["Platform"]) in _says(lines)
    assert say.open_team_unknown(ELSEWHERE) in _says(lines)
    assert say.NO_OPEN_TEAMS not in _says(lines)


async def test_the_command_goes_on_where_there_is_no_database_yet(teams: FakeTeams, tmp_path: Path) -> None:
    application = Application(Settings(data_dir=tmp_path))
    settings = _settings(login_url=teams.address, keys_url=teams.metadata_url, service_url=teams.service_url)
    settings = replace(settings, app_password=teams.bot_tokens.secret)

    before = await checked(application, settings)
    await migrate(application.settings.url)
    after = await checked(application, settings)

    assert "kenner migrate" in before[-1].says
    assert is_stopped(before)
    assert not is_stopped(after)
    assert say.NO_TEAMS in _says(after)
