"""The end of a run: what came is kept first, and nothing is begun or goes on behind it."""

import asyncio
import gc
from contextlib import AsyncExitStack

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import bolt_app, over_socket
from bot.incoming import Envelope
from bot.measuring import NoMeter
from bot.outbox import Outbox
from bot.speech import Speech
from expertise.types import WorkspaceId
from tests.support.builders import ACME, START
from tests.support.slack.fake import FakeSlack


async def test_what_is_being_kept_is_kept_and_acknowledged_before_it_is_left(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    comes, goes_on, kept = asyncio.Event(), asyncio.Event(), []

    async def keep(envelope: Envelope) -> bool:
        comes.set()
        await goes_on.wait()
        kept.append(envelope.kind)
        return True

    ana = slack.world.person("ana")
    ask = slack.world.channel("ask", ana, slack.bot)
    app = bolt_app(client, "", keep, lambda: START, NoMeter())
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(over_socket(app, slack.tokens.app.value))
        await slack.socket_mode.connected()
        posting = asyncio.create_task(slack.post(ana, ask, "who knows?"))
        await comes.wait()
        leaving = asyncio.create_task(stack.aclose())
        asyncio.get_running_loop().call_later(0.1, goes_on.set)
        await leaving
        was_kept = list(kept)
        await posting

    assert was_kept == ["message"]
    assert slack.outbox.sent[-1].is_acknowledged


class HeardOutbox(Outbox):
    """Only remembers what it was to deliver."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def deliver(self, workspace_id: WorkspaceId, key: str) -> None:
        assert workspace_id == ACME.id
        self.asked.append(key)


async def test_what_is_said_at_the_very_end_is_left_to_the_next_run() -> None:
    outbox = HeardOutbox()
    speech = Speech(outbox, ACME.id)

    speech.say("just before")
    await speech.stop()
    speech.say("just after")
    for _ in range(3):
        await asyncio.sleep(0)
    gc.collect()  # a delivery that was made and never begun would be complained of here

    assert outbox.asked == []
