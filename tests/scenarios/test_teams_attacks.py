"""Attacks on the bot in Teams at the wrong moment: somebody has just left or come; a team is open no more."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.service import Service
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Channel, Person, Team
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import NEED, handled

OFF = {"naming": "opt-out"}


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with FakeTeams() as fake:
        fake.limits.is_on = False
        yield fake


class Tenant:
    """Ana asked in a team and Ben answered; Cem is in it, Dia is in another one, Gus is a guest."""

    def __init__(self, teams: FakeTeams) -> None:
        self.teams = teams
        self.ana, self.ben, self.cem, self.dia = (teams.world.person(n) for n in ("ana", "ben", "cem", "dia"))
        self.gus = teams.world.person("gus", role="guest")
        self.data: Team = teams.world.team("data", self.ana, self.ben, self.cem)
        self.ops: Team = teams.world.team("ops", self.ana, self.dia)

    async def talk(self, service: Service) -> None:
        for team in (self.data, self.ops):
            await self.teams.install_in(team, self.ana)
        for who in (self.cem, self.dia, self.gus):
            self.teams.world.personal(who).has_bot = True
        asked = await self.teams.say(self.ana, self.data.general, f"how do I {NEED}?")
        root = asked.activity["id"]
        await self.teams.say(self.ben, self.data.general, f"to {NEED} use pg_restore", thread=root)
        await handled(service)

    async def told(self, service: Service, who: Person, where: Channel | None = None) -> str:
        """All that is said to a question of theirs, to whomever."""
        before = len(self.teams.calls)
        await self.teams.say(who, where or who, f"@Kenner {NEED}" if where else NEED)
        await handled(service)
        return json.dumps([each.body for each in self.teams.calls[before:]])


@pytest.fixture
def tenant(teams: FakeTeams) -> Tenant:
    return Tenant(teams)


async def test_who_has_just_left_a_team_hears_nothing_of_it_and_who_came_does(
    tenant: Tenant, tmp_path: Path
) -> None:
    async with teams_bot(tenant.teams, tmp_path, **OFF) as service:
        await tenant.talk(service)
        inside, outside = await tenant.told(service, tenant.cem), await tenant.told(service, tenant.dia)
        await tenant.teams.leave(tenant.data, tenant.cem)
        await tenant.teams.join(tenant.data, tenant.dia)

        left, came = await tenant.told(service, tenant.cem), await tenant.told(service, tenant.dia)

    for told in (inside, came):
        assert "pg_restore" in told
    for told in (outside, left):
        assert "nobody stands out" in told
        assert not any(word in told for word in ("Ben", "pg_restore", "Data"))


async def test_where_a_guest_has_just_come_into_an_open_team_only_it_is_spoken_of(
    tenant: Tenant, tmp_path: Path
) -> None:
    open_teams = f"{tenant.data.id},{tenant.ops.id}"
    async with teams_bot(tenant.teams, tmp_path, teams_open_teams=open_teams, **OFF) as service:
        await tenant.talk(service)
        for _ in range(3):  # the first three are answered in private
            await tenant.told(service, tenant.dia)
        before = await tenant.told(service, tenant.dia, tenant.ops.general)
        await tenant.teams.join(tenant.ops, tenant.gus)

        after = await tenant.told(service, tenant.dia, tenant.ops.general)

    assert "pg_restore" in before
    assert not any(word in after for word in ("Ben", "pg_restore", "Data"))


async def test_a_team_that_is_declared_open_no_more_is_closed_with_the_next_start(
    tenant: Tenant, tmp_path: Path
) -> None:
    async with teams_bot(tenant.teams, tmp_path, teams_open_teams=tenant.data.id, **OFF) as service:
        await tenant.talk(service)
        open_ = await tenant.told(service, tenant.dia)
    async with teams_bot(tenant.teams, tmp_path, **OFF) as service:
        await handled(service)

        closed, inside = await tenant.told(service, tenant.dia), await tenant.told(service, tenant.cem)

    assert "pg_restore" in open_
    assert "pg_restore" in inside
    assert not any(word in closed for word in ("Ben", "pg_restore", "Data"))
