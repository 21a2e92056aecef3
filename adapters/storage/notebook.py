"""What people learned, in their own words, as rows."""

from sqlalchemy import delete, select

from adapters.storage.notebook_tables import notes
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import QuestionId
from bot.notebook_ports import Learned
from expertise.types import PersonId, WorkspaceId


class SqlNotebookStore:
    """Implements ``bot.notebook_ports.NotebookStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def put(self, learned: Learned) -> None:
        """Insert, or replace what the same person wrote of it before."""
        row = {
            "workspace_id": self._workspace_id,
            "person_id": learned.person_id,
            "question_id": learned.question_id,
            "text": learned.text,
            "at_us": to_us(learned.at),
        }
        await self._session.upsert(notes, [row])

    async def of(self, person_id: PersonId) -> list[Learned]:
        """The earliest first."""
        own = notes.c.workspace_id == self._workspace_id, notes.c.person_id == person_id
        ordered = select(notes).where(*own).order_by(notes.c.at_us, notes.c.question_id)
        return [
            Learned(
                person_id=person_id,
                question_id=QuestionId(row.question_id),
                text=row.text,
                at=from_us(row.at_us),
            )
            for row in await self._session.rows(ordered)
        ]

    async def forget(self, person_id: PersonId) -> None:
        """All that they wrote."""
        own = notes.c.workspace_id == self._workspace_id, notes.c.person_id == person_id
        await self._session.change(delete(notes).where(*own))
