"""Questions that are carried to people, as rows."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import starmap
from typing import Any

from sqlalchemy import Row, and_, case, delete, func, or_, select, union

from adapters.storage.keys import is_key
from adapters.storage.round_tables import invitations, rounds
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.chat_types import QuestionId
from bot.round_ports import Invited
from bot.round_types import Chosen, Due, End, Invitation, Round, RoundState, Urgency
from expertise.types import ChannelId, PersonId, WorkspaceId


class SqlRoundStore:
    """Implements ``bot.round_ports.RoundStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = rounds.c.workspace_id == workspace_id

    async def of(self, question_id: QuestionId) -> Round | None:
        """None where there is none."""
        if not is_key(question_id):
            return None
        found = await self._session.rows(select(rounds).where(self._own, rounds.c.question_id == question_id))
        if not found:
            return None
        asked = select(invitations).where(*self._of(question_id)).order_by(invitations.c.place)
        return _round_of(found[0], await self._session.rows(asked))

    async def put(self, this: Round) -> None:
        """Insert or replace, with its invitations."""
        keys = {"workspace_id": self._workspace_id, "question_id": this.question_id}
        await self._session.upsert(rounds, [keys | _row_of(this)])
        beyond = invitations.c.place > len(this.invitations)
        await self._session.change(delete(invitations).where(*self._of(this.question_id), beyond))
        rows = [keys | {"place": n} | _row_of_invitation(each) for n, each in enumerate(this.invitations, 1)]
        await self._session.upsert(invitations, rows)

    async def due(self, at: datetime, limit: int) -> list[QuestionId]:
        """Those whose time has come, the earliest first."""
        due, offer = rounds.c.due_us, rounds.c.offer_us
        ready = select(rounds.c.question_id).where(self._own, or_(due <= to_us(at), offer <= to_us(at)))
        earliest = case((offer < due, offer), else_=due)
        ordered = ready.order_by(earliest, rounds.c.question_id).limit(limit)
        return [QuestionId(each) for each in await self._session.values(ordered)]

    async def concerning(self, person_id: PersonId) -> list[QuestionId]:
        """Those not over that somebody asks, helps in, or has yet to answer; by id.

        Three looks, for each of which there is an index: with "or" SQLite would go through all rounds.
        """
        is_open = self._own, rounds.c.due_us.is_not(None)
        invited = (
            invitations.c.workspace_id == self._workspace_id,
            invitations.c.person_id == person_id,
            invitations.c.end.is_(None),
        )
        joined = rounds.join(
            invitations,
            and_(
                invitations.c.workspace_id == rounds.c.workspace_id,
                invitations.c.question_id == rounds.c.question_id,
            ),
        )
        own = select(rounds.c.question_id)
        found = union(
            own.where(*is_open, rounds.c.asker_id == person_id),
            own.where(*is_open, rounds.c.helper_id == person_id),
            own.select_from(joined).where(*is_open, *invited),
        ).subquery()
        ordered = select(found.c.question_id).order_by(found.c.question_id)
        return [QuestionId(each) for each in await self._session.values(ordered)]

    async def waiting(self) -> list[QuestionId]:
        """Those in which people are asked, or were, and nobody helps yet; by id."""
        states = [RoundState.INVITING.value, RoundState.DRAFTED.value]
        statement = select(rounds.c.question_id).where(self._own, rounds.c.state.in_(states))
        ordered = statement.order_by(rounds.c.question_id)
        return [QuestionId(each) for each in await self._session.values(ordered)]

    async def counts(self) -> dict[RoundState, int]:
        """States without a round are missing."""
        counted = select(rounds.c.state, func.count()).where(self._own).group_by(rounds.c.state)
        return {RoundState(row[0]): row[1] for row in await self._session.rows(counted)}

    def _of(self, question_id: QuestionId) -> tuple[Any, ...]:
        return invitations.c.workspace_id == self._workspace_id, invitations.c.question_id == question_id


class SqlInvitationStore:
    """Implements ``bot.round_ports.InvitationStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def of(self, person_id: PersonId) -> list[Invited]:
        """The earliest first."""
        table = invitations.c
        own = select(invitations).where(
            table.workspace_id == self._workspace_id, table.person_id == person_id
        )
        rows = await self._session.rows(own.order_by(table.invited_us, table.question_id))
        return [
            Invited(question_id=QuestionId(row.question_id), invitation=_invitation_of(row)) for row in rows
        ]


def _row_of(this: Round) -> dict[str, Any]:
    return {
        "asker_id": this.asker,
        "urgency": this.urgency.value,
        "state": this.state.value,
        "opened_us": to_us(this.opened_at),
        "until_us": to_us(this.until),
        "due": this.due.value if this.due else None,
        "due_us": to_us(this.due_at),
        "offer_us": to_us(this.offer_at),
        "waves": this.waves,
        "is_named": this.is_named,
        "candidates": json.dumps([[each.person, each.why, each.channels] for each in this.candidates]),
        "referred": json.dumps(this.referred),
        "left_out": json.dumps(this.left_out),
        "helper_id": this.helper,
        "was_asked_if_solved": this.was_asked_if_solved,
    }


def _row_of_invitation(one: Invitation) -> dict[str, Any]:
    return {
        "person_id": one.person,
        "invited_us": to_us(one.invited_at),
        "seen_by_us": to_us(one.seen_by),
        "end": one.end.value if one.end else None,
        "ended_us": to_us(one.ended_at),
    }


def _round_of(row: Row[*tuple[Any, ...]], invited: Sequence[Row[*tuple[Any, ...]]]) -> Round:
    return Round(
        question_id=QuestionId(row.question_id),
        asker=PersonId(row.asker_id),
        urgency=Urgency(row.urgency),
        opened_at=from_us(row.opened_us),
        until=from_us(row.until_us),
        state=RoundState(row.state),
        due=Due(row.due) if row.due else None,
        due_at=from_us(row.due_us),
        offer_at=from_us(row.offer_us),
        waves=row.waves,
        is_named=row.is_named,
        candidates=tuple(starmap(_chosen_of, json.loads(row.candidates))),
        invitations=tuple(map(_invitation_of, invited)),
        referred=tuple(PersonId(each) for each in json.loads(row.referred)),
        left_out=tuple(PersonId(each) for each in json.loads(row.left_out)),
        helper=PersonId(row.helper_id) if row.helper_id else None,
        was_asked_if_solved=row.was_asked_if_solved,
    )


def _chosen_of(who: str, why: str, channels: Sequence[str]) -> Chosen:
    return Chosen(person=PersonId(who), why=why, channels=tuple(map(ChannelId, channels)))


def _invitation_of(row: Row[*tuple[Any, ...]]) -> Invitation:
    return Invitation(
        person=PersonId(row.person_id),
        invited_at=from_us(row.invited_us),
        seen_by=from_us(row.seen_by_us),
        end=End(row.end) if row.end else None,
        ended_at=from_us(row.ended_us),
    )
