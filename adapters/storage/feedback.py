"""What askers said of answers, as rows."""

from collections.abc import Sequence

from sqlalchemy import select

from adapters.storage.chat_tables import feedback
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import Feedback, QuestionId, Verdict
from expertise.types import PersonId, WorkspaceId


class SqlFeedbackStore:
    """Implements ``bot.chat_ports.FeedbackStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def put(self, said: Feedback) -> None:
        """Insert, or replace what the same person said of it before."""
        row = {
            "workspace_id": self._workspace_id,
            "question_id": said.question_id,
            "person_id": said.person_id,
            "verdict": said.verdict.value,
            "said_us": to_us(said.said_at),
        }
        await self._session.upsert(feedback, [row])

    async def of(self, question_id: QuestionId) -> Sequence[Feedback]:
        """By person."""
        own = feedback.c.workspace_id == self._workspace_id, feedback.c.question_id == question_id
        statement = select(feedback).where(*own).order_by(feedback.c.person_id)
        return [
            Feedback(
                question_id=QuestionId(row.question_id),
                person_id=PersonId(row.person_id),
                verdict=Verdict(row.verdict),
                said_at=from_us(row.said_us),
            )
            for row in await self._session.rows(statement)
        ]
