"""A bolt app makes the round trip with a Slack that others wrote, over HTTP and through Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.support.local_slack import (
    ANA,
    APP_TOKEN,
    ASK,
    BOT,
    BOT_TOKEN,
    PATIENCE,
    SIGNING_SECRET,
    LocalSlack,
    Mode,
    program,
)
from tests.support.serving import served
from tests.support.slack.world import Json

BUTTON = {"type": "button", "action_id": "ask", "text": {"type": "plain_text", "text": "Ask"}, "value": "q1"}
CARD = [{"type": "actions", "block_id": "card", "elements": [BUTTON]}]
FIELD = {
    "type": "input",
    "block_id": "field",
    "label": {"type": "plain_text", "text": "Your question"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}
FORM = {
    "type": "modal",
    "callback_id": "question",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [FIELD],
}
HOME = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.mark.parametrize("local_slack", list(Mode), indirect=True)
async def test_a_bolt_app_makes_the_round_trip(local_slack: LocalSlack) -> None:
    async with connected(local_slack) as heard:
        asked = await local_slack.post(ANA, ASK, f"<@{BOT}> who knows postgres?")
        await local_slack.until(lambda: said(local_slack, "here"))
        await local_slack.command(ANA, "/whoknows", "postgres", ASK)
        await local_slack.until(lambda: said(local_slack, "about postgres"))
        await local_slack.press(ANA, said(local_slack, "about postgres")[0], "ask")
        await local_slack.until(lambda: local_slack.forms)
        await local_slack.submit(ANA, {"text": "how?"})
        await local_slack.until(lambda: said(local_slack, "how?"))
        await local_slack.open_home(ANA)
        await local_slack.until(lambda: local_slack.home(ANA))
        await local_slack.edit(asked, "never mind")
        await local_slack.delete(asked)
        subtypes = await until_deleted(heard)

    assert said(local_slack, "here")[0]["thread_ts"] == asked["ts"]
    assert local_slack.forms == []
    assert subtypes[-2:] == ["message_changed", "message_deleted"]


def test_without_the_program_tests_are_skipped_but_not_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.support.local_slack.PROGRAM", tmp_path / "nothing")

    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="npm ci --prefix tests/clients"):
        program()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="npm ci --prefix tests/clients"):
        program()


def said(slack: LocalSlack, text: str) -> list[Json]:
    return [one for one in slack.messages(ASK) if one.get("text") == text]


async def until_deleted(heard: asyncio.Queue[Json]) -> list[str | None]:
    """The subtypes of the messages that the app heard of, up to a deletion."""
    subtypes: list[str | None] = []
    async with asyncio.timeout(PATIENCE):
        while "message_deleted" not in subtypes:
            subtypes.append((await heard.get()).get("subtype"))
    return subtypes


@asynccontextmanager
async def connected(slack: LocalSlack) -> AsyncIterator[asyncio.Queue[Json]]:
    """The app, reached in the way of that Slack; the messages it hears of."""
    heard: asyncio.Queue[Json] = asyncio.Queue()
    app = app_of(slack, heard)
    if slack.mode is Mode.HTTP:
        async with served(app, slack.app_port):
            yield heard
        return
    handler: Any = AsyncSocketModeHandler(app, APP_TOKEN)
    await handler.connect_async()
    try:
        yield heard
    finally:
        await handler.close_async()


def app_of(slack: LocalSlack, heard: asyncio.Queue[Json]) -> AsyncApp:
    client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.base_url)
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET)

    @app.event({"type": "message"})
    async def hear(event: Json) -> None:
        await heard.put(event)

    app.event("app_mention")(answer_in_thread)
    app.event("app_home_opened")(publish)
    app.command("/whoknows")(show_card)
    app.action("ask")(open_form)
    app.view("question")(repeat)
    return app


async def answer_in_thread(event: Json, say: Any) -> None:
    await say(text="here", thread_ts=event["ts"])


async def publish(event: Json, client: Any) -> None:
    await client.views_publish(user_id=event["user"], view=HOME)


async def show_card(ack: Any, respond: Any, command: Json) -> None:
    await ack()
    await respond(text=f"about {command['text']}", blocks=CARD)


async def open_form(ack: Any, body: Json, client: Any) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=FORM)


async def repeat(ack: Any, view: Json, client: Any) -> None:
    await ack()
    await client.chat_postMessage(channel=ASK, text=view["state"]["values"]["field"]["text"]["value"])
