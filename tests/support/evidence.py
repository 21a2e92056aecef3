"""The matcher over plain dicts: its ports, and a world to ask in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from expertise.declared import Topics
from expertise.matcher import Matcher, Settings
from expertise.ports import Detect
from expertise.types import (
    Activity,
    ChannelId,
    Declared,
    Passage,
    PassageHead,
    Person,
    PersonId,
    Question,
    Ranking,
    Scope,
)
from index.types import PUBLIC, Entry, Partition, PassageId
from tests.support.builders import channel_id, minute, person_id
from tests.support.models import WordEmbedder, detect
from tests.support.search import MemorySearch, entries


class PassageRows:
    """An ``EvidenceStore``."""

    def __init__(self, passages: Collection[Passage]) -> None:
        self._passages = {passage.id: passage for passage in passages}

    async def heads(self, ids: Sequence[PassageId]) -> list[PassageHead]:
        return [self._passages[number] for number in ids if number in self._passages]

    async def texts(self, ids: Sequence[PassageId]) -> dict[PassageId, str]:
        return {number: self._passages[number].text for number in ids if number in self._passages}


class ActivityRows:
    """An ``ActivityStore`` that says what it was told, whatever the scope."""

    def __init__(self, activity: Mapping[PersonId, Activity]) -> None:
        self._activity = activity

    async def around(
        self,
        people: Collection[PersonId],
        partitions: Collection[Partition],
        channels: Sequence[ChannelId | None],
        at: datetime,
        limit: int,
    ) -> dict[ChannelId | None, dict[PersonId, Activity]]:
        order = sorted(self._activity, key=lambda who: (-self._activity[who].anywhere, who))
        known = {*order[:limit], *people}
        return {channel: {who: self._activity[who] for who in order if who in known} for channel in channels}


class TieRows:
    """A ``TieStore`` that says the same of everyone."""

    def __init__(self, beside: Sequence[tuple[PersonId, datetime]]) -> None:
        self._beside = beside

    async def beside(self, person_id: PersonId, limit: int) -> list[tuple[PersonId, datetime]]:
        return sorted(self._beside)[:limit]


class PersonRows:
    """A ``PersonStore``."""

    def __init__(self, people: Collection[Person]) -> None:
        self._people = {person.id: person for person in people}

    async def by_ids(self, ids: Collection[PersonId]) -> list[Person]:
        return [self._people[who] for who in ids if who in self._people]

    async def nameable(self, ids: Collection[PersonId]) -> set[PersonId]:
        return {p.id for p in await self.by_ids(ids) if not (p.is_bot or p.has_left)}


@dataclass(kw_only=True)
class World:
    """Passages by partition, people, and who is active; small and all in memory."""

    passages: Mapping[Partition, Sequence[Passage]]
    people: Sequence[Person]
    activity: Mapping[PersonId, Activity] = field(default_factory=dict)
    ties: Sequence[tuple[PersonId, datetime]] = ()
    declared: Sequence[Declared] = ()
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    settings: Settings = field(default_factory=Settings)
    detect: Detect = detect

    def __post_init__(self) -> None:
        self.search = MemorySearch(
            {partition: self._entries(own) for partition, own in self.passages.items()}
        )

    async def rank(
        self,
        text: str,
        *,
        asker: str | None = None,
        in_channel: str | None = None,
        unnamed: Collection[str] = (),
        partitions: Collection[Partition] = (PUBLIC,),
        with_people: bool = True,
    ) -> Ranking:
        """What the matcher says, an hour after the start; without people, what it recalls."""
        matcher = Matcher(
            embedder=self.embedder,
            detect=self.detect,
            search=self.search,
            evidence=PassageRows([p for own in self.passages.values() for p in own]),
            activity=ActivityRows(self.activity),
            ties=TieRows(self.ties),
            people=PersonRows(self.people),
            settings=self.settings,
        )
        scope = Scope(partitions=frozenset(partitions), unnamed=frozenset(map(person_id, unnamed)))
        question = Question(
            text=text,
            asked_at=minute(60),
            scope=scope,
            asker_id=person_id(asker) if asker else None,
            channel_id=channel_id(in_channel) if in_channel else None,
        )
        if not with_people:
            return await matcher.recall(question)
        return await matcher.rank(question, Topics(self.declared) if self.declared else None)

    def _entries(self, passages: Sequence[Passage]) -> list[Entry]:
        return entries(self.embedder, {passage.id: passage.text for passage in passages})


def names(ranking: Ranking) -> list[str]:
    """Who, best first."""
    return [candidate.person.handle for candidate in ranking.candidates]


def scores(ranking: Ranking) -> dict[str, float]:
    """Scores by handle, in order."""
    return {candidate.person.handle: candidate.score for candidate in ranking.candidates}
