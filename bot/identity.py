"""Our ids, derived from the platform's: a redelivery or a resumed import names the very same row.

What no platform has an id for gets a new one, that sorts by time.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid5

from bot.accounts import Account
from bot.chat_types import QuestionId
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


def identity_id(accounts: Iterable[Account]) -> str:
    """The id of a person with several accounts, from these."""
    return str(uuid5(_KENNER, f"identity:{','.join(account.person_id for account in sorted(accounts))}"))


def question_id(at: datetime, random_bytes: Callable[[int], bytes]) -> QuestionId:
    """A new UUIDv7 (RFC 9562, 5.7): 48 bits of milliseconds since 1970, then 74 random ones."""
    number = int(at.timestamp() * 1_000) << 80 | int.from_bytes(random_bytes(10))
    number = number & ~(0xF << 76) | 0x7 << 76  # the version
    number = number & ~(0x3 << 62) | 0x2 << 62  # the variant
    return QuestionId(str(UUID(int=number)))
