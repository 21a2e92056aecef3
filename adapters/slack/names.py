"""What to call those who are mentioned: by our own rows, so that reading a message asks Slack nothing."""

from collections.abc import Collection
from typing import Protocol

from adapters.slack.text import PRIVATE_CHANNEL, Names
from bot.identity import channel_id
from bot.ports import Storage
from expertise.types import ChannelKind, WorkspaceId


class NamesOf(Protocol):
    """Names of people and channels by their platform ids; unknown ones are left out."""

    async def __call__(self, platform_ids: Collection[str]) -> Names: ...


class StoredNames:
    """Implements ``NamesOf``. Who reads a message need not know of private channels."""

    def __init__(self, storage: Storage, workspace_id: WorkspaceId) -> None:
        self._storage = storage
        self._workspace_id = workspace_id

    async def __call__(self, platform_ids: Collection[str]) -> Names:
        ours = {channel_id(self._workspace_id, one) for one in platform_ids}
        async with self._storage.begin(self._workspace_id) as uow:
            people = await uow.people.by_platform_ids(platform_ids)
            channels = await uow.channels.by_ids(ours)
        return Names(
            people={platform_id: person.name for platform_id, person in people.items()},
            channels={
                channel.platform_id: channel.name if channel.kind is ChannelKind.PUBLIC else PRIVATE_CHANNEL
                for channel in channels.values()
            },
        )
