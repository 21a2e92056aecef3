"""What following topics needs from storage: who follows what, and what was solved."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat_types import QuestionId
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A topic that somebody wants to hear of, in their own words. Nobody else is told of it."""

    person_id: PersonId
    topic: str
    since: datetime


class FollowStore(Protocol):
    """Who follows what, in one workspace. A topic is the same whatever its case; a person has it once."""

    async def all(self) -> list[Follow]:
        """By person, then topic."""

    async def of(self, person_id: PersonId) -> list[Follow]:
        """By topic, ignoring case."""

    async def add(self, follow: Follow) -> None:
        """Insert, or replace the spelling of what is followed already."""

    async def forget(self, person_id: PersonId, topics: Collection[str]) -> None:
        """Nothing happens where they are not followed."""


class SolvedStore(Protocol):
    """Which questions were solved: their asker said so, of whoever helped or of an answer."""

    async def between(self, since: datetime, until: datetime) -> list[QuestionId]:
        """Not at ``until``; by id, each once."""
