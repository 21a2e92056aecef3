"""The HTTP side, on loopback: the connector, the login that gives tokens, and the published keys."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from tests.support.teams.connector import CALLS, Call
from tests.support.teams.faults import Fault, Planned
from tests.support.teams.world import Json, Refused

if TYPE_CHECKING:
    from tests.support.teams.fake import FakeTeams

_CONVERSATION = "/{region}/v3/conversations/{conversation}"
ROUTES = (
    ("POST", "/{region}/v3/conversations", "create"),
    ("POST", f"{_CONVERSATION}/activities", "send"),
    ("POST", f"{_CONVERSATION}/activities/{{activity}}", "send"),
    ("PUT", f"{_CONVERSATION}/activities/{{activity}}", "update"),
    ("DELETE", f"{_CONVERSATION}/activities/{{activity}}", "remove"),
    ("GET", f"{_CONVERSATION}/members/{{member}}", "member"),
    ("GET", f"{_CONVERSATION}/pagedmembers", "members"),
    ("GET", "/{region}/v3/teams/{team}", "team"),
    ("GET", "/{region}/v3/teams/{team}/conversations", "teams"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One line of the record. ``status`` is None where the client got no answer."""

    call: str
    named: dict[str, str]
    body: Json
    status: int | None
    answer: Json


class Server:
    """Runs on a free port of 127.0.0.1 between ``start`` and ``stop``."""

    def __init__(self, teams: "FakeTeams") -> None:
        self._teams = teams
        self._gone = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.calls: list[Called] = []

    async def start(self) -> None:
        app = web.Application()
        for method, path, name in ROUTES:
            app.router.add_route(method, path, self._handler(name))
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/v1/.well-known/keys", self._keys)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._gone.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def _handler(self, name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            raw = await request.text()
            named = dict(request.match_info)
            call = Call(
                teams=self._teams,
                named=named,
                query=dict(request.query),
                body=json.loads(raw) if raw else {},
                size=len(raw.encode()),
            )
            return await self._answered(request, name, call)

        return handle

    async def _answered(self, request: web.Request, name: str, call: Call) -> web.StreamResponse:
        """Do it, unless something else is planned, and write down what came of it."""
        planned = self._teams.faults.take(name)
        retry_after: int | None = None
        if planned is not None and not planned.fault.has_effect:
            status, answer, retry_after = _planned(planned)
        else:
            try:
                status, answer = self._done(request, name, call)
            except Refused as refused:
                status, answer, retry_after = refused.status, refused.body, refused.retry_after
        is_silent = planned is not None and planned.fault.is_silent
        self.calls.append(
            Called(
                call=name,
                named=call.named,
                body=call.body,
                status=None if is_silent else status,
                answer=answer,
            )
        )
        self._teams.was_called()
        if planned is not None and is_silent:
            return await self._no_answer(request, planned.fault)
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return web.json_response(answer, status=status, headers=headers)

    def _done(self, request: web.Request, name: str, call: Call) -> tuple[int, Json]:
        if not self._teams.bot_tokens.are_good(request.headers.get("Authorization", "")):
            raise Refused(401, "Unauthorized", "Authorization has been denied for this request.")
        where = call.named.get("conversation") or call.named.get("team") or ""
        if wait := self._teams.limits.wait(name, where.partition(";")[0], self._teams.world.now()):
            raise Refused(429, "Throttled", "Too many requests.", retry_after=wait)
        return CALLS[name](call)

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        planned = self._teams.faults.take("token")
        if planned is not None and planned.fault.is_silent:
            return await self._no_answer(request, planned.fault)
        if planned is not None:
            return web.json_response({"error": "temporarily_unavailable"}, status=int(planned.fault.value))
        givers = {each.scope: each for each in (*self._teams.other_tokens, self._teams.bot_tokens)}
        giver = givers.get(form.get("scope", ""), self._teams.bot_tokens)
        status, answer = giver.give(request.match_info["tenant"], form)
        return web.json_response(answer, status=status)

    async def _metadata(self, _: web.Request) -> web.StreamResponse:
        keys = f"{self._teams.address}/v1/.well-known/keys"
        told: Json = {"issuer": "https://api.botframework.com", "jwks_uri": keys}
        return web.json_response(told | {"id_token_signing_alg_values_supported": ["RS256"]})

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        self._teams.keys_fetched += 1
        planned = self._teams.faults.take("keys")
        if planned is not None and planned.fault.is_silent:
            return await self._no_answer(request, planned.fault)
        if planned is not None:
            return web.json_response({}, status=int(planned.fault.value))
        return web.json_response(self._teams.issuer.keys(), headers=self._teams.issuer.headers)

    async def _no_answer(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault is Fault.STUCK:
            await self._gone.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _planned(planned: Planned) -> tuple[int, Json, int | None]:
    if planned.fault.is_silent:
        return 0, {}, None
    status = int(planned.fault.value)
    codes = {429: "Throttled", 412: "PreconditionFailed", 403: planned.code}
    code = codes.get(status, "ServiceError")
    retry_after = planned.retry_after if planned.fault is Fault.THROTTLED else None
    return status, {"error": {"code": code, "message": code}}, retry_after
