"""Questions of one workspace, and what was shown for them, as rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select, update

from adapters.storage.chat_tables import questions, shown
from adapters.storage.keys import is_key
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import Question, QuestionId, QuestionState, Shown
from bot.incoming import Via
from expertise.types import PersonId, WorkspaceId


class SqlQuestionStore:
    """Implements ``bot.chat_ports.QuestionStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = questions.c.workspace_id == workspace_id

    async def add(self, question: Question) -> None:
        """Keep one."""
        await self._session.insert(questions, [_row_of(self._workspace_id, question)])

    async def by_id(self, question_id: QuestionId) -> Question | None:
        """None where there is none."""
        if not is_key(question_id):
            return None
        rows = await self._session.rows(select(questions).where(self._own, questions.c.id == question_id))
        return _question_of(rows[0]) if rows else None

    async def close(self, question_id: QuestionId, state: QuestionState, lines: Sequence[Shown] = ()) -> None:
        """Set the state, and make these what was shown."""
        this = update(questions).where(self._own, questions.c.id == question_id)
        await self._session.change(this.values(state=state.value))
        await self._session.change(delete(shown).where(*self._of(question_id)))
        keys = {"workspace_id": self._workspace_id, "question_id": question_id}
        rows = [
            {**keys, "position": line.position, "person_id": line.person_id, "is_named": line.is_named}
            for line in lines
        ]
        await self._session.insert(shown, rows)

    async def shown(self, question_id: QuestionId) -> list[Shown]:
        """By position."""
        if not is_key(question_id):
            return []
        statement = select(shown).where(*self._of(question_id)).order_by(shown.c.position)
        return [
            Shown(person_id=PersonId(row.person_id), position=row.position, is_named=row.is_named)
            for row in await self._session.rows(statement)
        ]

    async def asked_by(self, person_id: PersonId) -> list[QuestionId]:
        """The oldest first."""
        statement = select(questions.c.id).where(self._own, questions.c.asker_id == person_id)
        return list(await self._session.values(statement.order_by(questions.c.id)))

    def _of(self, question_id: QuestionId) -> tuple[Any, ...]:
        return shown.c.workspace_id == self._workspace_id, shown.c.question_id == question_id


def _row_of(workspace_id: WorkspaceId, question: Question) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "id": question.id,
        "asker_id": question.asker,
        "text": question.text,
        "via": question.via.value,
        "channel": question.channel,
        "thread_ts": question.thread_ts,
        "ts": question.ts,
        "asked_us": to_us(question.asked_at),
        "state": question.state.value,
        "is_private": question.is_private,
        "follows": question.follows,
        "reply_url": question.reply_url,
    }


def _question_of(row: Row[*tuple[Any, ...]]) -> Question:
    return Question(
        id=QuestionId(row.id),
        asker=PersonId(row.asker_id),
        text=row.text,
        via=Via(row.via),
        asked_at=from_us(row.asked_us),
        channel=row.channel,
        thread_ts=row.thread_ts,
        ts=row.ts,
        state=QuestionState(row.state),
        is_private=row.is_private,
        follows=QuestionId(row.follows) if row.follows else None,
        reply_url=row.reply_url,
    )
