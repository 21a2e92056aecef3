"""One note a week for what can wait: begun once a week, written in the morning of whoever it is for.

A week and each note that waits are rows, and a note's row goes in the transaction that intends the note: a
process that dies goes on with the rest, and says nothing twice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.audience import scope_for
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.consent import week_of
from bot.desk import Desk
from bot.errors import IndexMissingError, TryAgainError
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.round_ports import Availability
from bot.standing_by import budget, hours_of
from bot.weekly_pages import weekly_note
from bot.weekly_ports import DueNote, Hint
from bot.weekly_types import Contributor, Line, Reader, note_key
from bot.weeks import MONTH, WEEK, Rhythm, Week, morning, this_week
from expertise.consent import Naming, Preferences, naming
from expertise.types import Person, PersonId

_MANY = 20
_AGAIN = timedelta(minutes=5)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_log = structlog.get_logger()

Contributors = Sequence[Contributor]


async def begin_week(desk: Desk, contributors: Contributors) -> None:
    """Once a week: for whom there may be something is kept, with when their morning is.

    Where Kenner is new, the next week is the first. Raises IndexMissingError: to be tried again.
    """
    week = _week(desk)
    if week is None:
        return
    async with desk.storage.begin(desk.workspace.id) as uow:
        begun = await uow.weeks.begun()
    if begun is not None and week.day < begun + WEEK:
        return
    hints = await _hints(desk, contributors, week) if begun is not None else {}
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        if await uow.weeks.begun() == begun:
            await uow.weeks.begin(week.day, await _notes(uow, desk, week, hints))
            await uow.commit()


async def due(desk: Desk) -> list[PersonId]:
    """Whose note is to be written now."""
    if desk.manners.notes is None:
        return []
    async with desk.storage.begin(desk.workspace.id) as uow:
        return await uow.due_notes.due(desk.clock(), _MANY)


async def write(desk: Desk, contributors: Contributors, person_id: PersonId) -> list[str]:
    """Intend somebody's note, if there is something in it; keys to be delivered. Once."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        note, at = await uow.due_notes.of(person_id), desk.clock()
        if note is None or note.due_at > at:
            return []
        keys = await _written(uow, desk, contributors, note)
        await uow.commit()
    return keys


async def put_off(desk: Desk, person_id: PersonId) -> None:
    """What could not be written is tried again in a while, so that it holds up nobody else's."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        await uow.hold()
        if (note := await uow.due_notes.of(person_id)) is not None:
            await uow.due_notes.put(replace(note, due_at=desk.clock() + _AGAIN))
            await uow.commit()


def _week(desk: Desk) -> Week | None:
    """None where there are no notes."""
    return this_week(desk.manners.notes, desk.clock()) if desk.manners.notes else None


# ------------------------------------------------------------------ a week begins


async def _hints(desk: Desk, contributors: Contributors, week: Week) -> Mapping[PersonId, list[Hint]]:
    found: dict[PersonId, list[Hint]] = {}
    for each in contributors:
        for who, hints in (await _hints_of(desk, each, week)).items():
            found.setdefault(who, []).extend(hints)
    return found


async def _hints_of(desk: Desk, side: Contributor, week: Week) -> Mapping[PersonId, Sequence[Hint]]:
    """A side that fails has nothing to tell in this week, and holds up no other."""
    try:
        return await side.hints(desk, week)
    except (IndexMissingError, TryAgainError):
        raise
    except Exception as error:  # noqa: BLE001 whatever it is: there is another week
        _log.error("nothing from one side", workspace=desk.workspace.id, side=side.name, exc_info=error)
        return {}


async def _notes(
    uow: UnitOfWork, desk: Desk, week: Week, hints: Mapping[PersonId, Sequence[Hint]]
) -> list[DueNote]:
    people = [each for each in await uow.people.by_ids(hints) if _is_a_colleague(each)]
    said = await uow.availability.of([each.id for each in people])
    return [
        DueNote(person_id=each.id, day=week.day, due_at=due_at, hints=tuple(hints[each.id]))
        for each in people
        if (due_at := _morning(desk, week, each, said.get(each.id, Availability()), desk.clock()))
    ]


def _morning(desk: Desk, week: Week, person: Person, own: Availability, at: datetime) -> datetime | None:
    """When theirs is to be written; None: not in this week."""
    when = desk.manners.notes
    if when is None or own.rhythm is Rhythm.NEVER:
        return None
    return morning(hours_of(person, own, desk.manners), week, when.hour, at)


def _is_a_colleague(person: Person) -> bool:
    return not (person.has_left or person.is_bot or person.is_outsider)


# ------------------------------------------------------------------ a note is written


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose note it is, and what they decided."""

    person: Person
    own: Availability
    prefers: Preferences

    @property
    def rhythm(self) -> Rhythm:
        return self.own.rhythm or Rhythm.WEEKLY


