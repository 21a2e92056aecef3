"""How knowledge cards were before, and what is proposed for them, as rows."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from adapters.storage.card_tables import card_proposals, card_revisions
from adapters.storage.cards import parts_json, parts_of
from adapters.storage.keys import is_key
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.card_types import CardId, Proposal, ProposalId, ProposalState, Revision, What
from expertise.types import PersonId, WorkspaceId


class SqlCardHistory:
    """Implements ``bot.card_ports.CardHistory``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, card_id: CardId) -> list[Revision]:
        """The first first."""
        own = card_revisions.c.workspace_id == self._workspace_id, card_revisions.c.card_id == card_id
        ordered = select(card_revisions).where(*own).order_by(card_revisions.c.number)
        return [_revision_of(row) for row in await self._session.rows(ordered)]

    async def put(self, revisions: Sequence[Revision]) -> None:
        """Insert or replace, by card and number."""
        rows = [{"workspace_id": self._workspace_id} | _row_of(each) for each in revisions]
        await self._session.upsert(card_revisions, rows)


class SqlProposalStore:
    """Implements ``bot.card_ports.ProposalStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._ours = card_proposals.c.workspace_id == workspace_id

    async def of(self, proposal_id: ProposalId) -> Proposal | None:
        """None where there is none."""
        found = await self._found(card_proposals.c.id == proposal_id) if is_key(proposal_id) else []
        return next(iter(found), None)

    async def put(self, proposal: Proposal) -> None:
        """Insert or replace."""
        row = {
            "workspace_id": self._workspace_id,
            "id": proposal.id,
            "card_id": proposal.card_id,
            "person_id": proposal.person_id,
            "text": proposal.text,
            "at_us": to_us(proposal.at),
            "state": proposal.state.value,
        }
        await self._session.upsert(card_proposals, [row])

    async def for_card(self, card_id: CardId) -> list[Proposal]:
        """Those that nobody has decided yet, the earliest first."""
        is_open = card_proposals.c.state == ProposalState.OPEN.value
        return await self._found(card_proposals.c.card_id == card_id, is_open)

    async def by(self, person_id: PersonId) -> list[Proposal]:
        """The earliest first."""
        return await self._found(card_proposals.c.person_id == person_id)

    async def forget(self, person_id: PersonId) -> None:
        """All of somebody's."""
        theirs = card_proposals.c.person_id == person_id
        await self._session.change(delete(card_proposals).where(self._ours, theirs))

    async def _found(self, *which: ColumnElement[bool]) -> list[Proposal]:
        wanted = select(card_proposals).where(self._ours, *which)
        ordered = wanted.order_by(card_proposals.c.at_us, card_proposals.c.id)
        return [_proposal_of(row) for row in await self._session.rows(ordered)]


def _row_of(one: Revision) -> dict[str, Any]:
    return {
        "card_id": one.card_id,
        "number": one.number,
        "at_us": to_us(one.at),
        "what": one.what.value,
        "by_id": one.by,
        "title": one.title,
        "titled_by": one.titled_by,
        "topics": json.dumps(one.topics, ensure_ascii=False),
        "parts": parts_json(one.parts),
    }


def _revision_of(row: Row[*tuple[Any, ...]]) -> Revision:
    return Revision(
        card_id=CardId(row.card_id),
        number=row.number,
        at=from_us(row.at_us),
        what=What(row.what),
        by=PersonId(row.by_id) if row.by_id else None,
        title=row.title,
        titled_by=PersonId(row.titled_by) if row.titled_by else None,
        topics=tuple(json.loads(row.topics)),
        parts=parts_of(row.parts),
    )


def _proposal_of(row: Row[*tuple[Any, ...]]) -> Proposal:
    return Proposal(
        id=ProposalId(row.id),
        card_id=CardId(row.card_id),
        person_id=PersonId(row.person_id),
        text=row.text,
        at=from_us(row.at_us),
        state=ProposalState(row.state),
    )
