"""What people decided about themselves, as rows."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from adapters.storage.consent_tables import hidden_topics, namings, preferences
from adapters.storage.session import Session, in_batches
from adapters.storage.times import from_us, to_us
from bot.consent_ports import HiddenTopic
from expertise.consent import Naming, Preferences
from expertise.types import PersonId, WorkspaceId


class SqlPreferenceStore:
    """Implements ``bot.consent_ports.PreferenceStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, people: Collection[PersonId]) -> dict[PersonId, Preferences]:
        """Who decided nothing, and was never told, is missing."""
        table = preferences.c
        own = select(table.person_id, table.naming, table.told_us, table.paused_until_us, table.erased_us)
        found: dict[PersonId, Preferences] = {}
        for batch in in_batches(people):
            statement = own.where(table.workspace_id == self._workspace_id, table.person_id.in_(batch))
            for who, naming, told, paused, erased in await self._session.rows(statement):
                found[who] = Preferences(
                    naming=Naming(naming) if naming else None,
                    told_at=from_us(told),
                    paused_until=from_us(paused),
                    erased_at=from_us(erased),
                )
        return found

    async def save(self, person_id: PersonId, own: Preferences) -> None:
        """Insert or replace."""
        row = {
            "workspace_id": self._workspace_id,
            "person_id": person_id,
            "naming": own.naming.value if own.naming else None,
            "told_us": to_us(own.told_at),
            "paused_until_us": to_us(own.paused_until),
            "erased_us": to_us(own.erased_at),
        }
        await self._session.upsert(preferences, [row])

    async def saying(self, naming: Naming) -> frozenset[PersonId]:
        """Everybody who decided this."""
        table = preferences.c
        statement = select(table.person_id).where(
            table.workspace_id == self._workspace_id, table.naming == naming.value
        )
        return frozenset(await self._session.values(statement))

    async def paused(self, at: datetime) -> frozenset[PersonId]:
        """Everybody whose pause is not over."""
        table = preferences.c
        statement = select(table.person_id).where(
            table.workspace_id == self._workspace_id, table.paused_until_us > to_us(at)
        )
        return frozenset(await self._session.values(statement))


class SqlHiddenTopicStore:
    """Implements ``bot.consent_ports.HiddenTopicStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        table = hidden_topics.c
        columns = select(table.person_id, table.topic, table.terms, table.hidden_us)
        self._all = columns.where(table.workspace_id == workspace_id).order_by(table.person_id, table.topic)

    async def of(self, person_id: PersonId) -> list[HiddenTopic]:
        """By topic."""
        return await self._read([self._all.where(hidden_topics.c.person_id == person_id)])

    async def concerning(self, terms: Collection[str]) -> list[HiddenTopic]:
        """Those whose rarest term is among these, by person and topic."""
        return await self._read(
            [self._all.where(hidden_topics.c.term.in_(each)) for each in in_batches(terms)]
        )

    async def hide(self, topic: HiddenTopic) -> None:
        """Insert or replace."""
        row = {
            "workspace_id": self._workspace_id,
            "person_id": topic.person_id,
            "topic": topic.topic,
            "term": topic.terms[0],
            "terms": json.dumps(topic.terms),
            "hidden_us": to_us(topic.hidden_at),
        }
        await self._session.upsert(hidden_topics, [row])

    async def show(self, person_id: PersonId, topic: str) -> None:
        """Nothing happens where it is not hidden."""
        table = hidden_topics.c
        await self._session.change(
            delete(hidden_topics).where(
                table.workspace_id == self._workspace_id, table.person_id == person_id, table.topic == topic
            )
        )

    async def _read(self, statements: list[Select[Any]]) -> list[HiddenTopic]:
        return [
            HiddenTopic(person_id=who, topic=topic, terms=tuple(json.loads(terms)), hidden_at=from_us(hidden))
            for statement in statements
            for who, topic, terms, hidden in await self._session.rows(statement)
        ]


class SqlNamingStore:
    """Implements ``bot.consent_ports.NamingStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def at_least(self, count: int, week: int) -> frozenset[PersonId]:
        """Everybody who was named so often in that week."""
        table = namings.c
        statement = select(table.person_id).where(
            table.workspace_id == self._workspace_id, table.week == week, table.count >= count
        )
        return frozenset(await self._session.values(statement))

    async def add(self, people: Collection[PersonId], week: int) -> None:
        """Count one more for each, and forget earlier weeks."""
        await self._session.hold()
        table = namings.c
        of_workspace = table.workspace_id == self._workspace_id
        await self._session.change(delete(namings).where(of_workspace, table.week < week))
        known = select(table.person_id, table.count).where(
            of_workspace, table.week == week, table.person_id.in_(list(people))
        )
        counts = dict.fromkeys(people, 0)
        counts |= {row.person_id: row.count for row in await self._session.rows(known)}
        keys = {"workspace_id": self._workspace_id, "week": week}
        rows = [{**keys, "person_id": who, "count": count + 1} for who, count in sorted(counts.items())]
        await self._session.upsert(namings, rows)
