"""The whole server, killed again and again while people talk: nothing is lost, nothing is said twice.

Takes minutes, and is not collected by itself: KILLS=50 pytest tests/scenarios/killed_service.py
"""

import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.schema import migrate
from tests.support.busy_slack import Asking, BusySlack
from tests.support.killed_server import KILLS, QUESTIONS, SEED, Server, going_on, live_and_die, recover
from tests.support.slack.fake import FakeSlack
from tests.support.slack.world import User


@pytest.fixture
async def busy() -> AsyncIterator[BusySlack]:
    async with FakeSlack() as slack:
        slack.limits.is_on = False
        busy = BusySlack(slack, random.Random(SEED))
        await busy.settle()
        yield busy


@pytest.mark.kill
@pytest.mark.slow
async def test_a_server_that_is_killed_while_people_talk_loses_nothing_and_says_nothing_twice(
    busy: BusySlack, tmp_path: Path
) -> None:
    await migrate(f"sqlite+aiosqlite:///{tmp_path / 'kenner.db'}")
    slack = busy.slack
    settings = {"KENNER_SLACK_BOT_TOKEN": slack.tokens.bot.value, "KENNER_SLACK_API_URL": slack.base_url}
    server = Server(tmp_path, settings | {"KENNER_SLACK_SIGNING_SECRET": slack.signing_secret})
    slack.send_events_to(f"{server.address}/slack/events")
    await server.start()
    await server.until("/readyz")
    for who in busy.askers:
        for _ in range(3):  # the first three are answered privately
            await busy.ask(Asking.MENTION, who)
    await server.until_idle()
    await server.end(signal.SIGKILL)

    async with going_on(busy):
        for _ in range(KILLS):
            await live_and_die(server, busy)
    await recover(server, busy)

    print(told(server, busy))  # noqa: T201 - with -s, it tells what was done
    assert stored(server) == busy.said
    assert [key for key, count in busy.keys.items() if count > 1] == []
    for how, question in busy.asked:
        replies, alone = busy.answers(how, question)
        assert replies == 1 or (replies == 0 and alone >= 1), question
    for who in busy.askers:
        assert len(unthreaded(busy, who)) >= busy.commanded[who.id]
    assert len(server.rows(QUESTIONS)) >= len(busy.asked) + sum(busy.commanded.values())
    assert server.rows(f"{QUESTIONS} WHERE state = 'failed'") == []
    assert server.rows("SELECT key FROM outgoing WHERE state != 'sent'") == []


def stored(server: Server) -> dict[tuple[str, str], str]:
    """What people said, as our rows have it; the bot's name is written out there."""
    return {key: text.replace("@Kenner", "<@U0KENNER>") for key, text in server.stored().items()}


def unthreaded(busy: BusySlack, who: User) -> list[Any]:
    """What somebody alone was shown, outside threads: answers to commands."""
    return [one for one in busy.slack.ephemerals(who) if "thread_ts" not in one]


def told(server: Server, busy: BusySlack) -> dict[str, int]:
    events = [one for one in busy.slack.outbox.sent if one.kind == "events_api"]
    return {
        "kills": KILLS,
        "lives that listened": server.lives,
        "events": len({one.payload["event_id"] for one in events}),
        "redeliveries": sum(1 for one in events if one.retry),
        "messages": len(busy.said),
        "lost": len(busy.said.keys() - stored(server).keys()),
        "questions": len(busy.asked) + sum(busy.commanded.values()),
        "said once": sum(1 for count in busy.keys.values() if count == 1),
        "said twice": sum(1 for count in busy.keys.values() if count > 1),
    }
