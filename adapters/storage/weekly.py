"""Weekly notes, as rows."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import starmap
from typing import Any

from sqlalchemy import delete, func, select

from adapters.storage.chat_tables import outgoing
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from adapters.storage.weekly_tables import due_notes, weeks
from bot.chat_types import OutgoingKind, OutgoingState
from bot.weekly_ports import DueNote, Hint, NoteCounts
from bot.weekly_types import note_key
from expertise.types import ChannelId, PersonId, WorkspaceId


class SqlWeekStore:
    """Implements ``bot.weekly_ports.WeekStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def begun(self) -> date | None:
        """The day of the last one that was begun."""
        own = select(weeks.c.day).where(weeks.c.workspace_id == self._workspace_id)
        day: str | None = await self._session.value(own)
        return date.fromisoformat(day) if day else None

    async def begin(self, day: date, notes: Sequence[DueNote]) -> None:
        """These are its notes, and no others wait."""
        await self._session.upsert(weeks, [{"workspace_id": self._workspace_id, "day": day.isoformat()}])
        await self._session.change(delete(due_notes).where(due_notes.c.workspace_id == self._workspace_id))
        await self._session.insert(due_notes, [_row_of(self._workspace_id, each) for each in notes])

    async def counts(self) -> NoteCounts:
        """Of the week that was begun last."""
        day = await self.begun()
        if day is None:
            return NoteCounts()
        waiting = select(func.count()).where(due_notes.c.workspace_id == self._workspace_id)
        sent = select(func.count()).where(
            outgoing.c.workspace_id == self._workspace_id,
            outgoing.c.state == OutgoingState.SENT.value,
            outgoing.c.kind == OutgoingKind.WEEKLY.value,
            outgoing.c.key.startswith(note_key(day, PersonId("")), autoescape=True),
        )
        return NoteCounts(
            waiting=int(await self._session.value(waiting)), sent=int(await self._session.value(sent))
        )


class SqlDueNoteStore:
    """Implements ``bot.weekly_ports.DueNoteStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = due_notes.c.workspace_id == workspace_id

    async def due(self, at: datetime, limit: int) -> list[PersonId]:
        """Whose time has come, the earliest first."""
        ready = select(due_notes.c.person_id).where(self._own, due_notes.c.due_us <= to_us(at))
        ordered = ready.order_by(due_notes.c.due_us, due_notes.c.person_id).limit(limit)
        return [PersonId(each) for each in await self._session.values(ordered)]

    async def of(self, person_id: PersonId) -> DueNote | None:
        """None where none waits."""
        rows = await self._session.rows(
            select(due_notes).where(self._own, due_notes.c.person_id == person_id)
        )
        if not rows:
            return None
        return DueNote(
            person_id=person_id,
            day=date.fromisoformat(rows[0].day),
            due_at=from_us(rows[0].due_us),
            hints=tuple(starmap(_hint_of, json.loads(rows[0].hints))),
        )

    async def put(self, note: DueNote) -> None:
        """Insert or replace."""
        await self._session.upsert(due_notes, [_row_of(self._workspace_id, note)])

    async def forget(self, person_id: PersonId) -> None:
        """It waits no more."""
        await self._session.change(delete(due_notes).where(self._own, due_notes.c.person_id == person_id))


def _row_of(workspace_id: WorkspaceId, note: DueNote) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "person_id": note.person_id,
        "day": note.day.isoformat(),
        "due_us": to_us(note.due_at),
        "hints": json.dumps([[each.of, each.about, each.why, each.channels] for each in note.hints]),
    }


def _hint_of(of: str, about: str, why: str, channels: Iterable[str]) -> Hint:
    return Hint(of=of, about=about, why=why, channels=tuple(map(ChannelId, channels)))
