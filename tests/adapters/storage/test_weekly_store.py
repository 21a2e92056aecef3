"""Weekly notes, wherever they are kept: which week was begun, and whose note waits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.storage.errors import ConflictError
from bot.chat_types import Outgoing, OutgoingKind, OutgoingState
from bot.ports import Storage, UnitOfWork
from bot.weekly_ports import DueNote, Hint, NoteCounts
from bot.weekly_types import note_key
from expertise.types import ChannelId, PersonId
from tests.adapters.storage.building import ANN, BEN, CEM, HERE, NOON, THERE, key

DAY, NEXT = date(2026, 11, 30), date(2026, 12, 7)
HOUR = timedelta(hours=1)
ANNS = DueNote(
    person_id=ANN,
    day=DAY,
    due_at=NOON,
    hints=(
        Hint(of="questions", about="q1", why="answered two (#data)", channels=(ChannelId(key("c")),)),
        Hint(of="cards", about="k1"),
    ),
)
BENS = DueNote(person_id=BEN, day=DAY, due_at=NOON - HOUR)


async def test_no_week_has_begun_before_the_first(work: UnitOfWork) -> None:
    assert await work.weeks.begun() is None
    assert await work.weeks.counts() == NoteCounts()


async def test_a_week_begins_with_its_notes_and_without_those_of_the_one_before(work: UnitOfWork) -> None:
    await work.weeks.begin(DAY, [ANNS, BENS])
    first = await work.weeks.begun(), await work.due_notes.of(ANN)
    await work.weeks.begin(NEXT, [replace(BENS, day=NEXT)])

    assert first == (DAY, ANNS)
    assert await work.weeks.begun() == NEXT
    assert await work.due_notes.of(ANN) is None
    assert await work.due_notes.of(BEN) == replace(BENS, day=NEXT)


async def test_what_is_due_comes_the_earliest_first_and_no_more_than_is_wanted(work: UnitOfWork) -> None:
    await work.weeks.begin(DAY, [ANNS, BENS, replace(BENS, person_id=CEM, due_at=NOON + HOUR)])

    assert await work.due_notes.due(NOON, 9) == [BEN, ANN]
    assert await work.due_notes.due(NOON, 1) == [BEN]
    assert await work.due_notes.due(NOON - 2 * HOUR, 9) == []


async def test_a_note_is_put_off_and_forgotten(work: UnitOfWork) -> None:
    await work.weeks.begin(DAY, [ANNS, BENS])

    await work.due_notes.put(replace(ANNS, due_at=NOON + HOUR))
    await work.due_notes.forget(BEN)
    await work.due_notes.forget(CEM)

    assert await work.due_notes.due(NOON + HOUR, 9) == [ANN]


async def test_notes_of_this_week_are_counted_those_that_wait_and_those_that_were_sent(
    work: UnitOfWork,
) -> None:
    await work.weeks.begin(DAY, [ANNS])
    for day, who in ((DAY, BEN), (DAY, CEM), (NEXT, BEN)):
        said = Outgoing(
            key=note_key(day, who), kind=OutgoingKind.WEEKLY, payload="{}", intended_at=NOON, recipient="U1"
        )
        await work.outgoing.add(said)
    for day in (DAY, NEXT):
        await work.outgoing.settle(note_key(day, BEN), OutgoingState.SENT, NOON)

    assert await work.weeks.counts() == NoteCounts(waiting=1, sent=1)


async def test_a_note_is_for_somebody(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.due_notes.put(replace(ANNS, person_id=PersonId(key("nobody"))))


async def test_each_workspace_has_its_own(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.weeks.begin(DAY, [ANNS])
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.weeks.begun() is None
        assert await work.due_notes.due(NOON, 9) == []
