"""Jobs that are owed, as rows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, tuple_

from adapters.storage.chat_tables import owed_jobs
from adapters.storage.session import Session, in_batches
from adapters.storage.times import to_us
from bot.chat_types import Job
from expertise.types import WorkspaceId


class SqlOwedStore:
    """Implements ``bot.chat_ports.OwedStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add(self, job: Job, at: datetime) -> None:
        """Once more does no harm."""
        row = {
            "workspace_id": self._workspace_id,
            "name": job.name,
            "subject": job.subject,
            "owed_us": to_us(at),
        }
        await self._session.upsert(owed_jobs, [row])

    async def before(self, until: datetime) -> list[Job]:
        """Those owed up to then, by (name, subject)."""
        own = owed_jobs.c.workspace_id == self._workspace_id, owed_jobs.c.owed_us <= to_us(until)
        statement = select(owed_jobs.c.name, owed_jobs.c.subject).where(*own)
        rows = await self._session.rows(statement.order_by(owed_jobs.c.name, owed_jobs.c.subject))
        return [Job(name=name, workspace_id=self._workspace_id, subject=subject) for name, subject in rows]

    async def settle(self, jobs: Sequence[Job]) -> None:
        """They have been started. Nothing happens where they are not owed."""
        these = tuple_(owed_jobs.c.name, owed_jobs.c.subject)
        own = delete(owed_jobs).where(owed_jobs.c.workspace_id == self._workspace_id)
        for batch in in_batches([(job.name, job.subject) for job in jobs]):
            await self._session.change(own.where(these.in_(batch)))
