"""The words of the field, as values: no input, no output.

What a ranking makes by the hundreds is a named tuple: a frozen dataclass takes five times as long to make.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from expertise.confidence import Calibration
from index.types import PUBLIC, Partition, PassageId, Vectors

WorkspaceId = NewType("WorkspaceId", str)
PersonId = NewType("PersonId", str)
ChannelId = NewType("ChannelId", str)
MessageTs = NewType("MessageTs", str)
"""A message's platform id within its channel. Text, never a float: it is an identity."""


class ChannelKind(StrEnum):
    PUBLIC = "public"
    SHARED = "shared"  # open to everyone here, but outsiders are in it
    PRIVATE = "private"
    GROUP = "group"  # a direct message of several
    DIRECT = "direct"


class MessageKind(StrEnum):
    PERSON = "person"
    BOT = "bot"
    SYSTEM = "system"
    TOMBSTONE = (
        "tombstone"  # deleted: only that it was stays, for its replies, and so that it does not come back
    )


class Role(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    TOLD = "told"  # said without being asked, and nobody replied


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of the workspace. An outsider is a guest, or from another company."""

    id: PersonId
    platform_id: str
    name: str
    handle: str = ""
    title: str = ""
    time_zone: str = ""
    is_bot: bool = False
    has_left: bool = False
    is_outsider: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A place where people talk."""

    id: ChannelId
    platform_id: str
    name: str
    kind: ChannelKind
    purpose: str = ""
    is_archived: bool = False

    @property
    def partition(self) -> Partition:
        """All public channels share one partition; every other channel is its own."""
        return PUBLIC if self.kind is ChannelKind.PUBLIC else Partition(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. ``thread_ts`` is its thread's first message, or None outside threads."""

    channel_id: ChannelId
    ts: MessageTs
    at: datetime
    author_id: PersonId | None
    text: str
    thread_ts: MessageTs | None = None
    kind: MessageKind = MessageKind.PERSON
    edited_at: datetime | None = None

    @property
    def key(self) -> tuple[ChannelId, MessageTs]:
        """What names it within the workspace."""
        return self.channel_id, self.ts


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread, or a stretch of unthreaded talk: messages in time order, first one named by ``ts``."""

    channel_id: ChannelId
    ts: MessageTs
    messages: tuple[Message, ...]


class Speaker(NamedTuple):
    """One person's part in a passage, with the message to link to (the longest one)."""

    person_id: PersonId
    role: Role
    characters: int
    ts: MessageTs


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageHead:
    """A passage without its words: where it stands, and who spoke in it. Rankings are made of these."""

    id: PassageId = PassageId(0)
    channel_id: ChannelId
    thread_ts: MessageTs
    ended_at: datetime
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(PassageHead):
    """The unit embedded: a stretch of one thread that the model can read whole."""

    ordinal: int
    text: str
    language: str
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A topic that somebody says they know, in their own words. Public within the workspace.

    ``vector`` is what a model made of it, or None while none has read it; it is no part of its identity.
    """

    person_id: PersonId
    topic: str
    declared_at: datetime
    vector: Vectors | None = field(default=None, compare=False, repr=False)


def folded(topic: str) -> str:
    """What makes two topics the same: white space and case do not matter."""
    return " ".join(topic.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What may shape a reply, and who may be suggested in it. Decided before any search.

    ``unnamed`` are left out; where ``only`` is given, so is everybody else than these.
    """

    partitions: frozenset[Partition]
    unnamed: frozenset[PersonId] = frozenset()
    only: frozenset[PersonId] | None = None

    @property
    def is_among_colleagues(self) -> bool:
        """Whether all readers may read what is public here.

        Where one may not (an outsider), neither may what is public count, nor what is made of it: how rare
        words are, learned weights, declared topics, whose turn it is, who was named often enough.
        """
        return PUBLIC in self.partitions

    @property
    def suggests_all(self) -> bool:
        """Whether anybody may be a candidate."""
        return not self.unnamed and self.only is None

    def may_suggest(self, person_id: PersonId) -> bool:
        """Whether consent lets this person be a candidate."""
        return person_id not in self.unnamed and (self.only is None or person_id in self.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Somebody's need, as the matcher sees it.

    ``thread_ts`` is the thread of the channel that it is asked in: what it says is the question.
    """

    text: str
    asked_at: datetime
    scope: Scope
    asker_id: PersonId | None = None
    channel_id: ChannelId | None = None
    thread_ts: MessageTs | None = None

    def is_asked_in(self, channel_id: ChannelId, thread_ts: MessageTs) -> bool:
        """Whether that thread is the one it is asked in, which is no answer to it."""
        return self.thread_ts is not None and (channel_id, thread_ts) == (self.channel_id, self.thread_ts)


class Signal(StrEnum):
    """What speaks for a person."""

    WORDS = "words"  # answered, or told, in passages with the question's words
    MEANING = "meaning"  # the same in passages near in meaning
    LEARNING = "learning"  # asked about it: has lately had to learn it
    HERE = "here"  # answers where such things are discussed
    ANYWHERE = "anywhere"  # answers anywhere; against whoever answers everything
    LATELY = "lately"  # has answered in the last weeks
    TIES = "ties"  # has talked with the asker
    DECLARED = "declared"  # says that they know it


class Evidence(NamedTuple):
    """A hit tied to a person: what they asked or answered, where and when. A link, not a copy.

    ``words`` and ``meaning`` are its votes, 0..1, fallen with age. ``is_close``: near enough to the
    question to be shown as a reason; the rest only votes.
    """

    person_id: PersonId
    passage: PassageHead
    role: Role
    ts: MessageTs
    words: float
    meaning: float
    is_close: bool

    @property
    def weight(self) -> float:
        """Both votes together: which evidence to show first."""
        return self.words + self.meaning


class Activity(NamedTuple):
    """How often someone has lately been answering, as decayed counts of threads.

    ``here`` is in the question's channel, ``anywhere`` in the whole scope; ``lately`` is also in the
    whole scope, and forgets sooner.
    """

    here: float = 0.0
    anywhere: float = 0.0
    lately: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person being scored. ``signals`` are log shares, 0 where a signal is empty.

    ``reasons`` are the signals that put the person there, the strongest first. ``knows`` are the topics
    near the question that they have declared, the nearest first; ``member_of`` the public channels about it
    that they are in, told only where nobody can be shown for more.
    """

    person: Person
    score: float
    evidence: tuple[Evidence, ...]
    activity: Activity = field(default_factory=Activity)
    signals: Mapping[Signal, float] = field(default_factory=dict)
    reasons: tuple[Signal, ...] = ()
    knows: tuple[str, ...] = ()
    member_of: tuple[ChannelId, ...] = ()

    @property
    def can_be_shown(self) -> bool:
        """Whether there is something to show why: words of theirs near the question, or a topic."""
        return bool(self.knows) or any(evidence.is_close for evidence in self.evidence)


class PastThread(NamedTuple):
    """A thread of a hit. ``is_close``: near enough to the question to be shown."""

    channel_id: ChannelId
    ts: MessageTs
    passage: PassageHead
    score: float
    is_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Promising:
    """A past thread that may be shown unasked: its best passage, and the chance that it helps, 0..1."""

    channel_id: ChannelId
    ts: MessageTs
    passage: PassageHead
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Ordered candidates for one question, best first.

    ``candidates`` are the best hundred, and of the others those whose own words are close to the
    question: nobody else is looked at. ``utilities`` are everybody's scores, best first.
    ``stands_out`` is False when the evidence does not carry a suggestion: then candidates
    are kept for evaluation, and nobody is named. ``ask_in`` is where such things are discussed.
    ``confidence`` is the calibrated probability that one of the first three would help, ``answers`` the
    one that the first thread does, where somebody could have pointed to one at all. ``promising`` is the
    thread that may be shown unasked. ``calibration`` is the one it was made with.
    """

    candidates: tuple[Candidate, ...]
    threads: tuple[PastThread, ...]
    stands_out: bool
    ask_in: ChannelId | None
    confidence: float = 0.0
    answers: float = 0.0
    promising: Promising | None = None
    utilities: Mapping[PersonId, float] = field(default_factory=dict)
    calibration: Calibration = field(default_factory=Calibration)
