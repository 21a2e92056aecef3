"""Teams' connector: one client of HTTP for all that is said and asked, and the bot's token for it.

botbuilder's own clients fetch tokens with a library that stops the event loop, and hide how long to wait.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

import aiohttp

from adapters.json_fields import Raw, text
from adapters.teams.calls import NOT_NOW, Answer, told
from adapters.teams.errors import TeamsLockedOutError
from bot.errors import LockedOutError, RateLimitedError, UnreachableError
from bot.ports import Clock

LOGIN = "https://login.microsoftonline.com"
CONNECTOR = "https://api.botframework.com/.default"
"""The scope of a token that opens the connector."""

_SECONDS = 20
_EARLIER = timedelta(minutes=5)  # a token is renewed before it ends
_REFUSED = range(400, 500)
_NUMBER = re.compile(r"AADSTS[0-9]{4,8}")
_NEVER_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_NO_ANSWER = (aiohttp.ClientError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app as Entra knows it, and what its token is to open.

    Without an id (declared local) it shows no token to anybody.
    """

    id: str
    password: str
    tenant: str
    login: str = LOGIN
    scope: str = CONNECTOR


class Connections:
    """Calls of the connector, that are tried once. Make it by ``connected``, or on a session of yours."""

    def __init__(self, session: aiohttp.ClientSession, app: App, clock: Clock) -> None:
        self.session = session
        self._app = app
        self._clock = clock
        self._token = ""
        self._ends_at: datetime | None = None
        self._door = asyncio.Lock()

    @property
    def app(self) -> App:
        return self._app

    async def call(
        self,
        method: str,
        service_url: str,
        *path: str,
        body: Raw | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Raw:
        """What Teams says to it; ``path`` in parts, which may hold anything. Raises the ``ChatError``s.

        What surely did not reach Teams is a ``RateLimitedError``: it was not said, and may be soon. A token
        that is refused was perhaps taken back, so another is tried, once.
        """
        url = "/".join([service_url.rstrip("/"), "v3", *(quote(part, safe="") for part in path)])
        token = await self.token()
        try:
            return await self._attempt(token, method, url, json=body, params=query)
        except LockedOutError:
            if not token:
                raise
        self._drop(token)
        return await self._attempt(await self.token(), method, url, json=body, params=query)

    async def _attempt(self, token: str, method: str, url: str, **how: object) -> Raw:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = await self._answer(method, url, headers=headers, **how)
        except _NEVER_CONNECTED:
            refusal: Exception = RateLimitedError(NOT_NOW)
        except _NO_ANSWER as error:
            refusal = UnreachableError(type(error).__name__)
        else:
            return told(answer)
        raise refusal  # not from what it was: that quotes addresses

    async def token(self) -> str:
        """Raises LockedOutError where our id and password are refused, RateLimitedError without an answer.

        The code is the login's own number (``AADSTS…``) where it gives one.
        """
        if not self._app.id:
            return ""
        async with self._door:
            if self._ends_at is None or self._clock() >= self._ends_at:
                await self._log_in()
        return self._token

    def _drop(self, token: str) -> None:
        """Unless another has been fetched since."""
        if token == self._token:
            self._ends_at = None

    async def _log_in(self) -> None:
        form = {"grant_type": "client_credentials", "scope": self._app.scope}
        form |= {"client_id": self._app.id, "client_secret": self._app.password}
        url = f"{self._app.login.rstrip('/')}/{self._app.tenant}/oauth2/v2.0/token"
        try:
            answer = await self._answer("POST", url, data=form)
        except _NO_ANSWER:
            answer = Answer(status=503, body={}, headers={})
        self._token = text(answer.body, "access_token")
        if self._token:
            lasts = float(text(answer.body, "expires_in") or 0)
            self._ends_at = self._clock() + timedelta(seconds=lasts) - _EARLIER
            return
        self._ends_at = None
        if answer.status in _REFUSED and answer.status != 429:  # noqa: PLR2004 too many
            raise LockedOutError(_why(answer))
        raise RateLimitedError(NOT_NOW)

    async def _answer(self, method: str, url: str, **how: object) -> Answer:
        async with self.session.request(method, url, **how) as response:  # type: ignore[arg-type]
            raw = await response.read()
            return Answer(status=response.status, body=_object(raw), headers=dict(response.headers))


def _why(answer: Answer) -> str:
    """The number tells a wrong secret from an expired one; the OAuth error does not."""
    number = _NUMBER.search(text(answer.body, "error_description"))
    return number[0] if number else text(answer.body, "error") or f"http_{answer.status}"


@asynccontextmanager
async def connected(app: App, clock: Clock, seconds: float = _SECONDS) -> AsyncIterator[Connections]:
    """Connections, closed at the end. ``seconds`` is how long any call may take; no cookie is kept."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Connections(session, app, clock)


async def log_in(connections: Connections) -> None:
    """Fetch the first token. Raises TeamsLockedOutError where the login refuses us, or does not answer."""
    try:
        await connections.token()
    except LockedOutError as error:
        raise TeamsLockedOutError(error.code) from None
    except RateLimitedError:
        raise TeamsLockedOutError("") from None


def _object(raw: bytes) -> Raw:
    try:
        read = json.loads(raw)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
