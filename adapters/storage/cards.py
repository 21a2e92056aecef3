"""Knowledge cards as rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, update

from adapters.storage.card_tables import card_authors, cards
from adapters.storage.keys import is_key
from adapters.storage.session import Session
from adapters.storage.tables import workspaces
from adapters.storage.times import from_us, to_us
from adapters.storage.vectors import STORED
from bot.card_ports import CardRows
from bot.card_types import Author, Card, CardId, CardPart, CardState, Leave
from expertise.types import ChannelId, MessageTs, PersonId, Role, WorkspaceId
from index.types import Vectors


class SqlCardStore:
    """Implements ``bot.card_ports.CardStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, card_id: CardId) -> Card | None:
        """Without its vector."""
        return await self._one(cards.c.id == card_id) if is_key(card_id) else None

    async def of_thread(self, channel_id: ChannelId, thread_ts: MessageTs) -> Card | None:
        """None where nothing was kept of it."""
        return await self._one(cards.c.channel_id == channel_id, cards.c.thread_ts == thread_ts)

    async def put(self, card: Card) -> None:
        """Insert or replace, with its authors."""
        keys = {"workspace_id": self._workspace_id}
        own = card_authors.c.workspace_id == self._workspace_id, card_authors.c.card_id == card.id
        await self._session.upsert(cards, [keys | {"id": card.id} | _row_of(card)])
        await self._session.change(delete(card_authors).where(*own))
        rows = [_row_of_author(place, each) for place, each in enumerate(card.authors)]
        await self._session.insert(card_authors, [keys | {"card_id": card.id} | row for row in rows])
        await _count_change(self._session, self._workspace_id)

    async def with_author(self, person_id: PersonId) -> list[Card]:
        """The latest first; no withdrawn ones."""
        wrote = select(card_authors.c.card_id).where(
            card_authors.c.workspace_id == self._workspace_id, card_authors.c.person_id == person_id
        )
        theirs = or_(cards.c.id.in_(wrote), cards.c.made_by == person_id)
        found = self._wanted(theirs, cards.c.state != CardState.WITHDRAWN.value)
        return await self._cards(found.order_by(cards.c.made_us.desc(), cards.c.id))

    async def of_channel(self, channel_id: ChannelId) -> list[Card]:
        """By id."""
        return await self._cards(self._wanted(cards.c.channel_id == channel_id).order_by(cards.c.id))

    async def _one(self, *which: ColumnElement[bool]) -> Card | None:
        return next(iter(await self._cards(self._wanted(*which))), None)

    def _wanted(self, *which: ColumnElement[bool]) -> Select[Any]:
        return select(cards).where(cards.c.workspace_id == self._workspace_id, *which)

    async def _cards(self, statement: Select[Any]) -> list[Card]:
        rows = await self._session.rows(statement)
        authors = await _authors(self._session, self._workspace_id, [row.id for row in rows])
        return [_card_of(row, authors.get(row.id, ()), None) for row in rows]


