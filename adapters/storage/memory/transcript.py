"""Messages of one workspace, in memory: reading."""

from bisect import bisect_left, bisect_right
from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime

from adapters.storage.memory.rows import Rows, Talk
from bot.types import MessageKey
from expertise.types import ChannelId, Message, MessageTs

BEFORE_ANY = MessageTs("")


class MemoryTranscript:
    """Implements ``bot.ports.Transcript``. Messages that come while a stream is read may join it."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def by_keys(self, keys: Collection[MessageKey]) -> dict[MessageKey, Message]:
        """Unknown ones are left out."""
        found = ((key, self._talk(key[0]).by_ts.get(key[1])) for key in keys)
        return {key: message for key, message in found if message is not None}

    async def thread(self, channel_id: ChannelId, ts: MessageTs) -> list[Message]:
        """The message ``ts``, if it is there, and every reply to it."""
        talk = self._talk(channel_id)
        return _in_order(talk, {ts, *talk.threads.get(ts, ())})

    async def threads(self, channel_id: ChannelId) -> AsyncIterator[list[Message]]:
        """By thread_ts."""
        talk = self._talk(channel_id)
        for ts in sorted(talk.threads):
            thread = _in_order(talk, talk.threads.get(ts, ()))
            if thread:
                yield thread

    async def top_level(
        self, channel_id: ChannelId, since: datetime | None = None, *, backwards: bool = False
    ) -> AsyncIterator[Message]:
        """Forwards from ``since`` (inclusive) or the beginning; backwards from just before ``since``."""
        order = self._talk(channel_id).order
        start = None if since is None else bisect_left(order, (since, BEFORE_ANY))
        messages = self._backwards(channel_id, start) if backwards else self._forwards(channel_id, start or 0)
        async for message in messages:
            if message.thread_ts is None or message.thread_ts == message.ts:
                yield message

    async def _forwards(self, channel_id: ChannelId, position: int) -> AsyncIterator[Message]:
        talk = self._talk(channel_id)
        while position < len(talk.order):
            key = talk.order[position]
            yield talk.by_ts[key[1]]
            position = bisect_right(talk.order, key)

    async def _backwards(self, channel_id: ChannelId, position: int | None) -> AsyncIterator[Message]:
        talk = self._talk(channel_id)
        position = len(talk.order) if position is None else position
        while position > 0:
            key = talk.order[position - 1]
            yield talk.by_ts[key[1]]
            position = bisect_left(talk.order, key)

    async def count(self) -> int:
        """All messages of the workspace."""
        return sum(len(talk.by_ts) for talk in self._rows.talk.values())

    def _talk(self, channel_id: ChannelId) -> Talk:
        return self._rows.talk.get(channel_id) or Talk()


def _in_order(talk: Talk, some: Iterable[MessageTs]) -> list[Message]:
    messages = [talk.by_ts[ts] for ts in some if ts in talk.by_ts]
    return sorted(messages, key=lambda message: (message.at, message.ts))
