"""What people follow, and what was solved, in memory."""

from collections.abc import Collection
from datetime import datetime

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import QuestionId, Verdict
from bot.follow_ports import Follow
from bot.outcomes import What
from expertise.types import PersonId, folded


class MemoryFollowStore:
    """Implements ``bot.follow_ports.FollowStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def all(self) -> list[Follow]:
        """By person, then topic."""
        return [self._rows.follows[key] for key in sorted(self._rows.follows)]

    async def of(self, person_id: PersonId) -> list[Follow]:
        """By topic, ignoring case."""
        return [each for each in await self.all() if each.person_id == person_id]

    async def add(self, follow: Follow) -> None:
        """Insert, or replace the spelling of what is followed already."""
        await self._journal.hold()
        if follow.person_id not in self._rows.people:
            raise ConflictError("nobody follows it")
        self._journal.put(self._rows.follows, (follow.person_id, folded(follow.topic)), follow)

    async def forget(self, person_id: PersonId, topics: Collection[str]) -> None:
        """Nothing happens where they are not followed."""
        await self._journal.hold()
        for key in {(person_id, folded(topic)) for topic in topics} & self._rows.follows.keys():
            self._journal.drop(self._rows.follows, key)


class MemorySolvedStore:
    """Implements ``bot.follow_ports.SolvedStore``."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def between(self, since: datetime, until: datetime) -> list[QuestionId]:
        """Not at ``until``; by id, each once."""
        by_help = {
            each.question_id
            for each in self._rows.outcomes.values()
            if each.what is What.SOLVED and since <= each.at < until
        }
        by_answer = {
            each.question_id
            for each in self._rows.feedback.values()
            if each.verdict is Verdict.HELPED and since <= each.said_at < until
        }
        return sorted(by_help | by_answer)
