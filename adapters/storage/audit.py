"""The audit log of one workspace, as rows: append only."""

from sqlalchemy import select

from adapters.storage.session import Session
from adapters.storage.tables import audit
from adapters.storage.times import from_us, to_us
from bot.types import AuditEntry
from expertise.types import WorkspaceId


class SqlAuditStore:
    """Implements ``bot.ports.AuditStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add(self, entry: AuditEntry) -> None:
        """Append one."""
        row = {
            "workspace_id": self._workspace_id,
            "at_us": to_us(entry.at),
            "action": entry.action,
            "actor": entry.actor,
            "subject": entry.subject,
            "detail": entry.detail,
        }
        await self._session.insert(audit, [row])

    async def all(self) -> list[AuditEntry]:
        """In the order they were added."""
        statement = select(audit).where(audit.c.workspace_id == self._workspace_id).order_by(audit.c.id)
        return [
            AuditEntry(
                at=from_us(row.at_us),
                action=row.action,
                actor=row.actor,
                subject=row.subject,
                detail=row.detail,
            )
            for row in await self._session.rows(statement)
        ]
