"""Questions of one workspace, and what was shown for them, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import Question, QuestionId, QuestionState, Shown
from expertise.types import PersonId


class MemoryQuestionStore:
    """Implements ``bot.chat_ports.QuestionStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def add(self, question: Question) -> None:
        """Keep one."""
        await self._journal.hold()
        if question.id in self._rows.questions or question.asker not in self._rows.people:
            raise ConflictError("a question that is there, or that nobody asked")
        self._journal.put(self._rows.questions, question.id, question)

    async def by_id(self, question_id: QuestionId) -> Question | None:
        """None where there is none."""
        return self._rows.questions.get(question_id)

    async def close(self, question_id: QuestionId, state: QuestionState, lines: Sequence[Shown] = ()) -> None:
        """Set the state, and make these what was shown."""
        await self._journal.hold()
        question = self._rows.questions.get(question_id)
        if question is not None:
            self._journal.put(self._rows.questions, question_id, replace(question, state=state))
        elif lines:
            raise ConflictError("something shown for no question")
        if not {line.person_id for line in lines} <= self._rows.people.keys():
            raise ConflictError("somebody shown who is not there")
        self._journal.put(self._rows.shown, question_id, tuple(lines))

    async def shown(self, question_id: QuestionId) -> list[Shown]:
        """By position."""
        return sorted(self._rows.shown.get(question_id, ()), key=lambda line: line.position)

    async def asked_by(self, person_id: PersonId) -> list[QuestionId]:
        """The oldest first."""
        return sorted(q.id for q in self._rows.questions.values() if q.asker == person_id)
