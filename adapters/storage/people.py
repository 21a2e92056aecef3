"""People of one workspace, as rows."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from adapters.storage.prepared import Prepared
from adapters.storage.session import Session, in_batches
from adapters.storage.tables import people
from expertise.types import Person, PersonId, WorkspaceId

_COLUMNS = (
    people.c.id,
    people.c.platform_id,
    people.c.name,
    people.c.handle,
    people.c.title,
    people.c.time_zone,
    people.c.is_bot,
    people.c.has_left,
    people.c.is_outsider,
    people.c.picture,
)
"""In the order in which ``_person_of`` takes them."""

_BY_IDS = Prepared(
    lambda lists: select(*_COLUMNS).where(
        people.c.workspace_id == bindparam("workspace_id"), lists.one_of(people.c.id, "ids")
    )
)
_NAMEABLE = Prepared(
    lambda lists: select(people.c.id).where(
        people.c.workspace_id == bindparam("workspace_id"),
        lists.one_of(people.c.id, "ids"),
        people.c.is_bot.is_(False),
        people.c.has_left.is_(False),
    )
)


class SqlPersonStore:
    """Implements ``bot.ports.PersonStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._all = select(*_COLUMNS).where(people.c.workspace_id == workspace_id)

    async def save(self, people_: Sequence[Person]) -> None:
        """Insert or update by id."""
        await self._session.upsert(people, [_row_of(self._workspace_id, person) for person in people_])

    async def by_ids(self, ids: Collection[PersonId]) -> list[Person]:
        """In the order asked for."""
        found = {}
        for batch in in_batches(ids):
            for row in await self._session.read(_BY_IDS, workspace_id=self._workspace_id, ids=batch):
                found[row[0]] = _person_of(row)
        return [found[person_id] for person_id in dict.fromkeys(ids) if person_id in found]

    async def nameable(self, ids: Collection[PersonId]) -> set[PersonId]:
        """Those who are no bots, and have not left."""
        found: set[PersonId] = set()
        for batch in in_batches(ids):
            rows = await self._session.read(_NAMEABLE, workspace_id=self._workspace_id, ids=batch)
            found.update([row[0] for row in rows])
        return found

    async def by_platform_ids(self, platform_ids: Collection[str]) -> dict[str, Person]:
        """Unknown ones are left out."""
        found = {}
        for batch in in_batches(platform_ids):
            statement = self._all.where(people.c.platform_id.in_(batch)).order_by(people.c.platform_id)
            for row in await self._session.rows(statement):
                found[row.platform_id] = _person_of(row)
        return found

    async def find(self, texts: Collection[str]) -> dict[str, list[Person]]:
        """Compared here, not in SQL: the engines fold case each in their own way, and this is rare."""
        names = select(people.c.id, people.c.platform_id, people.c.handle, people.c.name)
        ids: dict[str, list[PersonId]] = {text.casefold(): [] for text in texts}
        for row in await self._session.rows(names.where(people.c.workspace_id == self._workspace_id)):
            for own in {name.casefold() for name in row[1:]}:
                if own in ids:
                    ids[own].append(row.id)
        found = {p.id: p for p in await self.by_ids({each for own in ids.values() for each in own})}
        return {text: [found[each] for each in sorted(ids[text.casefold()])] for text in texts}

    async def count(self) -> int:
        """People who are not bots."""
        humans = select(func.count()).where(
            people.c.workspace_id == self._workspace_id, people.c.is_bot.is_(False)
        )
        return int(await self._session.value(humans))


def _row_of(workspace_id: WorkspaceId, person: Person) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "id": person.id,
        "platform_id": person.platform_id,
        "name": person.name,
        "handle": person.handle,
        "title": person.title,
        "time_zone": person.time_zone,
        "is_bot": person.is_bot,
        "has_left": person.has_left,
        "is_outsider": person.is_outsider,
        "picture": person.picture,
    }


def _person_of(row: Sequence[Any]) -> Person:
    person_id, platform_id, name, handle, title, time_zone, is_bot, has_left, is_outsider, picture = row
    return Person(
        id=person_id,
        platform_id=platform_id,
        name=name,
        handle=handle,
        title=title,
        time_zone=time_zone,
        is_bot=bool(is_bot),
        has_left=bool(has_left),
        is_outsider=bool(is_outsider),
        picture=picture,
    )
