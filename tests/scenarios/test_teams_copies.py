"""What is kept about somebody in Teams, where they talk with us too, is theirs to see and have forgotten."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.service import Service
from bot.addresses import Address
from tests.support.running import until_it
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Person
from tests.support.teams_bot import teams_bot


@pytest.fixture
async def teams() -> AsyncIterator[FakeTeams]:
    async with FakeTeams() as fake:
        fake.limits.is_on = False
        yield fake


async def _addresses(service: Service, person: Person) -> list[Address]:
    async with service._parts.storage.begin(service.workspace.id) as uow:
        return await uow.addresses.with_person(person.aad)


async def _press(teams: FakeTeams, person: Person, action: str) -> None:
    """A button of one's own page."""
    await teams.say(person, person, "me")
    await teams.until(lambda: teams.said(person))
    pressed = await teams.press(
        person, person, teams.said(person)[0]["id"], action, {"kenner": {"action": action}}
    )
    assert pressed.is_taken


async def test_where_somebody_talks_with_the_bot_is_in_their_copy(teams: FakeTeams, tmp_path: Path) -> None:
    ana = teams.world.person("ana")
    async with teams_bot(teams, tmp_path):
        await teams.install(ana)
        await _press(teams, ana, "export")
        await teams.until(lambda: len(teams.said(ana)) > 1)

    copy = json.dumps(teams.said(ana)[-1]["attachments"])
    assert teams.world.personal(ana).id in copy
    assert teams.service_url in copy


async def test_it_is_forgotten_once_that_was_told_there_and_known_again_when_they_write(
    teams: FakeTeams, tmp_path: Path
) -> None:
    ana, ben = teams.world.person("ana"), teams.world.person("ben")
    async with teams_bot(teams, tmp_path) as service:
        await teams.install(ana)
        await teams.install(ben)
        await _press(teams, ana, "erase")
        await teams.until(lambda: "I have forgotten" in json.dumps(teams.said(ana)[-1]))
        await until_it(lambda: _addresses(service, ana), [])
        others = await _addresses(service, ben)
        await teams.say(ana, ana, "help")

        assert [each.person for each in others] == [ben.aad]
        assert len(await _addresses(service, ana)) == 1
    assert teams.called("create") == []
