"""local-slack, a Slack workspace that others wrote: started for a test, driven, and stopped.

    async with LocalSlack(program(), tmp_path, Mode.HTTP) as slack, served(app, slack.app_port):
        await slack.post("U01ANA", "C01ASK", f"<@{BOT}> who knows postgres?")
        await slack.until(lambda: slack.messages("C01ASK")[1:])

What stands in the workspace is followed over the connection of the program's own page, so nothing polls.
It shows private channels to everybody and believes any token: hold privacy and refusals against
``tests.support.slack``.
"""

import asyncio
import json
import os
import re
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest

from tests.support.serving import address_at, reserved_port
from tests.support.slack.elements import chosen, find_element, form_state
from tests.support.slack.world import Json

CLIENTS = Path(__file__).parents[1] / "clients"
PROGRAM = CLIENTS / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
PATIENCE = 10.0
"""Seconds for the program to start, and for the app to do something."""

BOT = "U0KENNER"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-local", "xapp-local", "local-signing-secret"
ANA, BEN, CEM, DIA = "U01ANA", "U02BEN", "U03CEM", "U04DIA"
ASK, RANDOM = "C01ASK", "C02RANDOM"


class Mode(StrEnum):
    """How it brings events to the app."""

    HTTP = "events"
    SOCKET = "socket"


