"""Chromium, with one page in it that is typed into and taken pictures of; it reaches this machine alone.

async with chromium("http://127.0.0.1:56150", (1400, 1700)) as page:
await page.type("hello")
(tmp_path / "page.png").write_bytes(await page.picture())
"""

import asyncio
import base64
import json
import re
import shutil
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import aiohttp
import pytest

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--remote-debugging-port=0",
)
_UNTIL = """new Promise(done => { const look = setInterval(() => {
    const found = %s;
    if (found) { clearInterval(look); done(true); }
}, 100); })"""
_BOX = "document.querySelector('[role=textbox][contenteditable=true]')"
_LOADS = 20.0
_ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


class Page:
    """What Chromium shows, spoken to in its own protocol."""

    def __init__(self, door: aiohttp.ClientWebSocketResponse) -> None:
        self._door = door
        self._numbers = count(1)

    async def shows(self, words: str) -> None:
        """Wait until the page has them."""
        await self._until(f"document.body.innerText.includes({json.dumps(words)})")

    async def type(self, text: str) -> None:
        """Write into the first field for messages, as soon as there is one, and send it."""
        await self._until(_BOX)
        await self._do("Runtime.evaluate", expression=f"{_BOX}.focus()")
        await self._do("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            await self._do("Input.dispatchKeyEvent", type=kind, **_ENTER)

    async def picture(self) -> bytes:
        """A PNG."""
        return base64.b64decode((await self._do("Page.captureScreenshot"))["data"])

    async def _until(self, found: str) -> None:
        async with asyncio.timeout(_LOADS):
            while not await self._do("Runtime.evaluate", expression=_UNTIL % found, awaitPromise=True):
                pass  # the page that promised went, for the one that was asked for

    async def _do(self, method: str, **what: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._door.send_json({"id": number, "method": method, "params": what})
        async for frame in self._door:
            told: dict[str, Any] = frame.json()
            if told.get("id") == number:
                done: dict[str, Any] = told.get("result", {})
                return done
        raise AssertionError("the page went away")


@asynccontextmanager
async def chromium(address: str, size: tuple[int, int]) -> AsyncIterator[Page]:
    """With that page. Skips the test where Chromium is not installed."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        look = (f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", address)
        process = await asyncio.create_subprocess_exec(program, *_QUIET, *look, stdout=DEVNULL, stderr=PIPE)
        try:
            door = await _door(process)
            async with aiohttp.ClientSession() as session, session.get(f"{door}/json") as told:
                (page,) = [each for each in await told.json() if each["type"] == "page"]
                async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as opened:
                    yield Page(opened)
        finally:
            process.kill()
            await process.communicate()


async def _door(process: Process) -> str:
    """Where Chromium can be spoken to."""
    async for line in process.stderr or asyncio.StreamReader():
        if found := re.search(rb"DevTools listening on ws://([^/]+)/", line):
            return f"http://{found[1].decode()}"
    raise AssertionError("Chromium did not start")
