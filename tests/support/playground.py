"""Microsoft 365 Agents Playground, which looks like Teams: started for a test, driven, and stopped.

    async with Playground(program(), bot_address, tmp_path) as page:
        await page.install(page.personal)
        await page.say(page.me, page.personal, "restore a postgres backup")
        card = await page.card(lambda words: "Ben" in words)

Its licence grants use "for the purposes of evaluating it", so that it is installed by hand and found by
``AGENTS_PLAYGROUND``, the path of its ``cli.js``. It believes anybody, and shows everything to everybody.
"""

import asyncio
import json
import os
import re
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest

from tests.support.teams.world import Json

WHERE = "AGENTS_PLAYGROUND"
TENANT = "00000000-0000-0000-0000-0000000000001"
PATIENCE = 60.0
"""Seconds to start, which takes long without a way out, and for the bot to do something."""


def program() -> Path:
    """Where it is; without it the test is skipped."""
    told = os.environ.get(WHERE, "")
    if not told:
        pytest.skip(f"Microsoft's Agents Playground is not there: {WHERE} names its cli.js")
    return Path(told)


class Playground:
    """One tenant: somebody with a chat with the bot, five colleagues, a group chat, and a team."""

    def __init__(self, path: Path, bot: str, folder: Path) -> None:
        self._program, self._bot, self._folder = path, bot, folder  # where it leaves its log
        self._cards: list[tuple[Json, str]] = []
        self._changed = asyncio.Event()
        self.address = ""
        self.config: Json = {}

    @property
    def me(self) -> str:
        who: str = self.config["currentUser"]["id"]
        return who

    @property
    def personal(self) -> str:
        chat: str = self.config["personalChat"]["id"]
        return chat

    @property
    def general(self) -> str:
        channel: str = self.config["teams"][0]["id"]
        return channel

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opened, asyncio.timeout(PATIENCE):
            process = await self._start()
            opened.push_async_callback(_stop, process)
            self.address = await _announced(process)
            self._session = await opened.enter_async_context(aiohttp.ClientSession())
            self.config = (await self._get("/_internal/v1/config"))["config"]
            page = f"{self.address.replace('http', 'ws', 1)}/_ws_conversation/v1/conversations/stream"
            self._page = await opened.enter_async_context(self._session.ws_connect(page))
            following = asyncio.get_running_loop().create_task(self._follow())
            opened.callback(following.cancel)
            self._opened = opened.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._opened.aclose()

    async def install(self, conversation: str) -> None:
        """Add the bot there."""
        await self._post(f"/_debug/conversation/{conversation}/installation", {})

    async def say(self, who: str, conversation: str, text: str) -> None:
        """A message; ``@Kenner`` names the bot."""
        bot = self.config["bot"]
        name = f"<at>{bot['name']}</at>"
        message: Json = {"text": text.replace("@Kenner", name), "textFormat": "plain", "from": {"id": who}}
        if "@Kenner" in text:
            message["mentions"] = [{"mentioned": {"id": bot["id"]}, "text": name}]
        await self._post(f"/_conversation/v1/conversations/{conversation}/messages", message)

    async def hear(self, who: int, ts: int, text: str, root: int | None = None) -> None:
        """What a colleague says in the general channel, as with consent: the page brings only mentions."""
        person, team = self.config["users"][who], self.config["teams"][0]
        tenant = self.config["tenantId"]
        message: Json = {"type": "message", "id": str(ts), "text": text, "textFormat": "plain"}
        message |= {"channelId": "msteams", "serviceUrl": f"{self.address}/_connector"}
        message |= {"from": {name: person[name] for name in ("id", "name", "aadObjectId")}}
        message |= {"recipient": self.config["bot"], "timestamp": "2026-03-02T09:00:00.000Z"}
        message["conversation"] = {"id": f"{self.general};messageid={root or ts}", "isGroup": True}
        message["conversation"] |= {"conversationType": "channel", "tenantId": tenant}
        message["channelData"] = {"tenant": {"id": tenant}, "channel": {"id": self.general}}
        message["channelData"]["team"] = {name: team[name] for name in ("id", "name", "aadGroupId")}
        await self._post("/_internal/v1/customActivities", message)

    async def press(self, conversation: str, card: Json, label: str) -> Any:
        """A button of a card that came; what the bot says to it at once."""
        action = next(each for each in _actions(card) if each.get("title") == label)
        value = {"action": {key: action[key] for key in ("type", "title", "verb", "data")}}
        return await self._invoke(conversation, "adaptiveCard/action", value, replyToId=card["messageId"])

    async def typed(self, conversation: str, command: str, name: str, text: str) -> Any:
        """What the message extension shows while somebody types."""
        value = {"commandId": command, "parameters": [{"name": name, "value": text}]}
        return await self._invoke(conversation, "composeExtension/query", value)

    async def card(self, is_it: Callable[[str], bool]) -> Json:
        """The latest message with a card of such words, as soon as there is one."""
        async with asyncio.timeout(PATIENCE):
            while not (found := [card for card, words in self._cards if is_it(words)]):
                self._changed.clear()
                await self._changed.wait()
        return found[-1]

    async def _invoke(self, conversation: str, name: str, value: Json, **fields: str) -> Any:
        where = {"from": {"id": self.me}, "conversation": {"id": conversation}}
        return await self._post("/_conversation/v1/invoke", {"name": name, "value": value} | where | fields)

    async def _get(self, path: str) -> Json:
        async with self._session.get(f"{self.address}{path}") as response:
            told: Json = await response.json()
        return told

    async def _post(self, path: str, body: Json) -> Any:
        async with self._session.post(f"{self.address}{path}", json=body) as response:
            assert response.status < 300, await response.text()
            said = await response.text()
        return json.loads(said) if said.startswith(("{", "[")) else said

    async def _follow(self) -> None:
        async for frame in self._page:
            if "AdaptiveCard" in frame.data:
                card = json.loads(frame.data)["message"]
                self._cards.append((card, json.dumps(card, ensure_ascii=False)))
                self._changed.set()

    async def _start(self) -> Process:
        arguments = ("start", "-e", self._bot, "-c", "msteams", "-p", "0", "--disable-telemetry")
        return await asyncio.create_subprocess_exec(
            "node", self._program, *arguments, cwd=self._folder, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
        )


async def _announced(process: Process) -> str:
    output = process.stdout or asyncio.StreamReader()
    said = ""
    while not (found := re.search(r"Listening on (\d+)", said)):
        more = await output.read(4096)
        if not more:
            raise AssertionError(f"the Playground did not start:\n{said}")
        said += more.decode(errors="replace")
    return f"http://127.0.0.1:{found[1]}"


async def _stop(process: Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.communicate()


def _actions(value: object) -> list[Json]:
    if isinstance(value, dict):
        own = [value] if value.get("type") == "Action.Execute" else []
        return own + [each for inner in value.values() for each in _actions(inner)]
    if isinstance(value, list):
        return [each for inner in value for each in _actions(inner)]
    return []
