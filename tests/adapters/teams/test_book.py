"""Where everybody is to be reached is learned from what comes, and survives a restart."""

from adapters.teams.book import AddressBook
from bot.addresses import Address, Place
from bot.ports import Storage
from tests.support.slack.clocks import HandClock
from tests.support.teams.connecting import WORKSPACE, Door, book_of
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Channel, Person


async def test_a_chat_is_somebodys_and_a_channel_is_a_teams(
    teams: FakeTeams, book: AddressBook, storage: Storage, ana: Person, ask: Channel, clock: HandClock
) -> None:
    await book.learn((await teams.say(ana, ask, "hello")).activity)
    await book.learn((await teams.install(ana)).activity)

    again = book_of(teams, storage)
    assert await again.of(ask.id) == Address(
        conversation=ask.id,
        place=Place.CHANNEL,
        service_url=teams.service_url,
        team=ask.team.id,
        seen_at=clock(),
    )
    assert await again.with_person(ana.aad) == Address(
        conversation=teams.world.personal(ana).id,
        place=Place.PERSONAL,
        service_url=teams.service_url,
        person=ana.aad,
        seen_at=clock(),
    )


async def test_an_extension_in_a_chat_of_two_others_teaches_nothing(
    teams: FakeTeams, book: AddressBook, ana: Person
) -> None:
    """It looks like Ana's chat with the bot; an answer for Ana would be read by whom she talks to."""
    chat = teams.world.personal(ana)
    chat.id = "19:ana_ben@unq.gbl.spaces"

    asked = await teams.invoke(ana, ana, "composeExtension/fetchTask", {"commandId": "find"})
    await book.learn(asked.activity)

    assert await book.with_person(ana.aad) is None
    assert await book.of(chat.id) is None


async def test_a_door_that_moved_is_learned(
    teams: FakeTeams, book: AddressBook, storage: Storage, ana: Person, ask: Channel
) -> None:
    said = await teams.say(ana, ask, "hello")
    await book.learn(said.activity)

    await book.learn(said.activity | {"serviceUrl": "https://smba.example/amer/"})

    address = await book_of(teams, storage).of(ask.id)
    assert address is not None
    assert address.service_url == "https://smba.example/amer/"


async def test_what_is_known_costs_no_row(
    teams: FakeTeams, book: AddressBook, storage: Storage, ana: Person, ask: Channel, clock: HandClock
) -> None:
    for _ in range(3):
        await book.learn((await teams.say(ana, ask, "hello")).activity)
        clock.pass_time(60)

    address = await book_of(teams, storage).of(ask.id)
    assert address is not None
    assert (clock() - address.seen_at).total_seconds() == 180


async def test_whoever_was_forgotten_and_writes_again_is_known_again(
    teams: FakeTeams, book: AddressBook, storage: Storage, ana: Person
) -> None:
    hello = (await teams.install(ana)).activity
    await book.learn(hello)
    async with storage.begin(WORKSPACE.id) as uow:
        await uow.addresses.forget([teams.world.personal(ana).id])
        await uow.commit()

    forgotten = await book.with_person(ana.aad), await book.of(teams.world.personal(ana).id)
    await book.learn(hello)

    assert forgotten == (None, None)
    assert await book.with_person(ana.aad) is not None


async def test_when_somebody_was_heard_last_is_known_to_the_day(
    teams: FakeTeams, book: AddressBook, ana: Person, clock: HandClock
) -> None:
    hello = (await teams.install(ana)).activity
    seen = []
    for hours in (0, 23, 1):
        clock.pass_time(hours * 3_600)
        await book.learn(hello)
        found = await book.with_person(ana.aad)
        seen.append(found and (clock() - found.seen_at).total_seconds() / 3_600)

    assert seen == [0, 23, 0]


async def test_whoever_removes_the_app_is_forgotten(teams: FakeTeams, book: AddressBook, ana: Person) -> None:
    await book.learn((await teams.install(ana)).activity)
    await book.learn((await teams.uninstall(ana)).activity)

    assert await book.with_person(ana.aad) is None


async def test_channels_of_a_team_that_was_left_are_still_known_by_name(
    teams: FakeTeams, book: AddressBook, ana: Person, ask: Channel
) -> None:
    await book.learn((await teams.say(ana, ask, "hello")).activity)
    await book.learn((await teams.remove_from(ask.team, ana)).activity)

    assert [one.conversation for one in await book.channels()] == [ask.id]


async def test_the_entrance_teaches_it(teams: FakeTeams, door: Door, ana: Person, ask: Channel) -> None:
    await teams.say(ana, ask, "hello")
    await teams.install(ana)

    async with door.storage.begin(WORKSPACE.id) as uow:
        assert await uow.addresses.of(ask.id) is not None
        assert await uow.addresses.with_person(ana.aad) != []


async def test_without_any_address_there_is_teams_own_door(
    teams: FakeTeams, book: AddressBook, storage: Storage, ana: Person, ask: Channel, clock: HandClock
) -> None:
    assert await AddressBook(storage, WORKSPACE.id, clock).door() == "https://smba.trafficmanager.net/teams/"

    await book.learn((await teams.say(ana, ask, "hello")).activity)

    assert await AddressBook(storage, WORKSPACE.id, clock).door() == teams.service_url
