"""Slack and Teams of our own, as people who are brought together use them: ``brought_together.Side``."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.inviting_phrases import HELP
from tests.support.adaptive_cards import buttons, words
from tests.support.brought_together import Brought
from tests.support.busy_slack import BusySlack
from tests.support.busy_teams import BusyTeams
from tests.support.killed_server import Server
from tests.support.slack import fake as slack_fake
from tests.support.slack.faults import Fault as SlackFault
from tests.support.slack.world import Channel as SlackChannel
from tests.support.slack.world import Json, User
from tests.support.slack_office import named
from tests.support.teams.fake import FakeTeams
from tests.support.teams.faults import Fault as TeamsFault
from tests.support.teams.world import Channel as TeamsChannel
from tests.support.teams.world import Person

THINGS = ("ledger", "boiler", "kiosk", "turbine", "archive", "gateway", "harbour", "printer", "scanner")
WORDS = ("amber", "birch", "cobalt", "dune", "ember", "fjord", "garnet", "heron", "indigo", "jasper")
PATIENCE = {"KENNER_WORKDAY": "00:00-00:00", "KENNER_WORKDAYS": "mon,tue,wed,thu,fri,sat,sun"}
"""Settings: everybody works at any hour, whenever this runs."""


def need_of(number: int) -> str:
    """What nobody else speaks of."""
    return f"restore {WORDS[number % len(WORDS)]}{number} {THINGS[number % len(THINGS)]}{number}"


@dataclass
class SlackSide:
    """Implements ``brought_together.Side``."""

    slack: slack_fake.FakeSlack
    data: SlackChannel
    number: int = 0

    @classmethod
    def opened(cls, slack: slack_fake.FakeSlack) -> "SlackSide":
        slack.limits.is_on = False
        return cls(slack, slack.world.channel("data", slack.bot))

    @property
    def settings(self) -> dict[str, str]:
        own = {
            "KENNER_SLACK_BOT_TOKEN": self.slack.tokens.bot.value,
            "KENNER_SLACK_API_URL": self.slack.base_url,
        }
        return PATIENCE | own | {"KENNER_SLACK_SIGNING_SECRET": self.slack.signing_secret}

    def lead_to(self, server: Server) -> None:
        self.slack.send_events_to(f"{server.address}/slack/events")

    async def brought(self, server: Server) -> Brought:
        """People who were never there before, and what they said."""
        self.number += 1
        need = need_of(self.number)
        asker, *helpers = (
            self.slack.world.person(f"{name}{self.number}") for name in ("ask", "one", "two", "tri")
        )
        self.data.members += [each.id for each in (asker, *helpers)]
        for helper in helpers:
            asked = await self.slack.post(asker, self.data, f"how do I {need}?")
            await self.slack.post(helper, self.data, f"to {need}, call me", thread_ts=asked["ts"])
        return Brought(self, server, asker, helpers, need)

    async def ask(self, who: User, need: str, *, in_channel: bool) -> bool:
        if not in_channel:
            return (await self.slack.command(who, "/whoknows", need, self.data)).is_acknowledged
        await self.slack.post(who, self.data, f"<@{self.slack.bot}> who can {need} today?")
        return True  # an event, which Slack brings again

    def card(self, who: User, words: str) -> Json | None:
        return next((each for each in reversed(list(self._seen(who))) if words in each["text"]), None)

    def _seen(self, who: User) -> Iterator[Json]:
        yield from self.slack.ephemerals(who)
        yield from (m for m in self.slack.messages(self.slack.direct(who)) if m["user"] == self.slack.bot)

    async def press(self, who: User, card: Json, action: str, typed: str) -> bool:
        delivery = await self.slack.press(who, card, named(card, action), choose=typed or None)
        return delivery.is_acknowledged

    def posted(self, words: str) -> int:
        """Once for each time that it stands in the channel."""
        mine = [m for m in self.slack.messages(self.data) if m["user"] == self.slack.bot]
        return sum(f"about {words}" in m["text"] for m in mine)

    def fail(self, *, is_said: bool) -> None:
        """Whatever the bot says from now on, Slack is silent to it, whether it was said or not."""
        fault = SlackFault.STUCK if is_said else SlackFault.SILENT
        for method in ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"):
            self.slack.faults.next(method, fault, times=1_000)

    def recover(self) -> None:
        self.slack.faults.clear()

    async def redeliver(self) -> None:
        await BusySlack(self.slack, Random(0)).redeliver()

    @property
    def unacknowledged(self) -> int:
        return len(BusySlack(self.slack, Random(0)).unacknowledged)

    async def settled(self) -> None:
        await self.slack.settled()

    def twice(self) -> list[str]:
        """Keys of what stands there more than once."""
        return [key for key, count in BusySlack(self.slack, Random(0)).keys.items() if count > 1]


@dataclass
class TeamsSide:
    """Implements ``brought_together.Side``."""

    teams: FakeTeams
    data: TeamsChannel
    number: int = 100
    """Others than on Slack, in the same rows."""

    @classmethod
    def opened(cls, teams: FakeTeams) -> "TeamsSide":
        teams.limits.is_on = False
        return cls(teams, teams.world.channel(teams.world.team("data"), "data"))

    @property
    def settings(self) -> dict[str, str]:
        world = self.teams.world
        own = {"KENNER_TEAMS_APP_ID": world.app_id, "KENNER_TEAMS_TENANT_ID": world.tenant}
        own |= {"KENNER_TEAMS_APP_PASSWORD": self.teams.bot_tokens.secret, "FAKE_TEAMS": self.teams.address}
        return PATIENCE | own | {"KENNER_TEAMS_OPEN_TEAMS": self.data.team.id}

    def lead_to(self, server: Server) -> None:
        self.teams.courier.address = f"{server.address}/api/messages"

    async def brought(self, server: Server) -> Brought:
        """People who were never there before, and what they said."""
        self.number += 1
        need = need_of(self.number)
        people = [self.teams.world.person(f"{name}{self.number}") for name in ("ask", "one", "two", "tri")]
        self.data.team.members += people
        for who in people:
            self.teams.world.personal(who).has_bot = True
        asker, *helpers = people
        for helper in helpers:
            asked = await self.teams.say(asker, self.data, f"how do I {need}?")
            await self.teams.say(helper, self.data, f"to {need}, call me", thread=asked.activity["id"])
        return Brought(self, server, asker, helpers, need)

    async def ask(self, who: Person, need: str, *, in_channel: bool) -> bool:
        where: Any = self.data if in_channel else who
        await self.teams.say(who, where, f"{'@Kenner ' if in_channel else ''}who can {need} today?")
        return True  # an activity, which is brought again

    def card(self, who: Person, said: str) -> Json | None:
        found = (each for each in reversed(self.teams.said(who)) if said in words(each))
        return next(found, None)

    async def press(self, who: Person, card: Json, action: str, typed: str) -> bool:
        button = next(each for each in buttons(card).values() if each.get("verb") == action)
        data = button["data"] | ({action: typed} if typed else {})
        return (await self.teams.press(who, who, card["id"], button["verb"], data)).is_taken

    def posted(self, said: str) -> int:
        return sum(f"about {said}" in words(each) for each in self.teams.said(self.data))

    def fail(self, *, is_said: bool) -> None:
        """Whatever the bot says from now on, Teams is silent to it, whether it was said or not."""
        fault = TeamsFault.STUCK if is_said else TeamsFault.UNREACHABLE
        for call in ("send", "update"):
            self.teams.faults.next(call, fault, times=1_000)

    def recover(self) -> None:
        self.teams.faults.clear()

    async def redeliver(self) -> None:
        await BusyTeams(self.teams, Random(0)).redeliver()

    @property
    def unacknowledged(self) -> int:
        return len(BusyTeams(self.teams, Random(0)).unacknowledged)

    async def settled(self) -> None:
        """Nobody tells a bot of its own doings here."""

    def twice(self) -> list[str]:
        """Who has more than one invitation."""
        chats = [each for each in self.teams.world.chats if each.kind == "personal"]
        invited = [sum(HELP in buttons(each) for each in self.teams.said(chat)) for chat in chats]
        return [chat.id for chat, count in zip(chats, invited, strict=True) if count > 1]
