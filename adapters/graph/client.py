"""Asks Microsoft Graph, through its own SDK, and gives what it answers as it came: JSON.

The SDK builds addresses and headers, and tells errors; its objects are passed by, for files hold the same
JSON. Its own retries are switched off: it waits three times at most, and not longer than three minutes, where
Graph may ask for more; ``Patience`` waits for every platform, and can be watched. The SDK is large, and an
extra: nothing else imports it, and this module only when it connects.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from adapters.graph.errors import DeniedError, GraphMissingError, NotThereError, OutdatedError
from adapters.json_fields import Raw, children, text
from adapters.patience import Patience
from adapters.teams.calls import Answer, refusal
from adapters.teams.connections import Connections
from bot.errors import ChatError, RefusedError, UnreachableError

if TYPE_CHECKING:
    import httpx
    from kiota_abstractions.request_information import RequestInformation
    from msgraph import GraphServiceClient

GRAPH = "https://graph.microsoft.com/v1.0"
NEXT = "@odata.nextLink"
_AUTHORIZATION = "Authorization"
_SECONDS = 100.0
_MESSAGES = 50
"""On a page, at most."""
_MEMBERS = 999
_CHANNEL_FIELDS = ["id", "displayName", "description", "membershipType", "createdDateTime", "isArchived"]
_WITH_NEW_KINDS = ("Prefer", "include-unknown-enum-members")
_REFUSALS = {400: OutdatedError, 403: DeniedError, 404: NotThereError, 410: OutdatedError}
_PASSING = (503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel, and its team by the id of its group."""

    team: str
    channel: str


def scope_of(address: str) -> str:
    """What a token must be for that opens a Graph: they differ between Microsoft's clouds."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/.default"


class Graph:
    """One tenant's Graph. Make it by ``connected``. Every call may raise the ``ChatError``s of ``errors``."""

    def __init__(self, client: GraphServiceClient, address: str, patience: Patience) -> None:
        self._client = client
        self._address = address.rstrip("/") + "/"
        self._patience = patience

    async def team(self, team: str) -> Raw:
        return await self._answer(self._client.teams.by_team_id(team).to_get_request_information())

    async def channels(self, team: str) -> list[Raw]:
        """All of a team, with the kinds that were added later by their names."""
        asked = self._client.teams.by_team_id(team).channels
        return await self._whole(
            asked.to_get_request_information(
                _asking(asked, select=_CHANNEL_FIELDS, headers=[_WITH_NEW_KINDS])
            )
        )

    async def channel(self, place: Place) -> Raw:
        return await self._answer(self._channel(place).to_get_request_information())

    async def team_members(self, team: str) -> list[Raw]:
        asked = self._client.teams.by_team_id(team).members
        return await self._whole(asked.to_get_request_information(_asking(asked, top=_MEMBERS)))

    async def channel_members(self, place: Place, *, is_shared: bool = False) -> list[Raw]:
        """Who is in a channel of its own members; of a shared one those too who are in its other teams."""
        channel = self._channel(place)
        if is_shared:
            return await self._whole(channel.all_members.to_get_request_information())
        asked = channel.members
        return await self._whole(asked.to_get_request_information(_asking(asked, top=_MEMBERS)))

    async def messages(self, place: Place) -> Raw:
        """The first page of all posts, each with up to 1,000 replies."""
        asked = self._channel(place).messages
        return await self._answer(
            asked.to_get_request_information(_asking(asked, top=_MESSAGES, expand=["replies"]))
        )

    async def changes(self, place: Place, since: datetime) -> Raw:
        """The first page of threads in which something came or changed since then: at most eight months."""
        asked = self._channel(place).messages.delta
        after = f"lastModifiedDateTime gt {since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
        return await self._answer(
            asked.to_get_request_information(_asking(asked, top=_MESSAGES, expand=["replies"], filter=after))
        )

    async def replies(self, place: Place, message: str) -> list[Raw]:
        """All replies to a post."""
        asked = self._channel(place).messages.by_chat_message_id(message).replies
        return await self._whole(asked.to_get_request_information(_asking(asked, top=_MESSAGES)))

    async def follow(self, link: str) -> Raw:
        """The page that a link of Graph's leads to. Raises OutdatedError where it leads elsewhere."""
        if not link.startswith(self._address):
            raise OutdatedError("foreign_link")
        return await self._answer(self._client.teams.with_url(link).to_get_request_information())

    def _channel(self, place: Place) -> Any:  # noqa: ANN401 the SDK's, which may not be there
        return self._client.teams.by_team_id(place.team).channels.by_channel_id(place.channel)

    async def _whole(self, first: RequestInformation) -> list[Raw]:
        """What is on all pages."""
        page = await self._answer(first)
        found, seen = children(page, "value"), set[str]()
        while (link := text(page, NEXT)) and link not in seen:
            seen.add(link)
            page = await self.follow(link)
            found += children(page, "value")
        return found

    async def _answer(self, asked: RequestInformation) -> Raw:
        return await self._patience.persist(lambda: self._ask(asked))

    async def _ask(self, asked: RequestInformation) -> Raw:
        """One attempt."""
        import httpx  # noqa: PLC0415
        from kiota_abstractions.api_error import APIError  # noqa: PLC0415
        from msgraph.generated.models.o_data_errors.o_data_error import ODataError  # noqa: PLC0415

        adapter = self._client.request_adapter
        try:
            answered = await adapter.send_primitive_async(asked, "bytes", {"XXX": ODataError})
        except APIError as error:
            said: Exception = told(error)
        except httpx.HTTPError as error:
            said = UnreachableError(type(error).__name__)
        else:
            return _object(answered)
        raise said  # not from what it was: that quotes addresses


