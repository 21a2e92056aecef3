"""Knowledge cards: what a solved thread leaves behind, in the words of those who wrote in it.

A card belongs to its authors. It is readable where its thread is, and beyond only once each of them said yes.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from expertise.types import ChannelId, MessageTs, PersonId, Role, folded
from index.types import Vectors

CardId = NewType("CardId", str)
"""Made of the thread, or of the line of a list: the same card whenever it is made again."""

LONGEST_TITLE, LONGEST_TOPIC, MOST_TOPICS = 120, 40, 8
LONGEST_PART = 1_000
"""Characters of what one author wrote in one place."""

MOST_PARTS = 12
"""Beyond, it is no card any more."""


class CardState(StrEnum):
    DRAFT = "draft"  # seen by whoever makes it, and nobody else
    KEPT = "kept"
    WITHDRAWN = "withdrawn"  # an author took it back, or nothing is left of it


class Leave(StrEnum):
    """What an author says to a card being read beyond its channel."""

    UNASKED = "unasked"
    ASKED = "asked"
    YES = "yes"
    NO = "no"
    OUT = "out"  # they took their words out, and want none in it


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPart:
    """Words of one author. ``ts`` is the message that they stand in; None: they were written for the card.

    ``is_changed``: the message says something else by now, so that they are shown to nobody.
    """

    author: PersonId
    role: Role
    text: str = field(repr=False)
    ts: MessageTs | None = None
    is_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody whose words are in it. ``told_at``: when they heard of it."""

    person_id: PersonId
    leave: Leave = Leave.UNASKED
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card. ``channel_id`` and ``thread_ts`` are its thread; None: it was brought in from outside.

    ``confirmed_at`` is when somebody last said that it holds: making it says so. ``titled_by`` is whose
    words the title is, ``title_ts`` the message that it stands in. ``source`` is where one that was
    brought in comes from, in an operator's words. ``vector`` is no part of what it is.
    """

    id: CardId
    title: str
    parts: tuple[CardPart, ...]
    authors: tuple[Author, ...]
    made_by: PersonId | None
    made_at: datetime
    confirmed_at: datetime
    confirmed_by: PersonId | None = None
    titled_by: PersonId | None = None
    title_ts: MessageTs | None = None
    topics: tuple[str, ...] = ()
    channel_id: ChannelId | None = None
    thread_ts: MessageTs | None = None
    source: str = ""
    state: CardState = CardState.DRAFT
    vector: Vectors | None = field(default=None, compare=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether everybody whose words are in it agreed to have it read beyond its channel."""
        said = {each.person_id: each.leave for each in self.authors}
        return all(said.get(who) is Leave.YES for who in self.writers)

    @property
    def writers(self) -> tuple[PersonId, ...]:
        """Whose words are in it, each once, in the order of the card."""
        return tuple(dict.fromkeys(part.author for part in self.parts))

    @property
    def shown(self) -> tuple[CardPart, ...]:
        """What others may see of it."""
        return tuple(part for part in self.parts if not part.is_changed)

    @property
    def is_whole(self) -> bool:
        """Whether something in it still answers."""
        return any(part.role is not Role.ASKED for part in self.shown)

    @property
    def out(self) -> tuple[PersonId, ...]:
        """Who took their words out."""
        return tuple(each.person_id for each in self.authors if each.leave is Leave.OUT)

    def is_author(self, person_id: PersonId) -> bool:
        """Whether words of theirs are in it; of one that was brought in, whether they are named with it."""
        own = self.author(person_id)
        is_named = self.channel_id is None and own is not None and own.leave is not Leave.OUT
        return is_named or person_id in self.writers

    def author(self, person_id: PersonId) -> Author | None:
        """What somebody said as an author; None where they never were one."""
        return next((each for each in self.authors if each.person_id == person_id), None)

    def with_author(self, own: Author) -> "Card":
        """With what an author said, or with one more."""
        others = {each.person_id: each for each in self.authors}
        return replace(self, authors=tuple((others | {own.person_id: own}).values()))

    def with_parts(self, parts: "tuple[CardPart, ...]") -> "Card":
        """With these words; withdrawn, and without any, where none of them answers."""
        if not any(part.role is not Role.ASKED for part in parts):
            return self.withdrawn()
        left = {part.author for part in parts}
        is_from_outside = self.channel_id is None
        authors = (
            each
            for each in self.authors
            if is_from_outside or each.person_id in left or each.leave is Leave.OUT
        )
        return replace(self, parts=parts, authors=tuple(authors))

    def withdrawn(self) -> "Card":
        """Of its words nothing stays; only who wants none in it."""
        return replace(
            self,
            state=CardState.WITHDRAWN,
            title="",
            topics=(),
            parts=(),
            titled_by=None,
            title_ts=None,
            authors=tuple(Author(person_id=each, leave=Leave.OUT, told_at=self.made_at) for each in self.out),
        )


class What(StrEnum):
    """What happened to a card."""

    MADE = "made"
    KEPT = "kept"
    EDITED = "edited"
    ADDED = "added"  # a proposal was accepted
    LEFT_OUT = "left-out"  # somebody took their words out
    FOLLOWED = "followed"  # the message that it quotes was changed or deleted
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A card as it was from then on. ``by`` is None where nobody did it."""

    card_id: CardId
    number: int
    at: datetime
    what: What
    by: PersonId | None
    title: str
    topics: tuple[str, ...]
    parts: tuple[CardPart, ...]
    titled_by: PersonId | None = None


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


ProposalId = NewType("ProposalId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Words that somebody would add to a card: an author decides, and then they are one too."""

    id: ProposalId
    card_id: CardId
    person_id: PersonId
    text: str = field(repr=False)
    at: datetime
    state: ProposalState = ProposalState.OPEN


def tidy_topics(said: str | Collection[str]) -> tuple[str, ...]:
    """Topics as they are kept: each once, short, and not too many."""
    each = said.split(",") if isinstance(said, str) else said
    words = (" ".join(one.split())[:LONGEST_TOPIC].strip() for one in each)
    return tuple({folded(word): word for word in words if word}.values())[:MOST_TOPICS]
