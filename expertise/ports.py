"""What the matcher needs from outside, as it wishes to have it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from expertise.types import Activity, ChannelId, PassageHead, Person, PersonId
from index.short_texts import Covered, ShortTexts
from index.types import Hit, Partition, PassageId, Vectors

T = TypeVar("T")

Detect = Callable[[str], str]
"""The language of a text: an ISO 639-1 code, or ``und``."""


class Aside(Protocol):
    """Does what takes the processor long: at once, or beside an event loop that must not wait."""

    async def __call__(self, work: Callable[[], T]) -> T: ...


async def at_once(work: Callable[[], T]) -> T:
    """The plain way, for those who have nothing else to do."""
    return work()


class PassageSearch(Protocol):
    """Search within an allowed set of partitions; nothing outside it can shape the outcome."""

    def by_meaning(self, vector: Vectors, partitions: Collection[Partition], k: int) -> list[Hit]:
        """The ``k`` nearest by cosine, best first, ties by id. ``vector`` has shape (dimension,)."""

    def by_words(self, text: str, partitions: Collection[Partition], k: int) -> list[Hit]:
        """The ``k`` best by BM25, ties by id.

        Term statistics are the public partition's, or without it those of the largest one.
        """

    def coverage(self, text: str, passage_text: str, partitions: Collection[Partition]) -> float:
        """Share of the query's weight in rare words that the passage contains, 0..1; as ``by_words``."""

    def covered(self, texts: ShortTexts, question: str) -> Covered:
        """How a question covers each of many short texts, weighted by public idf."""


class EvidenceStore(Protocol):
    """Passages by id, their words apart, which few are asked for; those that are gone are left out."""

    async def heads(self, ids: Sequence[PassageId]) -> list[PassageHead]:
        """In the order asked for."""

    async def texts(self, ids: Sequence[PassageId]) -> Mapping[PassageId, str]: ...


class ActivityStore(Protocol):
    """Decayed counts of answered threads, summed over a scope."""

    async def around(
        self,
        people: Collection[PersonId],
        partitions: Collection[Partition],
        channels: Sequence[ChannelId | None],
        at: datetime,
        limit: int,
    ) -> dict[ChannelId | None, dict[PersonId, Activity]]:
        """By channel, in the order given: the activity there of all who are known by then.

        Known are these people, the ``limit`` most active anywhere in the scope, and those most active
        in this channel and the ones before it. Missing ones have none. None is no channel.
        """


class TieStore(Protocol):
    """Who works with whom, as far as the scope allows to see."""

    async def beside(self, person_id: PersonId, limit: int) -> list[tuple[PersonId, datetime]]:
        """The others in the person's ``limit`` latest threads: each once a thread, when they last wrote."""


class PersonStore(Protocol):
    """People by id; unknown ids are left out."""

    async def by_ids(self, ids: Collection[PersonId]) -> list[Person]:
        """In the order asked for."""

    async def nameable(self, ids: Collection[PersonId]) -> set[PersonId]:
        """Those who are no bots, and have not left."""
