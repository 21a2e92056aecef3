"""What the chat bot needs from outside, beside ``ports.py``: its rows, the platform, durable work."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.chat_types import (
    Event,
    Feedback,
    InboxState,
    Job,
    Muted,
    Outgoing,
    OutgoingState,
    Question,
    QuestionId,
    QuestionState,
    Shown,
    Standing,
)
from bot.incoming import Envelope
from expertise.types import MessageTs, PersonId, WorkspaceId


class InboxStore(Protocol):
    """Deliveries to one workspace, each kept once.

    Its changes, like those of ``OutgoingStore``, wait for no other writer where the database allows.
    """

    async def add(self, envelopes: Sequence[Envelope]) -> frozenset[str]:
        """Keep those that are new, in this order; their event ids."""

    async def next(self, limit: int, without: Collection[str] = ()) -> list[Event]:
        """New events in the order of arrival, those of some lanes left out."""

    async def urgent(self, limit: int, without: Collection[str] = ()) -> list[Event]:
        """Of the new events those that go before talk, as ``next`` gives them."""

    async def take(self, sequence: int, at: datetime) -> bool:
        """Mark a new event as done, as part of handling it; False where somebody else did."""

    async def mark(
        self, sequence: int, state: InboxState, *, attempts: int, at: datetime, due_at: datetime | None = None
    ) -> None:
        """Set what became of an event; ``due_at`` is for one that stays new."""


class OutgoingStore(Protocol):
    """What the bot says in one workspace."""

    async def add(self, message: Outgoing) -> bool:
        """Keep it as intended; False, and nothing happens, where its key is there already."""

    async def get(self, key: str) -> Outgoing | None: ...

    async def unsettled(self, sender: str) -> list[Outgoing]:
        """What is intended, and what this sender is sending; in the order of (intended, key)."""

    async def claim(self, key: str, sender: str, at: datetime) -> bool:
        """Begin an attempt: of an intended one, or again of one that this sender is sending.

        False, and nothing happens, where another sender is at it or it is settled.
        """

    async def settle(
        self,
        key: str,
        state: OutgoingState,
        at: datetime,
        *,
        ts: MessageTs | None = None,
        error: str | None = None,
    ) -> None:
        """Set what became of an attempt. INTENDED: it certainly was not said."""


class QuestionStore(Protocol):
    """Questions of one workspace."""

    async def add(self, question: Question) -> None: ...

    async def by_id(self, question_id: QuestionId) -> Question | None: ...

    async def close(self, question_id: QuestionId, state: QuestionState, lines: Sequence[Shown] = ()) -> None:
        """Set the state, and make these what was shown: the same again changes nothing."""

    async def shown(self, question_id: QuestionId) -> list[Shown]:
        """By position."""

    async def asked_by(self, person_id: PersonId) -> list[QuestionId]:
        """The oldest first."""


class FeedbackStore(Protocol):
    """What people said of answers in one workspace."""

    async def put(self, said: Feedback) -> None:
        """Insert, or replace what the same person said of it before."""

    async def of(self, question_id: QuestionId) -> Sequence[Feedback]:
        """By person."""


class MutedStore(Protocol):
    """Where, or towards whom, the bot says nothing unasked."""

    async def add(self, subject: Muted) -> None: ...

    async def remove(self, subject: Muted) -> None: ...

    async def any_of(self, subjects: Collection[Muted]) -> bool:
        """Whether one of these is muted."""


class Upkeep(Protocol):
    """The rows of the chat bot as a whole."""

    async def standing(self) -> Standing: ...

    async def purge(self, before: datetime) -> int:
        """Forget what was in deliveries and messages that were finished and came before; how many rows.

        Their rows stay, without it: they keep things from happening twice. Of people who have said nothing
        to the bot since then, where their own conversation with it is goes too; so do drafts of cards.
        """

    async def erase_questions(self, ids: Collection[QuestionId]) -> None:
        """Forget the texts of these questions, and where their private answers went."""


class ChatPlatform(Protocol):
    """Says things on a platform. Raises the ``ChatError``s of ``errors.py``.

    ``UnreachableError``, and whatever else it raises, leaves open whether something was said;
    ``RateLimitedError`` and ``RefusedError`` mean that it was not.
    """

    async def send(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Say it, with its key where the platform keeps one; the platform's id of it, if it has one."""

    async def update(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> None:
        """Put it in place of what it targets; a removal leaves nothing there."""

    async def find(self, workspace_id: WorkspaceId, outgoing: Outgoing) -> MessageTs | None:
        """Look for what carries its key; None: it is not there.

        Raises ``NotFindableError`` where the platform cannot tell.
        """


class Jobs(Protocol):
    """Work that is done once, also when the process is killed in between."""

    async def start(self, job: Job) -> None:
        """Do it now; nothing happens where a job of that id has been started before."""

    async def at(self, when: datetime, job: Job) -> None:
        """Do it then, or as soon as possible where that is past; once per id, as ``start``."""


class OwedStore(Protocol):
    """The jobs that one workspace owes."""

    async def add(self, job: Job, at: datetime) -> None:
        """Once more does no harm."""

    async def before(self, until: datetime) -> list[Job]:
        """Those owed up to then, by (name, subject)."""

    async def settle(self, jobs: Sequence[Job]) -> None:
        """They have been started. Nothing happens where they are not owed."""
