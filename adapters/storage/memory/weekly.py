"""Weekly notes, in memory."""

from collections.abc import Sequence
from datetime import date, datetime

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.chat_types import OutgoingKind, OutgoingState
from bot.weekly_ports import DueNote, NoteCounts
from bot.weekly_types import note_key
from expertise.types import PersonId


class MemoryWeekStore:
    """Implements ``bot.weekly_ports.WeekStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal
        self._notes = MemoryDueNoteStore(rows, journal)

    async def begun(self) -> date | None:
        """The day of the last one that was begun."""
        return self._rows.weeks.get(None)

    async def begin(self, day: date, notes: Sequence[DueNote]) -> None:
        """These are its notes, and no others wait."""
        await self._journal.hold()
        self._journal.put(self._rows.weeks, None, day)
        for who in list(self._rows.due_notes):
            self._journal.drop(self._rows.due_notes, who)
        for note in notes:
            await self._notes.put(note)

    async def counts(self) -> NoteCounts:
        """Of the week that was begun last."""
        day = await self.begun()
        if day is None:
            return NoteCounts()
        sent = [
            each
            for each in self._rows.outgoing.values()
            if each.kind is OutgoingKind.WEEKLY
            and each.state is OutgoingState.SENT
            and each.key.startswith(note_key(day, PersonId("")))
        ]
        return NoteCounts(waiting=len(self._rows.due_notes), sent=len(sent))


class MemoryDueNoteStore:
    """Implements ``bot.weekly_ports.DueNoteStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def due(self, at: datetime, limit: int) -> list[PersonId]:
        """Whose time has come, the earliest first."""
        ready = [(each.due_at, who) for who, each in self._rows.due_notes.items() if each.due_at <= at]
        return [who for _, who in sorted(ready)[:limit]]

    async def of(self, person_id: PersonId) -> DueNote | None:
        """None where none waits."""
        return self._rows.due_notes.get(person_id)

    async def put(self, note: DueNote) -> None:
        """Insert or replace."""
        await self._journal.hold()
        if note.person_id not in self._rows.people:
            raise ConflictError("a note for nobody")
        self._journal.put(self._rows.due_notes, note.person_id, note)

    async def forget(self, person_id: PersonId) -> None:
        """It waits no more."""
        await self._journal.hold()
        if person_id in self._rows.due_notes:
            self._journal.drop(self._rows.due_notes, person_id)
