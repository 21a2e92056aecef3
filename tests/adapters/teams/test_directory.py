"""What Teams says of people and channels, through the places that the bot is in."""

import pytest

from adapters.teams.book import AddressBook
from adapters.teams.connections import Connections
from adapters.teams.directory import TeamsDirectory
from bot.errors import LockedOutError, RateLimitedError, UnreachableError
from bot.incoming import ChannelSeen, PersonSeen
from bot.ports import Storage
from expertise.types import ChannelKind
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import Pauses, book_of
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault
from tests.support.teams.world import Channel, Person, Team


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def book(teams: FakeTeams, storage: Storage, ana: Person, ask: Channel) -> AddressBook:
    """It has heard one message of the team's."""
    book = book_of(teams, storage)
    await book.learn((await teams.say(ana, ask, "hello")).activity)
    return book


@pytest.fixture
def directory(
    connections: Connections, book: AddressBook, clock: HandClock, pauses: Pauses
) -> TeamsDirectory:
    return TeamsDirectory(connections, book, clock, pauses.patience())


async def test_a_person_is_known_by_their_id_in_the_tenant(directory: TeamsDirectory, ben: Person) -> None:
    seen = await directory.person(ben.aad)

    assert seen == PersonSeen(person=ben.aad, name="Ben", handle="ben", email="ben@acme.example")
    assert "acme.example" not in repr(seen)


@pytest.mark.parametrize(
    "fields", [{"role": "guest"}, {"tenant": "11111111-0000-4000-8000-000000000000"}], ids=["guest", "other"]
)
async def test_guests_and_strangers_are_outsiders(
    teams: FakeTeams, directory: TeamsDirectory, platform_team: Team, fields: dict[str, str]
) -> None:
    cem = teams.world.person("cem", **fields)
    platform_team.members.append(cem)

    seen = await directory.person(cem.aad)

    assert seen is not None
    assert seen.is_outsider


async def test_only_the_tenants_own_directory_is_believed(
    teams: FakeTeams, directory: TeamsDirectory, platform_team: Team
) -> None:
    cem = teams.world.person("cem", tenant="11111111-0000-4000-8000-000000000000")
    dia = teams.world.person("dia", email="")
    platform_team.members += [cem, dia]

    seen = [await directory.person(each.aad) for each in (cem, dia)]

    assert [each.email for each in seen if each] == ["", ""]


async def test_somebody_heard_in_a_chat_is_asked_about_there(
    teams: FakeTeams, directory: TeamsDirectory, book: AddressBook
) -> None:
    cem = teams.world.person("cem")
    await book.learn((await teams.say(cem, teams.world.group(cem), "hello")).activity)

    seen = await directory.person(cem.aad)

    assert seen is not None
    assert (seen.person, seen.name) == (cem.aad, "Cem")
    assert [one.named["member"] for one in teams.called("member")] == [cem.id]


async def test_nobody_is_made_up(teams: FakeTeams, directory: TeamsDirectory) -> None:
    assert await directory.person(teams.world.person("cem").aad) is None


async def test_a_person_is_asked_about_once_in_a_while(
    teams: FakeTeams, directory: TeamsDirectory, ben: Person, clock: HandClock
) -> None:
    await directory.person(ben.aad)
    await directory.person(ben.aad)
    assert len(teams.called("member")) == 1

    directory.forget(ben.aad)
    await directory.person(ben.aad)
    assert len(teams.called("member")) == 2

    clock.pass_time(601)
    await directory.person(ben.aad)
    assert len(teams.called("member")) == 3


async def test_a_channel_is_for_the_members_of_its_team(
    directory: TeamsDirectory, ask: Channel, ana: Person, ben: Person
) -> None:
    assert await directory.channel(ask.id) == ChannelSeen(
        channel=ask.id, name="Platform › ask", kind=ChannelKind.PRIVATE, is_shared=False
    )
    assert await directory.members(ask.id) == {ana.aad, ben.aad}


async def test_a_team_declared_open_has_open_channels_but_for_its_private_ones(
    teams: FakeTeams,
    connections: Connections,
    book: AddressBook,
    ana: Person,
    ask: Channel,
    pauses: Pauses,
    clock: HandClock,
) -> None:
    secret = teams.world.channel(ask.team, "secret", ana, type_="private")
    both = teams.world.channel(ask.team, "both", ana, type_="shared")
    for declared in (ask.team.id, ask.team.group):
        directory = TeamsDirectory(connections, book, clock, pauses.patience(), [declared])
        kinds = {seen.channel: seen.kind async for seen in directory.joined()}
        assert kinds == {
            ask.team.id: ChannelKind.PUBLIC,
            ask.id: ChannelKind.PUBLIC,
            secret.id: ChannelKind.PRIVATE,
            both.id: ChannelKind.PRIVATE,
        }


