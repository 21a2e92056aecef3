"""One person in Slack and in Teams, told by their address: what they choose in one holds in the other."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.service import Service
from bot.chat_types import InboxState
from tests.scenarios.slack.test_consent import choosing
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.tokens import EMAIL_SCOPE
from tests.support.slack.world import Json
from tests.support.slack_bot import slack_bot
from tests.support.slack_office import NEED, OFF, until_it
from tests.support.slack_office import Office as SlackOffice
from tests.support.teams.fake import FakeTeams
from tests.support.teams_bot import teams_bot


class Company:
    """Ben answers in both, under the address that he has in both; Cem asks."""

    def __init__(self, slack: FakeSlack, teams: FakeTeams, folder: Path) -> None:
        self.slack, self.teams, self.folder = slack, teams, folder
        self.here = SlackOffice(slack)
        self.ben, self.cem = (teams.world.person(name) for name in ("ben", "cem"))
        self.ben.name = "Benedikt"
        self.ops = teams.world.channel(teams.world.team("ops", self.ben, self.cem), "ops")

    @asynccontextmanager
    async def in_slack(self) -> AsyncIterator[SlackOffice]:
        async with slack_bot(self.slack, self.folder, **OFF) as self.here.service:
            yield self.here

    @asynccontextmanager
    async def in_teams(self) -> AsyncIterator[Service]:
        async with teams_bot(self.teams, self.folder, **OFF) as service:
            yield service

    async def talk(self, service: Service) -> None:
        """What can be found in Teams: there is no past to read."""
        asked = await self.teams.say(self.cem, self.ops, f"how do I {NEED} from yesterday?")
        await self.teams.say(self.ben, self.ops, f"to {NEED} use barman", thread=asked.activity["id"])
        await self.teams.install(self.cem)

        async def waiting() -> int:
            async with service._parts.storage.begin(service.workspace.id) as uow:
                standing = await uow.upkeep.standing()
                head = await uow.log.head()
            return standing.inbox.get(InboxState.NEW, 0) + (head != (service._seen or 0))

        await until_it(waiting, 0)

    async def ask_teams(self) -> str:
        """What Cem is told there."""
        before = len(self.teams.said(self.cem))
        await self.teams.say(self.cem, self.cem, NEED)
        await until(lambda: len(self.teams.said(self.cem)) > before)
        return json.dumps(self.teams.said(self.cem)[-1], ensure_ascii=False)

    async def page_in_slack(self) -> Json:
        return await self.here.command(self.here.ben, "me")


@pytest.fixture
async def company(tmp_path: Path) -> AsyncIterator[Company]:
    async with FakeSlack() as slack, FakeTeams() as teams:
        slack.limits.is_on = teams.limits.is_on = False
        slack.tokens.bot.scopes.add(EMAIL_SCOPE)
        made = Company(slack, teams, tmp_path)
        await made.here.talk()
        yield made


async def test_not_at_all_in_slack_holds_in_teams_until_one_is_not_the_other(company: Company) -> None:
    async with company.in_slack():
        alone = await company.page_in_slack()
    async with company.in_teams() as service:
        await company.talk(service)
        named = await company.ask_teams()
    async with company.in_slack() as here:
        linked = await company.page_in_slack()
        await here.slack.press(here.ben, linked, choosing(linked, "not_at_all"))
        await here.handled()
        declined_here = await here.command(here.cem, NEED)
    async with company.in_teams():
        declined_there = await company.ask_teams()
    async with company.in_slack() as here:
        page = await company.page_in_slack()
        await here.pressed(here.ben, page, "not_both_me")
        await here.handled()
        parted = await company.page_in_slack()
        await here.slack.press(here.ben, parted, choosing(parted, "by_name"))
        await here.handled()
        again = await here.command(here.cem, NEED)
    async with company.in_teams():
        still = await company.ask_teams()

    assert "Benedikt" not in alone["text"]
    assert "Benedikt" in named
    assert "You are also known to me as Benedikt in Microsoft Teams." in linked["text"]
    assert "Ben" not in str(declined_here)
    assert "Benedikt" not in declined_there
    assert "Benedikt" not in parted["text"]
    assert "Ben" in again["text"]
    assert "Benedikt" not in still
