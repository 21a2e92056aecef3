"""After messages came in bulk: cut one channel's threads and talk into passages, count its activity.

One transaction a channel, from its messages alone: interrupted, it is done again, with the same rows.
"""

from collections.abc import AsyncIterator

from bot.ingestion import Reading
from bot.ports import UnitOfWork
from bot.types import Answered
from expertise.passages import TalkCutter, answers, cut
from expertise.types import Channel, MessageTs, Thread

_BATCH = 500


async def arrange(uow: UnitOfWork, channel: Channel, reading: Reading) -> int:
    """Bring passages and activity in line with the channel's messages; how many passages changed."""
    await uow.hold()
    await uow.activity.clear(channel.partition, channel.id)
    changed = 0
    kept: set[MessageTs] = set()
    batch: list[Thread] = []
    async for thread in _threads(uow, channel):
        kept.add(thread.ts)
        batch.append(thread)
        if len(batch) >= _BATCH:
            changed += await _write(uow, channel, batch, reading)
            batch = []
    changed += await _write(uow, channel, batch, reading)
    changed += await uow.passages.clear(channel, kept)
    await uow.messages.set_stale(channel.id, is_stale=False)
    return changed


async def _threads(uow: UnitOfWork, channel: Channel) -> AsyncIterator[Thread]:
    async for messages in uow.transcript.threads(channel.id):
        root = messages[0].thread_ts
        if root is not None:
            yield Thread(channel_id=channel.id, ts=root, messages=tuple(messages))
    cutter = TalkCutter()
    async for message in uow.transcript.top_level(channel.id):
        for thread in cutter.feed(message):
            yield thread
    for thread in cutter.finish():
        yield thread


async def _write(uow: UnitOfWork, channel: Channel, threads: list[Thread], reading: Reading) -> int:
    passages = [passage for thread in threads for passage in cut(thread, reading.tokens, reading.detect)]
    events = [
        Answered(channel_id=channel.id, person_id=person, at=at)
        for thread in threads
        for person, at in answers(thread).items()
    ]
    await uow.activity.add(channel.partition, events)
    return await uow.passages.replace(channel, {thread.ts for thread in threads}, passages)
