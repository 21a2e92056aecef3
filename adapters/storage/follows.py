"""What people follow, and what was solved, as rows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, union

from adapters.storage.chat_tables import feedback
from adapters.storage.follow_tables import follows
from adapters.storage.round_tables import outcomes
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import QuestionId, Verdict
from bot.follow_ports import Follow
from bot.outcomes import What
from expertise.types import PersonId, WorkspaceId, folded


class SqlFollowStore:
    """Implements ``bot.follow_ports.FollowStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = follows.c.workspace_id == workspace_id

    async def all(self) -> list[Follow]:
        """By person, then topic."""
        ordered = select(follows).where(self._own).order_by(follows.c.person_id, follows.c.folded)
        return [_follow_of(row) for row in await self._session.rows(ordered)]

    async def of(self, person_id: PersonId) -> list[Follow]:
        """By topic, ignoring case."""
        own = select(follows).where(self._own, follows.c.person_id == person_id)
        return [_follow_of(row) for row in await self._session.rows(own.order_by(follows.c.folded))]

    async def add(self, follow: Follow) -> None:
        """Insert, or replace the spelling of what is followed already."""
        row = {
            "workspace_id": self._workspace_id,
            "person_id": follow.person_id,
            "folded": folded(follow.topic),
            "topic": follow.topic,
            "since_us": to_us(follow.since),
        }
        await self._session.upsert(follows, [row])

    async def forget(self, person_id: PersonId, topics: Collection[str]) -> None:
        """Nothing happens where they are not followed."""
        gone = follows.c.person_id == person_id, follows.c.folded.in_(sorted(set(map(folded, topics))))
        await self._session.change(delete(follows).where(self._own, *gone))


class SqlSolvedStore:
    """Implements ``bot.follow_ports.SolvedStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def between(self, since: datetime, until: datetime) -> list[QuestionId]:
        """Not at ``until``; by id, each once."""
        came, said = outcomes.c, feedback.c
        by_help = select(came.question_id).where(
            came.workspace_id == self._workspace_id,
            came.what == What.SOLVED.value,
            came.at_us >= to_us(since),
            came.at_us < to_us(until),
        )
        by_answer = select(said.question_id).where(
            said.workspace_id == self._workspace_id,
            said.verdict == Verdict.HELPED.value,
            said.said_us >= to_us(since),
            said.said_us < to_us(until),
        )
        both = union(by_help, by_answer).subquery()
        found = await self._session.values(select(both.c.question_id).order_by(both.c.question_id))
        return [QuestionId(each) for each in found]


def _follow_of(row: Row[*tuple[Any, ...]]) -> Follow:
    return Follow(person_id=PersonId(row.person_id), topic=row.topic, since=from_us(row.since_us))
