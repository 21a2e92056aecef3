"""What people decided about themselves, in memory."""

from collections.abc import Collection
from datetime import datetime
from operator import attrgetter

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.consent_ports import HiddenTopic
from expertise.consent import Naming, Preferences
from expertise.types import PersonId


class MemoryPreferenceStore:
    """Implements ``bot.consent_ports.PreferenceStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, people: Collection[PersonId]) -> dict[PersonId, Preferences]:
        """Who decided nothing, and was never told, is missing."""
        kept = self._rows.preferences
        return {who: kept[who] for who in people if who in kept}

    async def save(self, person_id: PersonId, own: Preferences) -> None:
        """Insert or replace."""
        await self._journal.hold()
        _must_be_known(self._rows, person_id)
        self._journal.put(self._rows.preferences, person_id, own)

    async def saying(self, naming: Naming) -> frozenset[PersonId]:
        """Everybody who decided this."""
        return frozenset(who for who, own in self._rows.preferences.items() if own.naming is naming)

    async def paused(self, at: datetime) -> frozenset[PersonId]:
        """Everybody whose pause is not over."""
        kept = self._rows.preferences.items()
        return frozenset(who for who, own in kept if own.paused_until and own.paused_until > at)


class MemoryHiddenTopicStore:
    """Implements ``bot.consent_ports.HiddenTopicStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, person_id: PersonId) -> list[HiddenTopic]:
        """By topic."""
        own = (each for each in self._rows.hidden_topics.values() if each.person_id == person_id)
        return sorted(own, key=attrgetter("topic"))

    async def concerning(self, terms: Collection[str]) -> list[HiddenTopic]:
        """Those whose rarest term is among these, by person and topic."""
        found = (each for each in self._rows.hidden_topics.values() if each.terms[0] in terms)
        return sorted(found, key=attrgetter("person_id", "topic"))

    async def hide(self, topic: HiddenTopic) -> None:
        """Insert or replace."""
        await self._journal.hold()
        _must_be_known(self._rows, topic.person_id)
        self._journal.put(self._rows.hidden_topics, (topic.person_id, topic.topic), topic)

    async def show(self, person_id: PersonId, topic: str) -> None:
        """Nothing happens where it is not hidden."""
        await self._journal.hold()
        if (person_id, topic) in self._rows.hidden_topics:
            self._journal.drop(self._rows.hidden_topics, (person_id, topic))


class MemoryNamingStore:
    """Implements ``bot.consent_ports.NamingStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def at_least(self, count: int, week: int) -> frozenset[PersonId]:
        """Everybody who was named so often in that week."""
        kept = self._rows.namings.items()
        return frozenset(who for (when, who), named in kept if when == week and named >= count)

    async def add(self, people: Collection[PersonId], week: int) -> None:
        """Count one more for each, and forget earlier weeks."""
        await self._journal.hold()
        kept = self._rows.namings
        for key in [key for key in kept if key[0] < week]:
            self._journal.drop(kept, key)
        for who in set(people):
            _must_be_known(self._rows, who)
            self._journal.put(kept, (week, who), kept.get((week, who), 0) + 1)


def _must_be_known(rows: Rows, person_id: PersonId) -> None:
    if person_id not in rows.people:
        raise ConflictError("a decision of nobody")