def program() -> Path:
    """Where the program is. Without it the test is skipped; in CI, where it must be, the test fails."""
    if PROGRAM.exists():
        return PROGRAM
    reason = "local-slack is not installed: npm ci --prefix tests/clients"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class LocalSlack:
    """Ana and Ben in ``ASK``, with the bot, and in ``RANDOM``, without. ``forms``: the last is on top.

    ``also`` are in ``ASK`` too.
    """

    def __init__(self, path: Path, folder: Path, mode: Mode, also: Sequence[str] = ()) -> None:
        self._program, self._folder, self.mode, self._also = path, folder, mode, also
        self.app_port = reserved_port()
        self.address = ""
        self.forms: list[Json] = []
        self.form_errors: Json = {}
        self.log: list[Json] = []
        self._homes: dict[str, Json] = {}
        self._messages: dict[str, dict[str, Json]] = {}
        self._background: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()

    @property
    def base_url(self) -> str:
        """For slack_sdk's clients."""
        return f"{self.address}/api/"

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opened:
            opened.callback(self.app_port.close)
            process = await self._start()
            opened.push_async_callback(self._stop, process)
            async with asyncio.timeout(PATIENCE):
                self.address = await self._announced(process)
                self._session = await opened.enter_async_context(aiohttp.ClientSession())
                page = self._session.ws_connect(f"{self.address.replace('http', 'ws', 1)}/ui")
                self._page = await opened.enter_async_context(page)
            self._follow_in_background(self._follow())
            self._opened = opened.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._opened.aclose()

    # ---- Doing ----

    async def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        body = {"user": user, "channel": channel, "text": text, "thread_ts": thread_ts}
        message: Json = (await self._control("message", body))["message"]
        return message

    async def edit(self, message: Json, text: str) -> None:
        body = {"channel": message["channel"], "ts": message["ts"], "user": message["user"], "text": text}
        await self._control("edit-message", body)

    async def delete(self, message: Json) -> None:
        body = {"channel": message["channel"], "ts": message["ts"], "user": message["user"]}
        await self._control("delete-message", body)

    async def command(self, user: str, command: str, text: str, channel: str) -> None:
        await self._control("command", {"user": user, "command": command, "text": text, "channel": channel})

    async def press(self, user: str, message: Json, action_id: str, choose: Any = None) -> None:
        """Press that button, or choose from that list."""
        block_id, element = find_element(message["blocks"], action_id)
        action = {"block_id": block_id} | chosen(element, choose)
        body = {"channel": message["channel"], "messageTs": message["ts"], "user": user, "action": action}
        await self._control("interact", body)

    async def open_home(self, user: str) -> None:
        await self._control("open-home", {"user": user})

    async def submit(self, user: str, values: Mapping[str, Any]) -> None:
        """Send the form on top, with values by action id."""
        state = form_state(self.forms[-1]["blocks"], values)
        await self._page.send_json({"t": "view_submit", "user": user, "values": state})

    # ---- Looking ----

    def messages(self, channel: str) -> list[Json]:
        """What stands there, earliest first; what one person alone sees has ``ephemeral_to``."""
        return list(self._messages.get(channel, {}).values())

    def everywhere(self) -> list[Json]:
        """All that stands anywhere, earliest first."""
        found = [each for messages in self._messages.values() for each in messages.values()]
        return sorted(found, key=lambda each: float(each["ts"]))

    def home(self, user: str) -> Json | None:
        return self._homes.get(user)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait until it is so; the end of patience shows what the program said."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not is_so():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            log = "\n".join(str(one) for one in self.log[-10:])
            raise AssertionError(f"it did not come to that; lately:\n{log}") from None

    # ---- The program and its page ----

    async def _start(self) -> Process:
        config = self._folder / "local-slack.json"
        config.write_text(json.dumps(_config(self.mode, address_at(self.app_port), self._also)))
        files = str(self._folder / "files")
        arguments = ("--config", str(config), "--files-dir", files, "--port", "0", "--base-host", "127.0.0.1")
        return await asyncio.create_subprocess_exec(self._program, *arguments, stdout=PIPE, stderr=STDOUT)

    async def _announced(self, process: Process) -> str:
        """The address that it prints when it is ready; from then on its output is only read away."""
        output = process.stdout or asyncio.StreamReader()
        said = ""
        async for line in output:
            said += line.decode(errors="replace")
            if found := re.search(r"Control API:\s+(\S+)/_control", said):
                self._follow_in_background(_read_away(output))
                return found[1]
        raise AssertionError(f"local-slack did not start:\n{said}")

    def _follow_in_background(self, doing: Coroutine[Any, Any, None]) -> None:
        self._background.append(asyncio.get_running_loop().create_task(doing))

    async def _follow(self) -> None:
        async for frame in self._page:
            told = json.loads(frame.data)
            self._note(told)
            self._changed.set()

    def _note(self, told: Json) -> None:
        kind = told["t"]
        if kind in {"message", "message_update"}:
            message = told["message"]
            self._messages.setdefault(message["channel"], {})[message["ts"]] = message
        elif kind == "message_delete":
            self._messages.get(told["channel"], {}).pop(told["ts"], None)
        elif kind == "view":
            self.forms, self.form_errors = told.get("stack") or [], {}
        elif kind == "view_errors":
            self.form_errors = told.get("errors") or {}
        elif kind == "home":
            self._homes[told["user"]] = told["view"]
        elif kind == "log":
            self.log.append(told["entry"])

    async def _control(self, action: str, body: Json) -> Json:
        async with self._session.post(f"{self.address}/_control/{action}", json=body) as response:
            answer: Json = await response.json()
        if not answer.get("ok"):
            raise AssertionError(f"local-slack did not {action}: {answer}")
        return answer

    async def _stop(self, process: Process) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.communicate(), PATIENCE)
        except TimeoutError:
            process.kill()
            await process.communicate()


async def _read_away(output: asyncio.StreamReader) -> None:
    """So that the program never waits for somebody to read."""
    while await output.read(65536):
        pass


def _config(mode: Mode, request_url: str, also: Sequence[str]) -> Json:
    app = {"appId": "A01KENNER", "botUserId": BOT, "botName": "kenner", "botToken": BOT_TOKEN}
    app |= {"appToken": APP_TOKEN, "signingSecret": SIGNING_SECRET, "mode": mode, "requestUrl": request_url}
    people = [
        {"id": ANA, "name": "ana", "real_name": "Ana", "tz": "Europe/Berlin"},
        {"id": BEN, "name": "ben", "real_name": "Ben", "tz": "Europe/Berlin"},
        *({"id": each, "name": each[3:].lower(), "real_name": each[3:].title()} for each in also),
    ]
    channels = [
        {"id": ASK, "name": "ask", "members": [ANA, BEN, *also, BOT]},
        {"id": RANDOM, "name": "random", "members": [ANA, BEN]},
    ]
    workspace = {"name": "Acme", "domain": "acme", "teamId": "T01ACME"}
    return {"workspace": workspace, "app": app, "users": people, "channels": channels}
