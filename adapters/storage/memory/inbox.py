"""Deliveries to one workspace, in memory."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import Event, InboxState
from bot.incoming import Envelope


class MemoryInboxStore:
    """Implements ``bot.chat_ports.InboxStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, envelopes: Sequence[Envelope]) -> frozenset[str]:
        """Keep those that are new, in this order; their event ids."""
        await self._journal.hold()
        added = set()
        for envelope in envelopes:
            if envelope.event_id not in self._rows.events:
                sequence = len(self._rows.inbox) + 1
                self._journal.put(self._rows.events, envelope.event_id, sequence)
                self._journal.put(self._rows.inbox, sequence, _event_of(sequence, envelope))
                added.add(envelope.event_id)
        return frozenset(added)

    async def next(self, limit: int, without: Collection[str] = ()) -> list[Event]:
        """New events in the order of arrival, those of some lanes left out."""
        return list(islice(self._new(without), limit))

    async def urgent(self, limit: int, without: Collection[str] = ()) -> list[Event]:
        """Of the new events those that go before talk, as ``next`` gives them."""
        return list(islice((event for event in self._new(without) if event.is_urgent), limit))

    def _new(self, without: Collection[str]) -> Iterator[Event]:
        new = (event for event in self._rows.inbox.values() if event.state is InboxState.NEW)
        return (event for event in new if event.lane not in without)

    async def take(self, sequence: int, at: datetime) -> bool:
        """Mark a new event as done; False where somebody else did."""
        await self._journal.hold()
        event = self._rows.inbox.get(sequence)
        if event is None or event.state is not InboxState.NEW:
            return False
        done = replace(event, state=InboxState.DONE, handled_at=at, due_at=None)
        self._journal.put(self._rows.inbox, sequence, done)
        return True

    async def mark(
        self, sequence: int, state: InboxState, *, attempts: int, at: datetime, due_at: datetime | None = None
    ) -> None:
        """Set what became of an event that is new."""
        await self._journal.hold()
        event = self._rows.inbox.get(sequence)
        if event is not None and event.state is InboxState.NEW:
            handled_at = None if state is InboxState.NEW else at
            marked = replace(event, state=state, attempts=attempts, due_at=due_at, handled_at=handled_at)
            self._journal.put(self._rows.inbox, sequence, marked)


def _event_of(sequence: int, envelope: Envelope) -> Event:
    return Event(
        sequence=sequence,
        event_id=envelope.event_id,
        kind=envelope.kind,
        lane=envelope.lane,
        body=envelope.body,
        received_at=envelope.received_at,
        is_urgent=envelope.is_urgent,
    )
