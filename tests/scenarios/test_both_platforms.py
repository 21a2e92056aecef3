"""One process serves Slack and Teams: each from its own past alone, and neither falls with the other."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat_types import QuestionState
from bot.types import Platform
from tests.support.both_bots import Both, both_bots
from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack_office import NEED, OFF, SlowEmbedder
from tests.support.slack_office import Office as SlackOffice
from tests.support.teams.fake import FakeTeams
from tests.support.teams_bot import teams_bot
from tests.support.teams_office import answered, handled, words


class Company:
    """Of a postgres backup Ben knows in Slack, and Vic in Teams, by other words."""

    def __init__(self, slack: FakeSlack, teams: FakeTeams) -> None:
        self.slack, self.teams = slack, teams
        self.in_slack = SlackOffice(slack)
        self.uma, self.vic, self.wim = (teams.world.person(name) for name in ("uma", "vic", "wim"))
        self.ops = teams.world.channel(teams.world.team("ops", self.uma, self.vic, self.wim), "ops")

    async def talk(self, both: Both) -> None:
        """What can be found once this returns; Teams has no past to read."""
        asked = await self.teams.say(self.uma, self.ops, f"how do I {NEED} from yesterday?")
        await self.teams.say(self.vic, self.ops, f"to {NEED} use barman", thread=asked.activity["id"])
        await self.teams.install(self.wim)
        await handled(await both.service(Platform.TEAMS))

    async def ask_slack(self) -> None:
        office = self.in_slack
        assert (await self.slack.command(office.cem, "/whoknows", NEED, office.data)).is_acknowledged

    async def ask_teams(self) -> None:
        assert (await self.teams.say(self.wim, self.wim, NEED)).status == 200

    async def slack_says(self, times: int = 1) -> str:
        cem = self.in_slack.cem
        await until(lambda: len(self.slack.ephemerals(cem)) >= times)
        return json.dumps(self.slack.ephemerals(cem)[-1])

    async def teams_says(self, times: int = 1) -> str:
        return words(await answered(self.teams, self.wim, times))


@pytest.fixture
async def company() -> AsyncIterator[Company]:
    async with FakeSlack() as slack, FakeTeams() as teams:
        slack.limits.is_on = teams.limits.is_on = False
        company = Company(slack, teams)
        await company.in_slack.talk()
        yield company


async def test_each_is_answered_from_its_own_past_alone(company: Company, tmp_path: Path) -> None:
    async with both_bots(company.slack, company.teams, tmp_path, **OFF) as both:
        await company.talk(both)

        await company.ask_slack()
        await company.ask_teams()
        in_slack, in_teams = await company.slack_says(), await company.teams_says()
        ready, metrics = await both.get("/readyz"), (await both.get("/metrics"))[1]

    assert "Ben" in in_slack
    assert not [word for word in ("Vic", "barman") if word in in_slack]
    assert "Vic" in in_teams
    assert not [word for word in ("Ben", "pg_restore") if word in in_teams]
    assert ready == (200, '{"ok": true, "missing": []}')
    for platform in Platform:
        assert f'kenner_now{{platform="{platform}",what="questions_answered"}} 1.0' in metrics
        assert f'kenner_happened_total{{platform="{platform}",what="answered"}} 1.0' in metrics


async def test_what_a_run_left_goes_on_in_the_next_one_that_serves_it(
    company: Company, tmp_path: Path
) -> None:
    slow = SlowEmbedder()
    async with both_bots(company.slack, company.teams, tmp_path, embedder=slow, **OFF) as both:
        await company.talk(both)
        slow.goes_on.clear()
        await company.ask_slack()
        await company.ask_teams()
        await until_asked(both)
    slow.goes_on.set()
    async with teams_bot(company.teams, tmp_path, **OFF):
        in_teams = await company.teams_says()
        in_slack_meanwhile = company.slack.ephemerals(company.in_slack.cem)
    async with both_bots(company.slack, company.teams, tmp_path, **OFF):
        in_slack = await company.slack_says()

    assert "Vic" in in_teams
    assert in_slack_meanwhile == []
    assert "Ben" in in_slack
    assert len(company.slack.ephemerals(company.in_slack.cem)) == 1
    assert len(company.teams.said(company.wim)) == 1


async def until_asked(both: Both) -> None:
    """Both questions are rows, and thought about."""
    async with asyncio.timeout(8):
        for platform in Platform:
            service = await both.service(platform)
            standing: dict[QuestionState, int] = {}
            while standing.get(QuestionState.RECEIVED) != 1:
                async with service._parts.storage.begin(service.workspace.id) as uow:
                    standing = dict((await uow.upkeep.standing()).questions)


async def test_where_one_throws_us_out_the_other_answers(company: Company, tmp_path: Path) -> None:
    async with both_bots(company.slack, company.teams, tmp_path, **OFF) as both:
        await company.talk(both)
        slack = await both.service(Platform.SLACK)

        await company.slack.uninstall()
        await until(lambda: slack.missing)
        await company.ask_teams()
        in_teams, ready = await company.teams_says(), await both.get("/readyz")

    assert "Vic" in in_teams
    assert ready == (200, '{"ok": true, "missing": ["slack access"]}')


async def test_where_one_does_not_let_us_in_the_other_answers_until_it_does(
    company: Company, tmp_path: Path
) -> None:
    login = company.teams.bot_tokens
    settings = OFF | {"teams_app_password": login.secret}
    login.secret, ours = "another", login.secret

    async with both_bots(
        company.slack, company.teams, tmp_path, refused=[Platform.TEAMS], **settings
    ) as both:
        ready = await both.get("/readyz")
        early = await company.teams.say(company.uma, company.ops, "hello?")
        await company.ask_slack()
        in_slack = await company.slack_says()
        login.secret = ours
        await both.service(Platform.TEAMS)
        await company.talk(both)
        await company.ask_teams()
        in_teams = await company.teams_says()

    assert ready == (200, '{"ok": true, "missing": ["teams access"]}')
    assert early.status == 503
    assert "Ben" in in_slack
    assert "Vic" in in_teams
