"""Asks Slack about people and channels: one at a time, or all there are."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.json_fields import Raw, child, children, texts
from adapters.recent import Recent
from adapters.slack.calls import Patience
from adapters.slack.connections import Connections
from adapters.slack.people import channel_seen, person_seen
from bot.errors import LockedOutError, RefusedError
from bot.incoming import ChannelSeen, PersonSeen
from bot.ports import Clock
from bot.types import Workspace

_PEOPLE_LAST = timedelta(minutes=10)
_CHANNELS_LAST = timedelta(seconds=30)  # whoever turns one private must not be disbelieved for long
_MANY = 5_000
_PAGE = 200
_EVERY_KIND = ("public_channel", "private_channel", "im", "mpim")
_NOT_KNOWN = frozenset({"channel_not_found", "not_in_channel", "user_not_found", "user_not_visible"})
_log = structlog.get_logger()

Ask = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]
AskPage = Callable[[AsyncWebClient, str | None], Awaitable[AsyncSlackResponse]]


class SlackDirectory:
    """Implements ``bot.listening.Directory`` for one workspace, and tells of everyone and everything.

    It waits where Slack asks it to; what its patience does not bring comes out as ``ChatError``.
    """

    def __init__(
        self, connections: Connections, workspace: Workspace, clock: Clock, patience: Patience | None = None
    ) -> None:
        self._connections = connections
        self._workspace = workspace
        self._patience = patience or Patience()
        self._people: Recent[str, PersonSeen] = Recent(clock, _PEOPLE_LAST, _MANY)
        self._channels: Recent[str, ChannelSeen] = Recent(clock, _CHANNELS_LAST, _MANY)

    async def person(self, platform_id: str) -> PersonSeen | None:
        if known := self._people.get(platform_id):
            return known
        raw = await self._told(lambda client: client.users_info(user=platform_id))
        seen = person_seen(child(raw, "user"), self._workspace.platform_id)
        if seen is not None:
            self._people.put(platform_id, seen)
        return seen

    async def channel(self, platform_id: str) -> ChannelSeen | None:
        if known := self._channels.get(platform_id):
            return known
        raw = await self._told(lambda client: client.conversations_info(channel=platform_id))
        seen = channel_seen(child(raw, "channel"))
        if seen is not None:
            self._channels.put(platform_id, seen)
        return seen

    async def members(self, platform_id: str) -> frozenset[str] | None:
        """Everyone, or None: of half of them nobody may conclude anything."""

        def ask(client: AsyncWebClient, cursor: str | None) -> Awaitable[AsyncSlackResponse]:
            return client.conversations_members(channel=platform_id, cursor=cursor, limit=_PAGE)

        try:
            return frozenset([one async for page in self._pages(ask) for one in texts(page, "members")])
        except LockedOutError:
            raise
        except RefusedError as error:
            _note(error)
            return None

    async def join(self, platform_id: str) -> bool:
        """Join a public channel; everyone there sees that. False where Slack says no."""
        try:
            await self._told(lambda client: client.conversations_join(channel=platform_id))
        except LockedOutError:
            raise
        except RefusedError as error:
            _note(error)
            return False
        return True

    def forget(self, platform_id: str) -> None:
        """Something happened to that person or channel: ask anew."""
        self._people.forget(platform_id)
        self._channels.forget(platform_id)

    async def all_people(self) -> AsyncIterator[PersonSeen]:
        """Every account, those too that were closed."""
        async for page in self._pages(lambda client, cursor: client.users_list(cursor=cursor, limit=_PAGE)):
            for raw in children(page, "members"):
                if seen := person_seen(raw, self._workspace.platform_id):
                    yield seen

    async def all_channels(
        self, kinds: Sequence[str] = ("public_channel", "private_channel")
    ) -> AsyncIterator[ChannelSeen]:
        """Every channel that we may know of, archived ones too; ``kinds`` are Slack's words."""

        def ask(kind: str, client: AsyncWebClient, cursor: str | None) -> Awaitable[AsyncSlackResponse]:
            return client.conversations_list(types=kind, cursor=cursor, limit=_PAGE)

        async for seen in self._channels_of(kinds, ask):
            yield seen

    async def joined(self, kinds: Sequence[str] = _EVERY_KIND) -> AsyncIterator[ChannelSeen]:
        """Every channel that the bot is in."""

        def ask(kind: str, client: AsyncWebClient, cursor: str | None) -> Awaitable[AsyncSlackResponse]:
            return client.users_conversations(types=kind, cursor=cursor, limit=_PAGE)

        async for seen in self._channels_of(kinds, ask):
            yield seen

    async def _channels_of(
        self,
        kinds: Sequence[str],
        ask: Callable[[str, AsyncWebClient, str | None], Awaitable[AsyncSlackResponse]],
    ) -> AsyncIterator[ChannelSeen]:
        """Kind by kind, for one that our scopes leave out would be refused with all the others."""
        for kind in kinds:
            try:
                async for page in self._pages(partial(ask, kind)):
                    for raw in children(page, "channels"):
                        if seen := channel_seen(raw):
                            yield seen
            except RefusedError as error:
                if error.code != "missing_scope":
                    raise

    async def _told(self, ask: Ask) -> Raw:
        """The answer, or an empty one where Slack does not know, or may not say."""
        client = await self._connections.client(self._workspace.id)
        try:
            return await self._patience.answered(lambda: ask(client))
        except LockedOutError:
            raise
        except RefusedError as error:
            _note(error)
            return {}

    async def _pages(self, ask: AskPage) -> AsyncIterator[Raw]:
        client = await self._connections.client(self._workspace.id)
        async for page in self._patience.pages(lambda cursor: ask(client, cursor)):
            yield page


def _note(error: RefusedError) -> None:
    """Not to know somebody is nothing special; anything else may be a scope that is missing."""
    if error.code not in _NOT_KNOWN:
        _log.warning("Slack did not say", code=error.code)
