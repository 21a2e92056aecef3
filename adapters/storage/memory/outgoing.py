"""What the bot says in one workspace, in memory."""

from dataclasses import replace
from datetime import datetime

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import Outgoing, OutgoingState
from expertise.types import MessageTs


class MemoryOutgoingStore:
    """Implements ``bot.chat_ports.OutgoingStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, message: Outgoing) -> bool:
        """Keep it as intended; False where its key is there already."""
        await self._journal.hold()
        if message.key in self._rows.outgoing:
            return False
        self._journal.put(self._rows.outgoing, message.key, message)
        return True

    async def get(self, key: str) -> Outgoing | None:
        """None where there is none."""
        return self._rows.outgoing.get(key)

    async def unsettled(self, sender: str) -> list[Outgoing]:
        """What is intended, and what this sender is sending; in the order of (intended, key)."""
        found = [each for each in self._rows.outgoing.values() if _is_open_to(each, sender)]
        return sorted(found, key=lambda each: (each.intended_at, each.key))

    async def claim(self, key: str, sender: str, at: datetime) -> bool:
        """Begin an attempt; False where another sender is at it or it is settled."""
        await self._journal.hold()
        before = self._rows.outgoing.get(key)
        if before is None or not _is_open_to(before, sender):
            return False
        sending = replace(before, state=OutgoingState.SENDING, sender=sender, sending_at=at)
        self._journal.put(self._rows.outgoing, key, replace(sending, attempts=before.attempts + 1))
        return True

    async def settle(
        self,
        key: str,
        state: OutgoingState,
        at: datetime,
        *,
        ts: MessageTs | None = None,
        error: str | None = None,
    ) -> None:
        """Set what became of an attempt."""
        await self._journal.hold()
        if before := self._rows.outgoing.get(key):
            sent_at = at if state is OutgoingState.SENT else None
            after = replace(before, state=state, ts=ts, error=error, sent_at=sent_at)
            self._journal.put(self._rows.outgoing, key, after)


def _is_open_to(outgoing: Outgoing, sender: str) -> bool:
    is_sending = outgoing.state is OutgoingState.SENDING and outgoing.sender == sender
    return outgoing.state is OutgoingState.INTENDED or is_sending