async def test_the_general_channel_has_a_name(directory: TeamsDirectory, ask: Channel) -> None:
    names = {seen.channel: seen.name async for seen in directory.joined()}

    assert names == {ask.team.id: "Platform › General", ask.id: "Platform › ask"}


async def test_a_private_channels_members_are_its_own(
    teams: FakeTeams, directory: TeamsDirectory, ask: Channel, ana: Person
) -> None:
    secret = teams.world.channel(ask.team, "secret", ana, type_="private")
    assert len([seen async for seen in directory.joined()]) == 3

    assert await directory.members(secret.id) == {ana.aad}


async def test_chats_say_what_they_are(
    teams: FakeTeams, directory: TeamsDirectory, book: AddressBook, ana: Person, ben: Person
) -> None:
    group = teams.world.group(ana, ben)
    await book.learn((await teams.say(ana, group, "hello")).activity)
    await book.learn((await teams.install(ana)).activity)

    chat = await directory.channel(group.id)
    own = await directory.channel(teams.world.personal(ana).id)

    assert chat is not None
    assert own is not None
    assert (chat.kind, own.kind) == (ChannelKind.GROUP, ChannelKind.DIRECT)
    assert await directory.members(group.id) == {ana.aad, ben.aad}


async def test_many_members_come_in_pages(
    teams: FakeTeams, directory: TeamsDirectory, platform_team: Team, ask: Channel
) -> None:
    platform_team.members += [teams.world.person(f"p{number}") for number in range(1_100)]

    members = await directory.members(ask.id)

    assert members == {person.aad for person in platform_team.members}
    assert len(teams.called("members")) == 3


async def test_of_half_of_the_members_nothing_is_said(
    teams: FakeTeams, directory: TeamsDirectory, platform_team: Team, ask: Channel
) -> None:
    platform_team.members += [teams.world.person(f"p{number}") for number in range(600)]
    teams.limits.is_on = False
    teams.faults.next("members", Fault.LOST)
    teams.faults.next("members", Fault.REFUSED)

    assert await directory.members(ask.id) is None


async def test_places_that_the_bot_is_not_in_are_unknown(
    teams: FakeTeams, directory: TeamsDirectory, ask: Channel, ana: Person
) -> None:
    assert await directory.channel("19:nowhere@thread.tacv2") is None
    assert await directory.members("19:nowhere@thread.tacv2") is None

    await teams.remove_from(ask.team, ana)

    assert await directory.channel(ask.id) is None
    assert await directory.members(ask.id) is None
    assert [seen async for seen in directory.all_people()] == []
    assert [seen async for seen in directory.joined()] == []
    assert await directory.channels_of(ask.team.id) == {ask.id: ""}


async def test_channels_of_a_team_are_all_of_them(
    directory: TeamsDirectory, ask: Channel, book: AddressBook
) -> None:
    assert await directory.channels_of(ask.team.id) == {
        ask.id: "Platform › ask",
        ask.team.id: "Platform › General",
    }
    assert await directory.channels_of("19:nowhere@thread.tacv2") == {}
    assert {one.conversation for one in await book.channels()} == {ask.id, ask.team.id}


async def test_everyone_in_teams_with_the_bot_is_told_once(
    teams: FakeTeams, directory: TeamsDirectory, book: AddressBook, ana: Person, ben: Person
) -> None:
    cem = teams.world.person("cem")
    other = teams.world.team("sales", ana, cem)
    await book.learn((await teams.say(ana, other.general, "hello")).activity)

    people = [seen.person async for seen in directory.all_people()]

    assert sorted(people) == sorted([ana.aad, ben.aad, cem.aad])


async def test_it_asks_again_when_teams_says(
    teams: FakeTeams, directory: TeamsDirectory, ben: Person, pauses: Pauses
) -> None:
    teams.faults.next("member", Fault.THROTTLED, retry_after=7)
    teams.faults.next("member", Fault.BAD_GATEWAY)

    seen = await directory.person(ben.aad)

    assert seen is not None
    assert pauses.seconds == [7.0, 4.0]


@pytest.mark.parametrize(
    ("fault", "error"), [(Fault.THROTTLED, RateLimitedError), (Fault.BROKEN, UnreachableError)]
)
async def test_in_the_end_it_gives_up(
    teams: FakeTeams, directory: TeamsDirectory, ben: Person, fault: Fault, error: type[Exception]
) -> None:
    teams.faults.next("member", fault, times=6)

    with pytest.raises(error):
        await directory.person(ben.aad)


async def test_locked_out_it_does_not_say_that_nobody_is_there(
    teams: FakeTeams, directory: TeamsDirectory, ask: Channel, ben: Person
) -> None:
    await directory.person(ben.aad)
    teams.bot_tokens.revoke()
    teams.bot_tokens.secret = "another"

    with pytest.raises(LockedOutError):
        await directory.members(ask.id)
