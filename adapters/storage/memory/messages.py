"""Messages of one workspace, in memory: writing."""

from collections.abc import Callable, Sequence
from functools import partial

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows, Talk
from bot.types import MessageKey
from expertise.types import ChannelId, Message


class MemoryMessageStore:
    """Implements ``bot.ports.MessageStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, channel_id: ChannelId, messages: Sequence[Message]) -> int:
        """Insert those that are new, update those whose content differs; how many of both."""
        await self._journal.hold()
        talk = self._rows.talk.setdefault(channel_id, Talk())
        changed = [message for message in messages if talk.by_ts.get(message.ts) != message]
        for message in changed:
            self._journal.done(_return_to(talk, message))
            talk.put(message)
        return len(changed)

    async def remove(self, key: MessageKey) -> None:
        """Forget a message; nothing happens where there is none."""
        await self._journal.hold()
        channel_id, ts = key
        talk = self._rows.talk.get(channel_id)
        if talk is not None and ts in talk.by_ts:
            self._journal.done(_return_to(talk, talk.by_ts[ts]))
            talk.drop(ts)

    async def stale_channels(self) -> list[ChannelId]:
        """By id."""
        return sorted(self._rows.stale)

    async def set_stale(self, channel_id: ChannelId, *, is_stale: bool) -> None:
        """Say whether the channel's passages lag behind its messages."""
        await self._journal.hold()
        if is_stale:
            self._journal.put(self._rows.stale, channel_id, None)
        else:
            self._journal.drop(self._rows.stale, channel_id)


def _return_to(talk: Talk, message: Message) -> Callable[[], None]:
    """Bring back what stands now under the message's key."""
    before = talk.by_ts.get(message.ts)
    return partial(talk.drop, message.ts) if before is None else partial(talk.put, before)
