"""What there is about a topic: sides of Kenner that have something near it, and how they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.views import Entry
from bot.weekly_types import Reader
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing about a topic, as one reader may see it; ``about`` tells it from others: "question 0123"."""

    entry: Entry
    about: str


class TopicSource(Protocol):
    """One side of Kenner with things that topics are about: what was solved, what is open, cards, notes.

    ``name`` is kept in rows: it stays as it is. ``heading`` stands above its things on a topic's page.
    """

    name: str
    heading: str

    async def near(
        self, desk: Desk, topics: Sequence[str], since: datetime | None, until: datetime
    ) -> Mapping[str, Sequence[str]]:
        """By topic, ids of what is near it and came between these; whoever may read it.

        ``since`` None: as far back as it is worth looking, which each source bounds. Outside any transaction.
        How near one thing is must not depend on any other that not everybody reads: see ``bot.topics_near``.
        Raises IndexMissingError where nothing can be looked for yet.
        """

    async def things(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, ids: Sequence[str]
    ) -> Sequence[Thing]:
        """What of these may be told to the reader now, in the order in which it is to be told.

        Scope and consent first: what is not theirs to read leaves no trace.
        """


Sources = Sequence[TopicSource]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLook:
    """What was found for somebody who looks at a topic, whoever may read it: ids, with whose they are.

    ``knowers`` are those who declared it, or topics near it, with these.
    """

    topic: str
    found: Sequence[tuple[TopicSource, Sequence[str]]] = ()
    knowers: Mapping[PersonId, Sequence[str]] = field(default_factory=dict)
