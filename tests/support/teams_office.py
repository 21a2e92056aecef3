"""A small tenant on a Teams of our own, and what people in it do with the bot."""

import json

from adapters.service import Service
from tests.support import running
from tests.support.running import until
from tests.support.teams.fake import FakeTeams
from tests.support.teams.world import Json, Person

NEED = "restore a postgres backup"
"""What Ben answered in data."""


class Office:
    """Ana asked in a channel and Ben answered; Cem is in the team too."""

    def __init__(self, teams: FakeTeams) -> None:
        self.teams = teams
        self.ana, self.ben, self.cem = (teams.world.person(name) for name in ("ana", "ben", "cem"))
        self.data = teams.world.channel(teams.world.team("data", self.ana, self.ben, self.cem), "data")

    async def talk(self) -> None:
        asked = await self.teams.say(self.ana, self.data, f"how do I {NEED} from yesterday?")
        assert asked.status == 200
        root = asked.activity["id"]
        await self.teams.say(self.ben, self.data, f"to {NEED} use pg_restore", thread=root)


def words(message: Json) -> str:
    """All that its card says."""
    return json.dumps(message["attachments"], ensure_ascii=False)


async def answered(teams: FakeTeams, who: Person, times: int = 1) -> Json:
    """The last of so many messages of the bot to somebody."""
    await until(lambda: len(teams.said(who)) >= times)
    return teams.said(who)[-1]


async def handled(service: Service) -> None:
    """Everything that came is handled, and what was said can be found."""
    await running.handled(service)
    await running.indexed(service)