def told(error: Any) -> ChatError:  # noqa: ANN401 the SDK's
    """What an error of the SDK's means; ``error`` is an ``APIError``."""
    status = error.response_status_code or 0
    code = str(getattr(getattr(error, "error", None), "code", None) or f"http_{status}")
    headers = {name.title(): value for name, value in dict(error.response_headers or {}).items()}
    if kind := _REFUSALS.get(status):
        return kind(code)
    if status in _PASSING and "Retry-After" in headers:
        status = 429  # as long as it says, like one that was too many
    return refusal(Answer(status=status or 500, body={"error": {"code": code}}, headers=headers))


@asynccontextmanager
async def connected(
    connections: Connections, address: str = GRAPH, patience: Patience | None = None
) -> AsyncIterator[Graph]:
    """Graph, by the token of these connections, which is for its ``scope_of``. Raises GraphMissingError."""
    try:
        from msgraph import GraphRequestAdapter, GraphServiceClient  # noqa: PLC0415
    except ImportError:
        raise GraphMissingError from None
    async with _http() as http:
        adapter = GraphRequestAdapter(_authentication(connections, address), http)
        adapter.base_url = address
        yield Graph(GraphServiceClient(request_adapter=adapter), address, patience or Patience())


@asynccontextmanager
async def _http() -> AsyncIterator[httpx.AsyncClient]:
    """The SDK's client. What it makes of a transport does not close it: so we do."""
    import httpx  # noqa: PLC0415
    from kiota_http.middleware.options import RetryHandlerOption  # noqa: PLC0415
    from msgraph_core import GraphClientFactory  # noqa: PLC0415

    once = RetryHandlerOption(should_retry=False)
    async with httpx.AsyncHTTPTransport(http2=True) as transport:
        yield GraphClientFactory.create_with_default_middleware(
            client=httpx.AsyncClient(transport=transport, timeout=_SECONDS),
            options={RetryHandlerOption.get_key(): once},
        )


def _authentication(connections: Connections, address: str) -> Any:  # noqa: ANN401 the SDK's
    """Shows the app's token to Graph, and to nobody else."""
    from kiota_abstractions.authentication import AuthenticationProvider  # noqa: PLC0415

    class Shown(AuthenticationProvider):  # type: ignore[misc]
        async def authenticate_request(self, request: Any, _context: Any = None) -> None:  # noqa: ANN401
            if request.url.startswith(address):
                request.headers.remove(_AUTHORIZATION)  # of an earlier attempt
                request.headers.add(_AUTHORIZATION, f"Bearer {await connections.token()}")

    return Shown()


def _asking(builder: Any, headers: Any = (), **parameters: Any) -> Any:  # noqa: ANN401 the SDK's
    """What is asked beside the address: the parameters of that builder, and headers."""
    from kiota_abstractions.base_request_configuration import RequestConfiguration  # noqa: PLC0415

    kind = getattr(type(builder), f"{type(builder).__name__}GetQueryParameters")
    asking = RequestConfiguration(query_parameters=kind(**parameters))
    for name, value in headers:
        asking.headers.add(name, value)
    return asking


def _object(answered: Any) -> Raw:  # noqa: ANN401 the SDK's
    try:
        read = json.loads(answered or b"")
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise RefusedError("no_json")
    return read
