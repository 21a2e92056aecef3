"""Records of the chat bot: what came in, what goes out, what was asked and what was shown for it.

Channels and times of messages are the platform's own ids here, for much of it happens where no
channel of ours is: in conversations with the bot, on home pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.incoming import Via
from expertise.types import MessageTs, PersonId, WorkspaceId

QuestionId = NewType("QuestionId", str)
"""A UUIDv7: later questions sort later."""


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    IGNORED = "ignored"  # it was nothing for us
    FAILED = "failed"  # tried as often as it may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A delivery as a row. ``sequence`` is the order of arrival; not to be tried before ``due_at``.

    ``body`` is the JSON that came, None once it is purged. ``is_urgent``: it goes before talk.
    """

    sequence: int
    event_id: str
    kind: str
    lane: str
    body: str | None
    received_at: datetime
    state: InboxState = InboxState.NEW
    attempts: int = 0
    due_at: datetime | None = None
    handled_at: datetime | None = None
    is_urgent: bool = False


class OutgoingKind(StrEnum):
    REPLY = "reply"  # a message in a channel or thread
    PRIVATE = "private"  # seen by one person in a channel
    DIRECT = "dm"  # a message in the conversation with the bot
    INVITATION = "invitation"  # asks somebody to help
    WEEKLY = "weekly"  # somebody's weekly note
    TOGETHER = "together"  # a message in a conversation of several, and the bot
    HOME = "home"  # somebody's home page: the last one counts
    UPDATE = "update"  # puts something in place of a message of ours: the last one counts
    REMOVAL = "removal"  # takes a message of ours away

    @property
    def may_repeat(self) -> bool:
        """Whether doing it twice shows what doing it once shows."""
        return self in (OutgoingKind.HOME, OutgoingKind.UPDATE, OutgoingKind.REMOVAL)

    @property
    def is_said_at_most_once(self) -> bool:
        """Whether silence is better than saying it twice; the others are said at least once."""
        return self in (OutgoingKind.INVITATION, OutgoingKind.WEEKLY)


class OutgoingState(StrEnum):
    INTENDED = "intended"
    SENDING = "sending"  # perhaps on the platform
    SENT = "sent"
    FAILED = "failed"  # refused, for good
    UNKNOWN = "unknown"  # perhaps on the platform, and cannot be looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What the bot says, once per ``key`` in its workspace. ``payload`` is JSON, None once purged.

    ``ts`` is the platform's id of what was sent, ``target_ts`` of what an update puts it in place of,
    or a removal takes away; ``target_key`` names that where it may not be said yet.
    ``recipient`` is a person's platform id; of ``TOGETHER``, several with commas.
    ``sender`` is the process that sends it, by its stable id.
    """

    key: str
    kind: OutgoingKind
    payload: str | None
    intended_at: datetime
    channel: str | None = None
    thread_ts: MessageTs | None = None
    recipient: str | None = None
    target_ts: MessageTs | None = None
    target_key: str | None = None
    state: OutgoingState = OutgoingState.INTENDED
    sender: str | None = None
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    attempts: int = 0
    ts: MessageTs | None = None
    error: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in (OutgoingState.INTENDED, OutgoingState.SENDING)


class QuestionState(StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"
    NOBODY = "nobody"  # nobody stood out
    WITHDRAWN = "withdrawn"  # the message that asked was deleted before there was an answer
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was put. ``text`` is None once it is erased.

    ``follows`` is the question that it wants more people for than were shown.
    """

    id: QuestionId
    asker: PersonId
    text: str | None
    via: Via
    asked_at: datetime
    channel: str | None = None
    thread_ts: MessageTs | None = None
    ts: MessageTs | None = None
    state: QuestionState = QuestionState.RECEIVED
    is_private: bool = False
    follows: QuestionId | None = None
    reply_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line of the ranking that the asker saw; the first position is 1."""

    person_id: PersonId
    position: int
    is_named: bool


class Verdict(StrEnum):
    HELPED = "helped"
    NOT_THESE = "not_these"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What somebody said of the answer to a question; the last word counts."""

    question_id: QuestionId
    person_id: PersonId
    verdict: Verdict
    said_at: datetime


class MutedKind(StrEnum):
    THREAD = "thread"
    CHANNEL = "channel"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """Where, or towards whom, the bot says nothing unasked."""

    kind: MutedKind
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How much there is of what, and since when the oldest event waits. States without a row are missing.

    ``oldest_unindexed``: when the oldest of what cannot be found yet was said; while a past is read back,
    that is long ago.
    """

    inbox: Mapping[InboxState, int]
    oldest_waiting: datetime | None
    outgoing: Mapping[OutgoingState, int]
    questions: Mapping[QuestionState, int]
    oldest_unindexed: datetime | None = None


ANSWER_QUESTION = "answer_question"
"""The name of the job that answers a question; its subject is the question's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that survives a crash: the name of what to do, and the id of what to do it with. Never text."""

    name: str
    workspace_id: WorkspaceId
    subject: str

    @property
    def id(self) -> str:
        """The same work has the same id, and is done once."""
        return f"{self.name}:{self.workspace_id}:{self.subject}"
