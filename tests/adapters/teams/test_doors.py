"""How a colleague in Teams is written to."""

import pytest

from adapters.teams.book import AddressBook
from adapters.teams.connections import Connections
from adapters.teams.directory import TeamsDirectory
from adapters.teams.doors import TeamsDoors
from bot.errors import LockedOutError
from expertise.types import Person as Colleague
from expertise.types import PersonId
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import Pauses
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Person

WORDS = "Hi Ben & co, “restore”?"


@pytest.fixture
async def doors(
    teams: FakeTeams, connections: Connections, book: AddressBook, clock: HandClock, ana: Person, ask: Channel
) -> TeamsDoors:
    """Something was heard in the team."""
    await book.learn((await teams.say(ana, ask, "hello")).activity)
    directory = TeamsDirectory(connections, book, clock, Pauses().patience())
    return TeamsDoors(directory, teams.world.tenant)


def _colleague(person: Person) -> Colleague:
    return Colleague(id=PersonId("p"), platform_id=person.aad, name=person.name)


async def test_a_link_opens_a_chat_with_them_and_has_words_ready(doors: TeamsDoors, ben: Person) -> None:
    link = await doors.chat_with(_colleague(ben), WORDS)

    assert link == (
        "https://teams.microsoft.com/l/chat/0/0?tenantId=72f988bf-0000-4000-8000-0000000000aa"
        "&users=ben%40acme.example&message=Hi%20Ben%20%26%20co%2C%20%E2%80%9Crestore%E2%80%9D%3F"
    )


async def test_whom_teams_does_not_know_or_cannot_say_now_has_none(
    teams: FakeTeams, doors: TeamsDoors, ben: Person
) -> None:
    stranger = _colleague(teams.world.person("cem"))
    unknown = await doors.chat_with(stranger, WORDS)
    teams.faults.next("member", Fault.UNAVAILABLE, times=9)

    assert (unknown, await doors.chat_with(_colleague(ben), WORDS)) == (None, None)


async def test_a_closed_door_is_no_missing_link(teams: FakeTeams, doors: TeamsDoors, ben: Person) -> None:
    teams.bot_tokens.secret = "another"

    with pytest.raises(LockedOutError):
        await doors.chat_with(_colleague(ben), WORDS)
