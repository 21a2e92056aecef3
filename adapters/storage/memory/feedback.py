"""What askers said of answers, in memory."""

from collections.abc import Sequence

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import Feedback, QuestionId


class MemoryFeedbackStore:
    """Implements ``bot.chat_ports.FeedbackStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def put(self, said: Feedback) -> None:
        """Insert, or replace what the same person said of it before."""
        await self._journal.hold()
        if said.question_id not in self._rows.questions or said.person_id not in self._rows.people:
            raise ConflictError("something said of no answer, or by nobody")
        self._journal.put(self._rows.feedback, (said.question_id, said.person_id), said)

    async def of(self, question_id: QuestionId) -> Sequence[Feedback]:
        """By person."""
        return [said for (about, _), said in sorted(self._rows.feedback.items()) if about == question_id]
