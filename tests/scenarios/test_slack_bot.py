"""A conversation with the bot on a Slack of our own: signed payloads in, cards out."""

from pathlib import Path

import pytest

from tests.support.running import until
from tests.support.slack.fake import FakeSlack
from tests.support.slack_bot import slack_bot

OFF = {"naming": "opt-out"}


@pytest.fixture
async def slack() -> FakeSlack:
    fake = FakeSlack()
    fake.limits.is_on = False
    return fake


async def test_a_whole_conversation(slack: FakeSlack, tmp_path: Path) -> None:
    async with slack:
        world = slack.world
        ana, ben, cem = (world.person(name) for name in ("ana", "ben", "cem"))
        data = world.channel("data", ana, ben, cem, slack.bot)
        asked = await slack.post(ana, data, "how do I restore a postgres backup from yesterday?")
        await slack.post(ben, data, "restore the postgres backup with pg_restore", thread_ts=asked["ts"])
        async with slack_bot(slack, tmp_path, **OFF):
            delivery = await slack.command(cem, "/whoknows", "restore a postgres backup", data)
            assert delivery.is_acknowledged
            await until(lambda: slack.ephemerals(cem))
            card = slack.ephemerals(cem)[-1]
            assert "Ben" in card["text"]
