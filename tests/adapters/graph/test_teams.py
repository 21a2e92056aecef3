"""Which teams the bot is in is known from what it heard, and Graph's ids of them from the connector."""

from adapters.graph.client import Place
from adapters.graph.teams import KnownTeams
from bot.addresses import Address
from bot.addresses import Place as Kind
from tests.support.clocks import FakeClock
from tests.support.teams.connecting import book_of, connected_to, settled_storage
from tests.support.teams.fake import FakeTeams


async def test_teams_are_known_by_the_ids_of_their_groups() -> None:
    clock = FakeClock()
    async with FakeTeams(clock) as teams, connected_to(teams) as connections:
        ana = teams.world.person("ana")
        inside, left = teams.world.team("platform", ana), teams.world.team("left", ana, has_bot=False)
        book = book_of(teams, await settled_storage())
        for team in (inside, left):
            for channel in team.channels:
                await book.note(
                    Address(
                        conversation=channel.id,
                        place=Kind.CHANNEL,
                        service_url=teams.service_url,
                        team=team.id,
                        seen_at=clock(),
                    )
                )
        known = KnownTeams(connections, book)

        told = await known.all()
        places = [await known.place(where) for where in (inside.general.id, left.general.id, "unheard")]

    assert told == {
        inside.group: {"id": inside.group, "internalId": inside.id, "displayName": inside.name},
    }
    assert places == [Place(team=inside.group, channel=inside.general.id), None, None]
