"""Slack's Web API for each workspace: its token, over connections that all of them share."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import LockedOutError
from expertise.types import WorkspaceId

TokenOf = Callable[[WorkspaceId], Awaitable[str | None]]
"""The bot token of a workspace as it is now, for tokens may rotate; None where there is none."""

_SECONDS = 20
# Slack's client writes whole messages to its log at DEBUG, and this logger never does.
_quiet = logging.getLogger("kenner.slack_sdk")
_quiet.setLevel(logging.INFO)


class Connections:
    """Clients, that try nothing again by themselves. Make it by ``connected``, or on a session of yours."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        token_of: TokenOf,
        base_url: str = AsyncWebClient.BASE_URL,
    ) -> None:
        self._session = session
        self._token_of = token_of
        self._base_url = base_url

    async def client(self, workspace_id: WorkspaceId) -> AsyncWebClient:
        """Raises LockedOutError where there is no token."""
        token = await self._token_of(workspace_id)
        if not token:
            raise LockedOutError("not_authed")
        return self.client_of(token)

    def client_of(self, token: str) -> AsyncWebClient:
        return AsyncWebClient(
            token=token, base_url=self._base_url, session=self._session, logger=_quiet, retry_handlers=[]
        )

    def webhook(self, response_url: str) -> AsyncWebhookClient:
        """Answers a command or a press; the address is the only key that it needs."""
        return AsyncWebhookClient(response_url, session=self._session, logger=_quiet, retry_handlers=[])


@asynccontextmanager
async def connected(
    token_of: TokenOf, base_url: str = AsyncWebClient.BASE_URL, seconds: float = _SECONDS
) -> AsyncIterator[Connections]:
    """Connections, closed at the end. ``seconds`` is how long any call may take; no cookie is kept."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Connections(session, token_of, base_url)


def one_token(token: str) -> TokenOf:
    """The same for every workspace: for an installation that serves one."""

    async def token_of(_: WorkspaceId) -> str | None:
        return token

    return token_of
