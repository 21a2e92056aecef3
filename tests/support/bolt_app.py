"""A small bolt app that does one thing for everything it may be brought, to hold a Slack against."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

PATIENCE = 10.0
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
QUIET: tuple[Any, ...] = (
    {"type": "message"},
    "channel_left",
    "channel_rename",
    "member_joined_channel",
    "user_change",
)


class Heard(list[Json]):
    """Everything that the app was brought, in order; but bolt keeps the app's own messages to itself."""

    def __init__(self) -> None:
        super().__init__()
        self._came = asyncio.Event()

    def note(self, body: Json) -> None:
        self.append(body)
        self._came.set()

    def events(self) -> list[Json]:
        return [one["event"] for one in self if "event" in one]

    def kinds(self) -> list[str]:
        """Of events: their subtypes, where they have one."""
        return [str(one.get("subtype") or one["type"]) for one in self.events()]

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self._came.clear()
                await self._came.wait()


def app_of(client: AsyncWebClient, signing_secret: str, heard: Heard) -> AsyncApp:
    """A mention is answered in its thread, a command with a card; its button opens a form."""
    app = AsyncApp(client=client, signing_secret=signing_secret)

    @app.middleware
    async def hear(body: Json, next_: Any) -> None:
        heard.note(body)
        await next_()

    app.event("app_mention")(_answer_in_thread)
    app.event("app_home_opened")(_publish)
    app.command("/whoknows")(_show_card)
    app.action("ask")(_open_form)
    app.view("question")(_want_five_letters)
    app.shortcut("find")(_acknowledge)
    for kind in QUIET:
        app.event(kind)(_nothing)
    return app


@asynccontextmanager
async def in_socket_mode(app: AsyncApp, app_token: str) -> AsyncIterator[None]:
    """The app, connected."""
    handler: Any = AsyncSocketModeHandler(app, app_token)
    try:
        await handler.connect_async()
        yield
    finally:
        await handler.close_async()


async def _answer_in_thread(event: Json, say: Any) -> None:
    await say(text="here", thread_ts=event["ts"])


async def _publish(event: Json, client: Any) -> None:
    await client.views_publish(user_id=event["user"], view=HOME)


async def _show_card(ack: Any, respond: Any, command: Json) -> None:
    await ack()
    await respond(text=f"about {command['text']}", blocks=CARD)


async def _open_form(ack: Any, body: Json, client: Any) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=FORM)


async def _want_five_letters(ack: Any, view: Json) -> None:
    if len(view["state"]["values"]["field"]["text"]["value"]) < 5:
        await ack(response_action="errors", errors={"field": "too short"})
    else:
        await ack()


async def _acknowledge(ack: Any) -> None:
    await ack()


async def _nothing() -> None:
    """Bolt wants a listener for everything that comes."""
