"""What a notebook needs from storage: what people learned, in their own words, for nobody but them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.chat_types import QuestionId
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What somebody wrote down once a question was solved. There is one for each person and question."""

    person_id: PersonId
    question_id: QuestionId
    text: str = field(repr=False)
    at: datetime


class NotebookStore(Protocol):
    """The notebooks of one workspace."""

    async def put(self, learned: Learned) -> None:
        """Insert, or replace what the same person wrote of it before."""

    async def of(self, person_id: PersonId) -> list[Learned]:
        """The earliest first."""

    async def forget(self, person_id: PersonId) -> None:
        """All that they wrote."""
