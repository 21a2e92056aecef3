"""Who works with whom, in memory."""

from collections.abc import Collection
from datetime import datetime
from heapq import nsmallest
from operator import neg

from adapters.storage.memory.rows import Rows, Talk
from adapters.storage.ties import MOST_READ
from bot.types import MessageKey
from expertise.types import ChannelId, MessageKind, MessageTs, PersonId


class MemoryTieStore:
    """Implements ``bot.ports.TieStore``."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def beside(
        self, person_id: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[tuple[PersonId, datetime]]:
        """The others in the person's ``limit`` latest threads in these channels, each once a thread."""
        readable = frozenset(channels)
        threads = [key for key in self._threads(person_id) if key[0] in readable][:limit]
        return sorted(
            (other, at)
            for channel_id, ts in threads
            for other, at in _speakers(self._rows.talk[channel_id], ts).items()
            if other != person_id
        )

    async def together(
        self, person_id: PersonId, other: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[MessageKey]:
        """Of the person's ``limit`` latest threads those that the other wrote in too, the latest first."""
        readable = frozenset(channels)
        threads = [key for key in self._threads(person_id) if key[0] in readable][:limit]
        spoke = {key: _speakers(self._rows.talk[key[0]], key[1]).get(other) for key in threads}
        theirs = sorted((neg(at.timestamp()), *key) for key, at in spoke.items() if at is not None)
        return [(channel_id, ts) for _, channel_id, ts in theirs]

    def _threads(self, person_id: PersonId) -> list[tuple[ChannelId, MessageTs]]:
        written = (
            (neg(at.timestamp()), channel_id, ts)
            for channel_id, talk in self._rows.talk.items()
            for at, ts in talk.by_author.get(person_id, ())[-MOST_READ:]
        )
        latest = nsmallest(MOST_READ, written)
        keys = ((channel_id, self._rows.talk[channel_id].by_ts[ts].thread_ts) for _, channel_id, ts in latest)
        return list(dict.fromkeys((channel_id, ts) for channel_id, ts in keys if ts is not None))


def _speakers(talk: Talk, thread_ts: MessageTs) -> dict[PersonId, datetime]:
    """Everyone in a thread, with the time of their last message there."""
    last: dict[PersonId, datetime] = {}
    for ts in talk.threads.get(thread_ts, ()):
        message = talk.by_ts[ts]
        if message.author_id is not None and message.kind is MessageKind.PERSON:
            last[message.author_id] = max(message.at, last.get(message.author_id, message.at))
    return last