async def _written(uow: UnitOfWork, desk: Desk, contributors: Contributors, note: DueNote) -> list[str]:
    """The note's row goes, unless it waits for another morning."""
    at, week = desk.clock(), _week(desk)
    await uow.due_notes.forget(note.person_id)
    owner = await _owner(uow, note, at)
    if week is None or week.day != note.day or owner is None:
        return []
    told_at = _morning(desk, week, owner.person, owner.own, at)
    if told_at != at:
        return await _wait(uow, note, told_at)
    reader = await _reader(uow, desk, owner, week, at)
    lines = await _lines(uow, desk, contributors, reader, note)
    spent = (await uow.unasked.of([note.person_id], week_of(at))).get(note.person_id, 0)
    left = budget(owner.own, desk.manners) - spent
    told = [each for each in lines if left > 0 or not each.is_unasked]
    if told:
        return await _tell(uow, desk, owner.person, note, told)
    if lines and spent and left <= 0:  # another week there is room
        return await _wait(uow, note, _morning(desk, week, owner.person, owner.own, _next_week(at)))
    return []


async def _owner(uow: UnitOfWork, note: DueNote, at: datetime) -> _Owner | None:
    """None where they get none now: they left, said so, have a break, or had one lately."""
    (person,) = await uow.people.by_ids([note.person_id])
    own = (await uow.availability.of([person.id])).get(person.id, Availability())
    prefers = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    is_paused = prefers.paused_until is not None and prefers.paused_until > at
    if not _is_a_colleague(person) or own.rhythm is Rhythm.NEVER or is_paused:
        return None
    if own.rhythm is Rhythm.MONTHLY and await _had_one_lately(uow, note):
        return None
    return _Owner(person=person, own=own, prefers=prefers)


async def _had_one_lately(uow: UnitOfWork, note: DueNote) -> bool:
    """Whether one was said within the last four weeks; on which days notes are told may have changed."""
    for days in range(1, MONTH // _DAY):
        said = await uow.outgoing.get(note_key(note.day - days * _DAY, note.person_id))
        if said is not None and said.state is not OutgoingState.FAILED:
            return True
    return False


async def _wait(uow: UnitOfWork, note: DueNote, until: datetime | None) -> list[str]:
    """For another morning of the same week; after that, it is too late."""
    if until is not None:
        await uow.due_notes.put(replace(note, due_at=until))
    return []


async def _reader(uow: UnitOfWork, desk: Desk, owner: _Owner, week: Week, at: datetime) -> Reader:
    return Reader(
        person=owner.person,
        scope=await scope_for(uow, owner.person.id),
        naming=naming(owner.prefers, desk.policy.mode, at),
        since=week.begins_at - (MONTH if owner.rhythm is Rhythm.MONTHLY else WEEK),
        until=week.begins_at,
    )


async def _lines(
    uow: UnitOfWork, desk: Desk, contributors: Contributors, reader: Reader, note: DueNote
) -> list[Line]:
    """Who wants not to be spoken of is brought nothing that they did not ask for."""
    found = [
        line
        for each in contributors
        if (own := _of(note.hints, each.name))
        for line in await each.lines(uow, desk, reader, own)
    ]
    told = [each for each in found if not each.is_unasked or reader.naming is not Naming.NOT_AT_ALL]
    return _once(told)


def _once(lines: Iterable[Line]) -> list[Line]:
    """What several sides tell, by the first of them."""
    told: dict[str, Line] = {}
    for place, line in enumerate(lines):
        told.setdefault(line.about or str(place), line)
    return list(told.values())


def _of(hints: Iterable[Hint], name: str) -> list[Hint]:
    return [each for each in hints if each.of == name]


def _next_week(at: datetime) -> datetime:
    """When counting what nobody asked for begins anew."""
    return _EPOCH + (week_of(at) + 1) * WEEK


async def _tell(
    uow: UnitOfWork, desk: Desk, person: Person, note: DueNote, lines: Collection[Line]
) -> list[str]:
    """All of it is one thing of somebody's week, if anything in it is unasked."""
    said = Outgoing(
        key=note_key(note.day, person.id),
        kind=OutgoingKind.WEEKLY,
        payload=desk.drawing.page(weekly_note(lines)),
        intended_at=desk.clock(),
        recipient=person.platform_id,
    )
    if not await intend(uow, said):
        return []
    if any(each.is_unasked for each in lines):
        await uow.unasked.add([person.id], week_of(desk.clock()))
    return [said.key]
