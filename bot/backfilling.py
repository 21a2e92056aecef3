"""Reads the past of many channels to its end, for whoever waits for that; a page is ``reading_back.py``'s."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.errors import LockedOutError, RefusedError
from bot.identity import channel_id
from bot.listened import Listened
from bot.listening import Listening
from bot.reading_back import History, read_back
from expertise.types import Channel

Progress = Callable[[str, int, int], None]
"""Stage, done, total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfilled:
    """What one run did: messages read anew, channels that are read to their end, and those not to be read.

    ``closed`` are names with the platform's word for why, '' where it only says that we are not inside.
    """

    messages: int
    whole: int
    closed: Sequence[tuple[str, str]]


async def backfill(
    listening: Listening, history: History, channels: Collection[str], on_progress: Progress
) -> Backfilled:
    """One page of each channel in turn, so that what is newest comes first everywhere.

    Killed at any moment, it goes on there when it is called again. Raises the ``ChatError`` of whatever the
    platform did not answer in the end; what it refuses of one channel does not stop the others.
    """
    before = await _listened(listening, channels)
    refused: dict[str, str] = {}
    open_ = list(channels)
    while open_:
        on_progress("reading", len(channels) - len(open_), len(channels))
        open_ = [each for each in open_ if not await _is_read(listening, history, each, refused)]
    on_progress("reading", len(channels), len(channels))
    after = await _listened(listening, channels)
    return Backfilled(
        messages=sum(row.messages for row, _ in after) - sum(row.messages for row, _ in before),
        whole=sum(row.is_read and row.is_in for row, _ in after),
        closed=[
            (channel.name, refused.get(channel.platform_id, ""))
            for row, channel in after
            if not row.is_in or channel.platform_id in refused
        ],
    )


async def begin_anew(listening: Listening, channels: Collection[str]) -> None:
    """Have the past of these channels read once more, from what is newest."""
    rows = await _listened(listening, channels)
    async with listening.storage.begin(listening.workspace.id) as uow:
        await uow.hold()
        fresh = [
            Listened(channel_id=row.channel_id, is_in=row.is_in, heard_at=row.heard_at) for row, _ in rows
        ]
        await uow.listened.save(fresh)
        await uow.commit()


async def _is_read(listening: Listening, history: History, channel: str, refused: dict[str, str]) -> bool:
    try:
        return await read_back(listening, history, channel)
    except LockedOutError:
        raise
    except RefusedError as error:
        refused[channel] = error.code
        return True


async def _listened(listening: Listening, channels: Collection[str]) -> list[tuple[Listened, Channel]]:
    wanted = {channel_id(listening.workspace.id, each) for each in channels}
    async with listening.storage.begin(listening.workspace.id) as uow:
        rows = [row for row in await uow.listened.all() if row.channel_id in wanted]
        known = await uow.channels.by_ids([row.channel_id for row in rows])
    return [(row, known[row.channel_id]) for row in rows]
