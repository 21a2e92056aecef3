"""The HTTP side: Web API methods, response URLs and the Socket Mode address, on loopback."""

import asyncio
import json
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import TYPE_CHECKING

from aiohttp import web

from tests.support.slack import (
    methods_channels,
    methods_chat,
    methods_installing,
    methods_people,
    methods_views,
)
from tests.support.slack.calls import Call, Method
from tests.support.slack.faults import Fault, Planned
from tests.support.slack.responses import respond
from tests.support.slack.world import Json, Refused

if TYPE_CHECKING:
    from tests.support.slack.fake import FakeSlack

METHODS: dict[str, Method] = {
    **methods_channels.METHODS,
    **methods_chat.METHODS,
    **methods_installing.METHODS,
    **methods_people.METHODS,
    **methods_views.METHODS,
}

EARLY = {Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.REFUSED}
WITHOUT_EFFECT = {*EARLY, Fault.SILENT, Fault.UNREACHABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One line of the record: a method, or ``response_url``, what came with it, and what was answered.

    ``answer`` is None where the client got none.
    """

    method: str
    arguments: Json
    answer: Json | None
    status: int = 200


class Server:
    """Runs on a free port of 127.0.0.1 between ``start`` and ``stop``."""

    def __init__(self, slack: "FakeSlack") -> None:
        self._slack = slack
        self._gone = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.calls: list[Called] = []

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/response/{key}", self._response)
        app.router.add_get("/link", self._slack.socket_mode.serve)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._gone.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        token = token or str(arguments.pop("token", ""))

        async def effect() -> Json:
            return await self._call(name, arguments, token)

        return await self._answered(request, name, arguments, effect)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        """Slack answers ``ok`` as plain text, and errors with 404."""
        body: Json = await request.json()

        async def effect() -> Json:
            respond(self._slack, self._slack.response_urls.take(request.match_info["key"]), body)
            return {"ok": True}

        answered = await self._answered(request, "response_url", body, effect)
        if not isinstance(answered, web.Response) or answered.status != web.HTTPOk.status_code:
            return answered
        if self.calls[-1].answer == {"ok": True}:
            return web.Response(text="ok")
        answered.set_status(web.HTTPNotFound.status_code)
        return answered

    async def _call(self, name: str, arguments: Json, token_value: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        token = self._slack.tokens.bot
        if not method.wants_no_token:
            token = self._slack.tokens.check(token_value, wants_app_token=method.wants_app_token)
        if wait := self._slack.limits.wait(name, method.per_minute, self._slack.world.now()):
            raise Refused("ratelimited", retry_after=wait)
        token.need(*method.scopes)
        answer = method.answer(Call(slack=self._slack, method=name, arguments=arguments, token=token))
        return await answer if isawaitable(answer) else answer

    async def _answered(
        self,
        request: web.Request,
        name: str,
        arguments: Json,
        effect: Callable[[], Awaitable[Json]],
    ) -> web.StreamResponse:
        """Do it, unless something else is planned, and write down what came of it."""
        planned = self._slack.faults.take(name)
        if planned is None or planned.fault not in WITHOUT_EFFECT:
            try:
                answer = await effect()
            except Refused as refused:
                answer = refused.body
        elif planned.fault in EARLY:
            answer = _planned_answer(planned)
        else:
            answer = {}
        if planned is not None and planned.fault not in EARLY:
            self.calls.append(Called(method=name, arguments=arguments, answer=None))
            return await self._no_answer(request, planned.fault)
        return self._written(name, arguments, answer, planned)

    def _written(
        self, name: str, arguments: Json, answer: Json, planned: Planned | None
    ) -> web.StreamResponse:
        headers, status = {"x-oauth-scopes": ",".join(sorted(self._slack.tokens.bot.scopes))}, 200
        if planned is not None and planned.fault in {Fault.SERVER_ERROR, Fault.UNAVAILABLE}:
            status = int(planned.fault.value)
        if answer.get("error") == "ratelimited":
            status, headers["Retry-After"] = 429, str(answer.pop("retry_after"))
        self.calls.append(Called(method=name, arguments=arguments, answer=answer, status=status))
        self._slack.was_called()
        return web.json_response(answer, status=status, headers=headers)

    async def _no_answer(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        self._slack.was_called()
        if fault in {Fault.SILENT, Fault.STUCK}:
            await self._gone.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _planned_answer(planned: Planned) -> Json:
    if planned.fault is Fault.RATE_LIMITED:
        return {"ok": False, "error": "ratelimited", "retry_after": planned.retry_after}
    return {"ok": False, "error": planned.error}


async def _arguments(request: web.Request) -> Json:
    """From the address, a form or JSON. Forms carry blocks, views and metadata as JSON in a text."""
    arguments: Json = dict(request.query)
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        client_id, _, client_secret = b64decode(credentials).decode().partition(":")
        arguments |= {"client_id": client_id, "client_secret": client_secret}
    if request.content_type == "application/json":
        if body := await request.text():
            arguments |= json.loads(body)
    else:
        arguments |= dict(await request.post())
    for name in ("blocks", "view", "metadata"):
        if isinstance(arguments.get(name), str):
            arguments[name] = _loaded(arguments[name])
    return arguments


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
