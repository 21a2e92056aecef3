"""What bringing people together needs from storage."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.chat_types import QuestionId
from bot.hours import Hours
from bot.outcomes import Outcome
from bot.round_types import Invitation, Round, RoundState
from bot.weeks import Rhythm
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What somebody said about being asked. None: nothing, and what the workspace decided holds.

    ``unasked_a_week``: how much they want at most that they did not ask for; 0: nothing. ``rhythm``: how
    often a note of what can wait.
    """

    unasked_a_week: int | None = None
    hours: Hours | None = None
    rhythm: Rhythm | None = None


class RoundStore(Protocol):
    """Questions that are carried to people, in one workspace: at most one round each."""

    async def of(self, question_id: QuestionId) -> Round | None: ...

    async def put(self, this: Round) -> None:
        """Insert or replace, with its invitations."""

    async def due(self, at: datetime, limit: int) -> list[QuestionId]:
        """Those whose time has come, the earliest first."""

    async def concerning(self, person_id: PersonId) -> list[QuestionId]:
        """Those not over that somebody asks, helps in, or has yet to answer; by id."""

    async def waiting(self) -> list[QuestionId]:
        """Those in which people are asked, or were, and nobody helps yet; by id."""

    async def counts(self) -> Mapping[RoundState, int]:
        """States without a round are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody's invitation, and to which question."""

    question_id: QuestionId
    invitation: Invitation


class InvitationStore(Protocol):
    """The invitations of all rounds, by whom they are for."""

    async def of(self, person_id: PersonId) -> list[Invited]:
        """The earliest first; those that ended too."""


class AvailabilityStore(Protocol):
    """What people said about being asked."""

    async def of(self, people: Collection[PersonId]) -> Mapping[PersonId, Availability]:
        """Who said nothing is missing."""

    async def save(self, person_id: PersonId, own: Availability) -> None: ...

    async def forget(self, person_id: PersonId) -> None:
        """As if they had said nothing."""


class UnaskedStore(Protocol):
    """How much people got in a week that they did not ask for. Weeks count from 1970."""

    async def of(self, people: Collection[PersonId], week: int) -> Mapping[PersonId, int]:
        """Who got nothing is missing."""

    async def add(self, people: Collection[PersonId], week: int) -> None:
        """Count one more for each, and forget earlier weeks."""


class OutcomeStore(Protocol):
    """What came of asking people for help."""

    async def of(self, people: Collection[PersonId], since: datetime) -> Mapping[PersonId, list[Outcome]]:
        """The oldest first; people without any are missing."""

    async def add(self, came: Sequence[Outcome]) -> None:
        """Insert or replace: one of a kind for each person and question."""

    async def forget(self, person_id: PersonId, question_id: QuestionId | None = None) -> None:
        """What came of a question for somebody; None: of all of them."""
