"""What the bot says in one workspace, as rows. Attempts wait for no other writer on PostgreSQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from adapters.storage.chat_tables import outgoing
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from expertise.types import MessageTs, WorkspaceId

_PLAIN = (
    "key",
    "channel",
    "thread_ts",
    "recipient",
    "target_ts",
    "target_key",
    "payload",
    "sender",
    "attempts",
    "ts",
    "error",
)


class SqlOutgoingStore:
    """Implements ``bot.chat_ports.OutgoingStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = outgoing.c.workspace_id == workspace_id

    async def add(self, message: Outgoing) -> bool:
        """Keep it as intended; False where its key is there already."""
        statement = self._session.insert_if_new(outgoing).returning(outgoing.c.key)
        return bool(await self._session.change_at_once(statement, [_row_of(self._workspace_id, message)]))

    async def get(self, key: str) -> Outgoing | None:
        """None where there is none."""
        rows = await self._session.rows(select(outgoing).where(self._own, outgoing.c.key == key))
        return _outgoing_of(rows[0]) if rows else None

    async def unsettled(self, sender: str) -> list[Outgoing]:
        """What is intended, and what this sender is sending; in the order of (intended, key)."""
        statement = select(outgoing).where(self._own, _open_to(sender))
        ordered = statement.order_by(outgoing.c.intended_us, outgoing.c.key)
        return [_outgoing_of(row) for row in await self._session.rows(ordered)]

    async def claim(self, key: str, sender: str, at: datetime) -> bool:
        """Begin an attempt; False where another sender is at it or it is settled."""
        values = {
            "state": OutgoingState.SENDING.value,
            "sender": sender,
            "sending_us": to_us(at),
            "attempts": outgoing.c.attempts + 1,
        }
        statement = update(outgoing).where(self._own, outgoing.c.key == key, _open_to(sender)).values(values)
        return bool(await self._session.change_at_once(statement.returning(outgoing.c.key)))

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
        values = {
            "state": state.value,
            "ts": ts,
            "error": error,
            "sent_us": to_us(at) if state is OutgoingState.SENT else None,
        }
        statement = update(outgoing).where(self._own, outgoing.c.key == key).values(values)
        await self._session.change_at_once(statement.returning(outgoing.c.key))


def _open_to(sender: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own, of either kind
    sending = and_(outgoing.c.state == OutgoingState.SENDING.value, outgoing.c.sender == sender)
    return or_(outgoing.c.state == OutgoingState.INTENDED.value, sending)


def _row_of(workspace_id: WorkspaceId, message: Outgoing) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        **{name: getattr(message, name) for name in _PLAIN},
        "kind": message.kind.value,
        "state": OutgoingState.INTENDED.value,
        "intended_us": to_us(message.intended_at),
    }


def _outgoing_of(row: Row[*tuple[Any, ...]]) -> Outgoing:
    return Outgoing(
        **{name: getattr(row, name) for name in _PLAIN},
        kind=OutgoingKind(row.kind),
        state=OutgoingState(row.state),
        intended_at=from_us(row.intended_us),
        sending_at=from_us(row.sending_us),
        sent_at=from_us(row.sent_us),
    )
