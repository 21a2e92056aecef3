"""Our ids, derived from the platform's: a redelivery or a resumed import names the very same row."""

from functools import lru_cache
from uuid import UUID, uuid5

from bot.types import Platform
from expertise.types import ChannelId, PersonId, WorkspaceId

_KENNER = UUID("6f6cf1b4-5f0d-5f3e-9a57-3a6d2f0f9c11")


def workspace_id(platform: Platform, platform_id: str) -> WorkspaceId:
    """The id of a workspace, from its platform and the id it has there."""
    return WorkspaceId(str(uuid5(_KENNER, f"{platform}:{platform_id}")))


@lru_cache(maxsize=10_000)
def person_id(workspace: WorkspaceId, platform_id: str) -> PersonId:
    """The id of a person, from the workspace and the account's id on the platform."""
    return PersonId(str(uuid5(UUID(workspace), f"person:{platform_id}")))


@lru_cache(maxsize=10_000)
def channel_id(workspace: WorkspaceId, platform_id: str) -> ChannelId:
    """The id of a channel, from the workspace and the channel's id on the platform."""
    return ChannelId(str(uuid5(UUID(workspace), f"channel:{platform_id}")))
