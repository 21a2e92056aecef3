"""People of one workspace, in memory."""

from collections.abc import Collection, Sequence
from operator import attrgetter

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from expertise.types import Person, PersonId


class MemoryPersonStore:
    """Implements ``bot.ports.PersonStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def save(self, people: Sequence[Person]) -> None:
        """Insert or update by id."""
        await self._journal.hold()
        for person in people:
            self._save(person)

    def _save(self, person: Person) -> None:
        by_platform_id = self._rows.people_by_platform_id
        if by_platform_id.get(person.platform_id, person.id) != person.id:
            raise ConflictError("two people with one platform id")
        before = self._rows.people.get(person.id)
        if before is not None:
            self._journal.drop(by_platform_id, before.platform_id)
        self._journal.put(by_platform_id, person.platform_id, person.id)
        self._journal.put(self._rows.people, person.id, person)

    async def by_ids(self, ids: Collection[PersonId]) -> list[Person]:
        """In the order asked for."""
        people = self._rows.people
        return [people[person_id] for person_id in dict.fromkeys(ids) if person_id in people]

    async def nameable(self, ids: Collection[PersonId]) -> set[PersonId]:
        """Those who are no bots, and have not left."""
        return {person.id for person in await self.by_ids(ids) if not (person.is_bot or person.has_left)}

    async def by_platform_ids(self, platform_ids: Collection[str]) -> dict[str, Person]:
        """Unknown ones are left out."""
        known = self._rows.people_by_platform_id
        return {each: self._rows.people[known[each]] for each in sorted(set(platform_ids)) if each in known}

    async def find(self, texts: Collection[str]) -> dict[str, list[Person]]:
        """By platform id, handle or name, ignoring case; ordered by id."""
        found: dict[str, list[Person]] = {text.casefold(): [] for text in texts}
        for person in sorted(self._rows.people.values(), key=attrgetter("id")):
            for own in {name.casefold() for name in (person.platform_id, person.handle, person.name)}:
                if own in found:
                    found[own].append(person)
        return {text: found[text.casefold()] for text in texts}

    async def count(self) -> int:
        """People who are not bots."""
        return sum(not person.is_bot for person in self._rows.people.values())
