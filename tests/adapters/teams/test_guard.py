"""Only the channel service may bring us anything, and only for this app."""

import time
from typing import Any

import pytest

from adapters.teams.errors import UnauthorizedError, UnguardedError
from adapters.teams.guard import Caller, SignedGuard, admit_local
from adapters.teams.keys import Keys
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import Door, connected_to, entrance_for
from tests.support.teams.delivery import Delivery
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Json, Person


@pytest.fixture
def activity(teams: FakeTeams, ana: Person) -> Json:
    chat = teams.world.personal(ana)
    return teams._made("message", chat, ana, id="1", text="hello")


async def _status(teams: FakeTeams, activity: Json, header: str | None) -> int:
    return (await teams.courier.post(Delivery(activity=activity), header)).status


async def test_a_good_token_is_let_in(teams: FakeTeams, door: Door, activity: Json) -> None:
    assert await _status(teams, activity, teams.issuer.header(teams.service_url)) == 200
    assert len(door.kept) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "11111111-0000-4000-8000-000000000000"},
        {"aud": None},
        {"aud": ""},
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"iss": "https://example.com"},
        {"iss": None},
        {"serviceurl": "https://example.com/"},
        {"serviceurl": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"nbf": 4_000_000_000},
        {"kid": "key-0"},
        {"key": "somebody else's"},
    ],
    ids=repr,
)
async def test_a_token_that_is_not_for_us_is_refused(
    teams: FakeTeams, door: Door, activity: Json, claims: dict[str, Any]
) -> None:
    assert await _status(teams, activity, teams.issuer.header(teams.service_url, **claims)) == 401
    assert door.kept == []


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer nonsense",
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Basic dXNlcjpwYXNz",
        "Bearer a b",
    ],
)
async def test_a_header_that_is_no_token_is_a_401_and_no_error(
    teams: FakeTeams, door: Door, activity: Json, header: str | None
) -> None:
    """SDK bug: botbuilder answers 500 to a token that cannot be read."""
    assert await _status(teams, activity, header) == 401
    assert door.kept == []


async def test_a_token_just_over_is_let_in_for_clocks_differ(
    teams: FakeTeams, door: Door, activity: Json
) -> None:
    header = teams.issuer.header(teams.service_url, exp=int(time.time()) - 60)

    assert await _status(teams, activity, header) == 200


@pytest.mark.parametrize("field", ["serviceUrl", "channelId"])
async def test_an_activity_without_what_is_checked_is_not_exempt(
    teams: FakeTeams, door: Door, activity: Json, field: str
) -> None:
    header = teams.issuer.header(teams.service_url)

    assert await _status(teams, activity | {field: ""}, header) == 401
    assert door.kept == []


async def test_a_key_that_may_not_speak_for_teams_is_refused(
    teams: FakeTeams, door: Door, activity: Json
) -> None:
    teams.issuer.endorsements = ["webchat"]

    assert await _status(teams, activity, teams.issuer.header(teams.service_url)) == 401


async def test_keys_are_fetched_once_for_many(teams: FakeTeams, door: Door, activity: Json) -> None:
    for _ in range(3):
        await _status(teams, activity, teams.issuer.header(teams.service_url))

    assert teams.keys_fetched == 1


async def test_a_new_key_is_learned_the_day_that_it_is_used(
    teams: FakeTeams, door: Door, activity: Json, clock: HandClock
) -> None:
    """botframework-connector raises an IndexError until the day is over."""
    await _status(teams, activity, teams.issuer.header(teams.service_url))
    teams.issuer.rotate()
    clock.pass_time(61)

    assert await _status(teams, activity, teams.issuer.header(teams.service_url)) == 200
    assert teams.keys_fetched == 2


async def test_made_up_keys_do_not_make_us_ask_again_and_again(
    teams: FakeTeams, door: Door, activity: Json
) -> None:
    for number in range(5):
        header = teams.issuer.header(teams.service_url, kid=f"made-up-{number}")
        assert await _status(teams, activity, header) == 401

    assert teams.keys_fetched == 1


async def test_without_keys_nobody_is_turned_away_for_good(
    teams: FakeTeams, door: Door, activity: Json
) -> None:
    teams.faults.next("keys", Fault.UNREACHABLE, times=3)  # the client tries a GET that broke once more
    header = teams.issuer.header(teams.service_url)

    statuses = [await _status(teams, activity, header) for _ in range(3)]

    assert statuses[0] == 503
    assert statuses[-1] == 200


async def test_keys_of_yesterday_serve_while_no_others_are_to_be_had(
    teams: FakeTeams, door: Door, activity: Json, clock: HandClock
) -> None:
    header = teams.issuer.header(teams.service_url)
    await _status(teams, activity, header)
    clock.pass_time(86_401)
    teams.faults.next("keys", Fault.UNAVAILABLE)

    assert await _status(teams, activity, header) == 200


@pytest.mark.parametrize("app_id", ["", None])
async def test_without_an_app_id_nothing_is_guarded_and_nothing_starts(teams: FakeTeams, app_id: Any) -> None:
    """SDK bug: botbuilder lets everybody in then."""
    async with connected_to(teams) as connections:
        keys = Keys(connections.session, teams.metadata_url, teams.world.clock)

        with pytest.raises(UnguardedError):
            SignedGuard(app_id, keys)


async def test_declared_local_whoever_is_on_this_machine_is_let_in(teams: FakeTeams, activity: Json) -> None:
    async with entrance_for(teams, admit_local) as door:
        assert await _status(teams, activity, None) == 200
        assert len(door.kept) == 1


@pytest.mark.parametrize("remote", ["10.0.0.7", "203.0.113.9", "::ffff:10.0.0.7", "", None])
async def test_declared_local_nobody_else_is(remote: str | None) -> None:
    with pytest.raises(UnauthorizedError):
        await admit_local(Caller(authorization=None, remote=remote), {})
