"""Deliveries to one workspace, as rows. Its changes wait for no other writer on PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from adapters.storage.chat_tables import inbox
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import Event, InboxState
from bot.incoming import Envelope
from expertise.types import WorkspaceId


class SqlInboxStore:
    """Implements ``bot.chat_ports.InboxStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._new = (inbox.c.workspace_id == workspace_id, inbox.c.state == InboxState.NEW.value)

    async def add(self, envelopes: Sequence[Envelope]) -> frozenset[str]:
        """Keep those that are new, in this order; their event ids."""
        if not envelopes:
            return frozenset()
        statement = self._session.insert_if_new(inbox).returning(inbox.c.event_id)
        rows = [_row_of(self._workspace_id, envelope) for envelope in envelopes]
        return frozenset(await self._session.change_at_once(statement, rows, in_a_hurry=True))

    async def next(self, limit: int, without: Collection[str] = ()) -> list[Event]:
        """New events in the order of arrival, those of some lanes left out."""
        return await self._first(limit, without, *self._new)

    async def urgent(self, limit: int, without: Collection[str] = ()) -> list[Event]:
        """Of the new events those that go before talk, as ``next`` gives them."""
        return await self._first(limit, without, *self._new, inbox.c.is_urgent)

    async def _first(self, limit: int, without: Collection[str], *which: ColumnElement[bool]) -> list[Event]:
        statement = select(inbox).where(*which).order_by(inbox.c.sequence).limit(limit)
        if without:
            statement = statement.where(~self._session.one_of(inbox.c.lane, list(without)))
        return [_event_of(row) for row in await self._session.rows(statement)]

    async def take(self, sequence: int, at: datetime) -> bool:
        """Mark a new event as done; False where somebody else did. Until the commit others wait here."""
        done = {"state": InboxState.DONE.value, "handled_us": to_us(at), "due_us": None}
        statement = update(inbox).where(*self._new, inbox.c.sequence == sequence).values(done)
        return bool(await self._session.change_at_once(statement.returning(inbox.c.sequence)))

    async def mark(
        self, sequence: int, state: InboxState, *, attempts: int, at: datetime, due_at: datetime | None = None
    ) -> None:
        """Set what became of an event that is new."""
        values = {
            "state": state.value,
            "attempts": attempts,
            "due_us": to_us(due_at),
            "handled_us": None if state is InboxState.NEW else to_us(at),
        }
        statement = update(inbox).where(*self._new, inbox.c.sequence == sequence).values(values)
        await self._session.change_at_once(statement.returning(inbox.c.sequence))


def _row_of(workspace_id: WorkspaceId, envelope: Envelope) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "event_id": envelope.event_id,
        "kind": envelope.kind,
        "lane": envelope.lane,
        "body": envelope.body,
        "received_us": to_us(envelope.received_at),
        "state": InboxState.NEW.value,
        "attempts": 0,
        "is_urgent": envelope.is_urgent,
    }


def _event_of(row: Row[*tuple[Any, ...]]) -> Event:
    return Event(
        sequence=row.sequence,
        event_id=row.event_id,
        kind=row.kind,
        lane=row.lane,
        body=row.body,
        received_at=from_us(row.received_us),
        state=InboxState(row.state),
        attempts=row.attempts,
        due_at=from_us(row.due_us),
        handled_at=from_us(row.handled_us),
        is_urgent=row.is_urgent,
    )
