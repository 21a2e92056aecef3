"""A Microsoft Graph of our own, on loopback: as strict as its documentation says, and as moody on request.

    async with FakeGraph(clock) as graph:
        team = graph.world.team(shapes.TEAM, "Platform", shapes.member(shapes.ROBIN))
        general = graph.world.channel(team)
        graph.world.say(general, "hello", shapes.ROBIN, at)

Graph is ``graph.url``, the login ``graph.address``. Whoever has neither a permission in the tenant
(``world.granted``) nor the app in the team (``team.has_app``) gets a 403.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Self
from uuid import uuid4

from aiohttp import web

from tests.support.graph.answers import CALLS, Call, Refused
from tests.support.graph.pages import Pages
from tests.support.graph.shapes import TENANT, Json
from tests.support.graph.world import World
from tests.support.teams.faults import Fault, Faults, Planned
from tests.support.teams.tokens import BotTokens
from tests.support.teams.world import APP_ID

_TEAM = "/v1.0/teams/{team}"
_CHANNEL = f"{_TEAM}/channels/{{channel}}"
ROUTES = (
    (_TEAM, "team"),
    (f"{_TEAM}/members", "members"),
    (f"{_TEAM}/channels", "channels"),
    (_CHANNEL, "channel"),
    (f"{_CHANNEL}/members", "channel_members"),
    (f"{_CHANNEL}/allMembers", "all_members"),
    (f"{_CHANNEL}/messages", "messages"),
    (f"{_CHANNEL}/messages/delta", "delta"),
    (f"{_CHANNEL}/messages/delta()", "delta"),
    (f"{_CHANNEL}/messages/{{message}}/replies", "replies"),
)


class FakeGraph:
    """Runs on a free port of 127.0.0.1 while the block does.

    ``per_second`` is how many calls a team bears, by the world's clock; None: any. ``on_call`` hears the name
    of each call before it is answered.
    """

    def __init__(
        self, clock: Callable[[], datetime], *, per_second: int | None = None, tenant: str = TENANT
    ) -> None:
        self.world = World(clock)
        self.faults = Faults()
        self.pages = Pages(self)
        self.most_replies = 1_000
        self.calls: list[str] = []
        self.on_call: Callable[[str], Awaitable[None]] | None = None
        self.tokens = BotTokens(APP_ID, tenant, lambda: clock().timestamp())
        self._per_second = per_second
        self._asked: deque[float] = deque()
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.address}/v1.0"

    async def __aenter__(self) -> Self:
        app = web.Application()
        for path, name in ROUTES:
            app.router.add_get(path, self._handler(name))
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self.tokens.scope = f"{self.address}/.default"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def _handler(self, name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.calls.append(name)
            if self.on_call is not None:
                await self.on_call(name)
            if (planned := self.faults.take(name)) is not None:
                return _failed(request, planned)
            try:
                return web.json_response(self._answer(request, name))
            except Refused as refused:
                retry_after = 1 if refused.status == 429 else None
                return _error(refused.status, refused.code, refused.message, retry_after)

        return handle

    def _answer(self, request: web.Request, name: str) -> Json:
        if not self.tokens.are_good(request.headers.get("Authorization", "")):
            raise Refused(401, "InvalidAuthenticationToken", "Access token is empty.")
        self._throttle()
        call = Call(
            graph=self,
            named={**request.match_info, "path": request.path.removeprefix("/v1.0/").removesuffix("()")},
            query=dict(request.query),
            wants_new_kinds="include-unknown-enum-members" in request.headers.get("Prefer", ""),
        )
        if "$skiptoken" not in call.query:
            return CALLS[name](call)
        page = self.pages.further(call)
        if page is None:
            raise Refused(400, "BadRequest", "Invalid skip token.")
        return page

    def _throttle(self) -> None:
        now = self.world.clock().timestamp()
        while self._asked and self._asked[0] <= now - 1:
            self._asked.popleft()
        if self._per_second is not None and len(self._asked) >= self._per_second:
            raise Refused(429, "TooManyRequests", "Too many requests.")
        self._asked.append(now)

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        status, answer = self.tokens.give(request.match_info["tenant"], form)
        return web.json_response(answer, status=status)


def _failed(request: web.Request, planned: Planned) -> web.StreamResponse:
    if planned.fault is Fault.UNREACHABLE:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    return _error(int(planned.fault.value), "serviceNotAvailable", "", planned.retry_after)


def _error(status: int, code: str, message: str, retry_after: int | None) -> web.StreamResponse:
    request_id = str(uuid4())
    inner = {"date": "2026-01-01T00:00:00", "request-id": request_id, "client-request-id": request_id}
    body = {"error": {"code": code, "message": message, "innerError": inner}}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.json_response(body, status=status, headers=headers)