class SqlCardShelf:
    """Implements ``bot.card_ports.CardShelf``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._kept = cards.c.workspace_id == workspace_id, cards.c.state == CardState.KEPT.value

    async def changed(self, since: int, model_id: str) -> CardRows | None:
        """Everything, if anything was changed after that many changes."""
        counter = select(workspaces.c.card_changes).where(workspaces.c.id == self._workspace_id)
        changes = int(await self._session.value(counter) or 0)
        if changes == since:
            return None
        rows = await self._session.rows(select(cards).where(*self._kept).order_by(cards.c.id))
        authors = await _authors(self._session, self._workspace_id, [row.id for row in rows])
        found = [_card_of(row, authors.get(row.id, ()), model_id) for row in rows]
        return CardRows(changes=changes, rows=found)

    async def put_vectors(self, model_id: str, rows: Sequence[Card], vectors: Vectors) -> None:
        """One by one: they are few."""
        for card, vector in zip(rows, np.asarray(vectors, dtype=STORED), strict=True):
            same = cards.c.title == card.title, cards.c.parts == parts_json(card.parts)
            own = update(cards).where(
                cards.c.workspace_id == self._workspace_id, cards.c.id == card.id, *same
            )
            await self._session.change(own.values(embedded_by=model_id, vector=vector.tobytes()))
        await _count_change(self._session, self._workspace_id)

    async def untold(self) -> list[CardId]:
        """By id."""
        joined = cards.join(
            card_authors,
            (cards.c.workspace_id == card_authors.c.workspace_id) & (cards.c.id == card_authors.c.card_id),
        )
        found = select(cards.c.id).distinct().select_from(joined)
        found = found.where(*self._kept, card_authors.c.told_us.is_(None)).order_by(cards.c.id)
        return [CardId(each) for each in await self._session.values(found)]

    async def counts(self) -> dict[CardState, int]:
        """States without a card are missing."""
        own = cards.c.workspace_id == self._workspace_id
        counted = select(cards.c.state, func.count()).where(own).group_by(cards.c.state)
        return {CardState(row[0]): row[1] for row in await self._session.rows(counted)}


def parts_of(text: str) -> tuple[CardPart, ...]:
    """As ``parts_json`` wrote them."""
    return tuple(
        CardPart(
            author=PersonId(author),
            role=Role(role),
            text=words,
            ts=MessageTs(ts) if ts else None,
            is_changed=is_changed,
        )
        for author, role, words, ts, is_changed in json.loads(text)
    )


def parts_json(parts: Iterable[CardPart]) -> str:
    """Words and whose they are, in order."""
    return json.dumps(
        [[p.author, p.role.value, p.text, p.ts, p.is_changed] for p in parts], ensure_ascii=False
    )


async def _count_change(session: Session, workspace_id: WorkspaceId) -> None:
    own = update(workspaces).where(workspaces.c.id == workspace_id)
    await session.change(own.values(card_changes=workspaces.c.card_changes + 1))


async def _authors(
    session: Session, workspace_id: WorkspaceId, ids: Sequence[str]
) -> Mapping[str, list[Author]]:
    found: dict[str, list[Author]] = {}
    if not ids:
        return found
    wanted = select(card_authors).where(
        card_authors.c.workspace_id == workspace_id, session.one_of(card_authors.c.card_id, ids)
    )
    for row in await session.rows(wanted.order_by(card_authors.c.card_id, card_authors.c.place)):
        own = Author(person_id=PersonId(row.person_id), leave=Leave(row.leave), told_at=from_us(row.told_us))
        found.setdefault(row.card_id, []).append(own)
    return found


def _row_of(card: Card) -> dict[str, Any]:
    return {
        "state": card.state.value,
        "channel_id": card.channel_id,
        "thread_ts": card.thread_ts,
        "title": card.title,
        "titled_by": card.titled_by,
        "title_ts": card.title_ts,
        "topics": json.dumps(card.topics, ensure_ascii=False),
        "parts": parts_json(card.parts),
        "source": card.source,
        "made_by": card.made_by,
        "made_us": to_us(card.made_at),
        "confirmed_us": to_us(card.confirmed_at),
        "confirmed_by": card.confirmed_by,
        "embedded_by": None,
        "vector": None,
    }


def _row_of_author(place: int, own: Author) -> dict[str, Any]:
    return {
        "person_id": own.person_id,
        "place": place,
        "leave": own.leave.value,
        "told_us": to_us(own.told_at),
    }


def _card_of(row: Row[*tuple[Any, ...]], authors: Sequence[Author], model_id: str | None) -> Card:
    has_vector = row.vector is not None and model_id is not None and row.embedded_by == model_id
    vector = np.frombuffer(row.vector, dtype=STORED).astype(np.float32, copy=False) if has_vector else None
    return Card(
        id=CardId(row.id),
        state=CardState(row.state),
        channel_id=ChannelId(row.channel_id) if row.channel_id else None,
        thread_ts=MessageTs(row.thread_ts) if row.thread_ts else None,
        title=row.title,
        titled_by=PersonId(row.titled_by) if row.titled_by else None,
        title_ts=MessageTs(row.title_ts) if row.title_ts else None,
        topics=tuple(json.loads(row.topics)),
        parts=parts_of(row.parts),
        authors=tuple(authors),
        source=row.source,
        made_by=PersonId(row.made_by) if row.made_by else None,
        made_at=from_us(row.made_us),
        confirmed_at=from_us(row.confirmed_us),
        confirmed_by=PersonId(row.confirmed_by) if row.confirmed_by else None,
        vector=vector,
    )
