"""How the bot suggests in each channel: shown, and decided by an operator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat_types import Muted, MutedKind
from bot.errors import UnknownChannelError
from bot.ports import UnitOfWork
from bot.suggestion_ports import Became
from bot.suggestion_types import Suggesting
from bot.types import AuditEntry
from expertise.types import Channel, ChannelKind

DECIDED = "suggesting"
"""In the audit log: in which channel, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMode:
    """A channel, how it is suggested there, and what became of it so far. ``is_muted``: by people in it."""

    channel: Channel
    mode: Suggesting
    is_muted: bool
    became: Mapping[Became, int]


async def modes(uow: UnitOfWork) -> list[ChannelMode]:
    """Of the channels where it is not off, by name."""
    decided = await uow.suggesting.all()
    channels = await uow.channels.by_ids(decided)
    ordered = sorted(channels.values(), key=lambda channel: (channel.name.casefold(), channel.id))
    return [await mode_of(uow, channel) for channel in ordered]


async def mode_of(uow: UnitOfWork, channel: Channel) -> ChannelMode:
    """Of one channel."""
    return ChannelMode(
        channel=channel,
        mode=await uow.suggesting.of(channel.id),
        is_muted=await uow.muted.any_of([muted_channel(channel)]),
        became=await uow.suggestions.counts(channel.id),
    )


def muted_channel(channel: Channel) -> Muted:
    """That nothing is said unasked in a channel."""
    return Muted(kind=MutedKind.CHANNEL, subject=channel.platform_id)


async def decide_mode(uow: UnitOfWork, name: str, mode: Suggesting, operator: str, now: datetime) -> Channel:
    """Have it suggested so in a channel, from now on. What people in it muted stays muted.

    Raises UnknownChannelError for none of that name or id, several, or a conversation of two.
    """
    channel = await _one(uow, name)
    await uow.suggesting.put(channel.id, mode)
    detail = f"{channel.platform_id} {mode.value}"
    await uow.audit.add(AuditEntry(at=now, action=DECIDED, actor=operator, subject=None, detail=detail))
    await uow.commit()
    return channel


async def _one(uow: UnitOfWork, name: str) -> Channel:
    wanted = name.removeprefix("#").casefold()
    found = [
        channel
        for channel in await uow.channels.all()
        if wanted in {channel.name.casefold(), channel.platform_id.casefold()}
        and channel.kind is not ChannelKind.DIRECT
    ]
    if len(found) != 1:
        raise UnknownChannelError(name)
    return found[0]
