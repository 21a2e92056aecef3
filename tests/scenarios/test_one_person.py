"""One person in Slack and in Teams, told by their address: what they choose in one holds in the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.types import Platform
from tests.scenarios.slack.test_consent import choosing
from tests.support.both_bots import Both, both_bots
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack.tokens import EMAIL_SCOPE
from tests.support.slack.world import Json
from tests.support.slack_office import NEED, OFF
from tests.support.slack_office import Office as SlackOffice
from tests.support.teams.fake import FakeTeams
from tests.support.teams_office import answered, handled, words


class Company:
    """Ben answers in both, where he has the same address, and is Benedikt in Teams; Cem asks."""

    def __init__(self, slack: FakeSlack, teams: FakeTeams) -> None:
        self.slack, self.teams = slack, teams
        self.here = SlackOffice(slack)
        self.ben, self.cem = teams.world.person("ben"), teams.world.person("cem")
        self.ben.name = "Benedikt"
        self.ops = teams.world.channel(teams.world.team("ops", self.ben, self.cem), "ops")

    async def talk(self, both: Both) -> None:
        """What can be found once this returns."""
        self.here.service = await both.service(Platform.SLACK)
        asked = await self.teams.say(self.cem, self.ops, f"how do I {NEED} from yesterday?")
        await self.teams.say(self.ben, self.ops, f"to {NEED} use barman", thread=asked.activity["id"])
        await self.teams.install(self.cem)
        await handled(await both.service(Platform.TEAMS))

    async def ask_teams(self) -> str:
        """What Cem is told there."""
        before = len(self.teams.said(self.cem))
        await self.teams.say(self.cem, self.cem, NEED)
        return words(await answered(self.teams, self.cem, before + 1))

    async def ask_slack(self) -> str:
        return str(await self.here.command(self.here.cem, NEED))

    async def choose(self, level: str) -> Json:
        """On Ben's page in Slack; the page before that."""
        page = await self.here.command(self.here.ben, "me")
        await self.slack.press(self.here.ben, page, choosing(page, level))
        await self.here.handled()
        return page


@pytest.fixture
async def company() -> AsyncIterator[Company]:
    async with FakeSlack() as slack, FakeTeams() as teams:
        slack.limits.is_on = teams.limits.is_on = False
        slack.tokens.bot.scopes.add(EMAIL_SCOPE)
        made = Company(slack, teams)
        await made.here.talk()
        yield made


async def test_not_at_all_in_slack_holds_in_teams_until_one_is_not_the_other(
    company: Company, tmp_path: Path
) -> None:
    async with both_bots(company.slack, company.teams, tmp_path, **OFF) as both:
        await company.talk(both)
        named = await company.ask_slack(), await company.ask_teams()
        linked = await company.choose("not_at_all")
        declined = await company.ask_slack(), await company.ask_teams()
        page = await company.here.command(company.here.ben, "me")
        await company.here.pressed(company.here.ben, page, "not_both_me")
        await company.here.handled()
        parted = await company.choose("by_name")
        again = await company.ask_slack(), await company.ask_teams()

    assert "Ben" in named[0]
    assert "Benedikt" in named[1]
    assert "You are also known to me as Benedikt in Microsoft Teams." in linked["text"]
    assert [said for said in declined if "Ben" in said] == []
    assert "Benedikt" not in parted["text"]
    assert "Ben" in again[0]
    assert "Benedikt" not in again[1]


async def test_a_copy_of_each_account_comes_where_it_is(company: Company, tmp_path: Path) -> None:
    async with both_bots(company.slack, company.teams, tmp_path, **OFF) as both:
        await company.talk(both)
        await company.teams.install(company.ben)
        page = await company.here.command(company.here.ben, "me")

        await company.here.pressed(company.here.ben, page, "export")
        await until(lambda: company.here.from_bot(company.here.ben) and company.teams.said(company.ben))

    in_slack = company.here.from_bot(company.here.ben)[-1]["text"]
    in_teams = words(company.teams.said(company.ben)[-1])
    assert company.here.ben.id in in_slack
    assert company.ben.aad not in in_slack
    assert company.ben.aad in in_teams
    assert company.here.ben.id not in in_teams
    assert "ben@acme.example" not in in_slack + in_teams


async def test_an_address_that_changes_ends_it_in_the_night(company: Company, tmp_path: Path) -> None:
    async with both_bots(company.slack, company.teams, tmp_path, **OFF) as both:
        await company.talk(both)
        linked = await company.here.command(company.here.ben, "me")
        company.here.ben.email = "ben@other.example"  # of which no event tells
        await (await both.service(Platform.SLACK)).meet()
        alone = await company.here.command(company.here.ben, "me")

    assert "Benedikt" in linked["text"]
    assert "Benedikt" not in alone["text"]
