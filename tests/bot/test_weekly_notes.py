"""One note a week for what can wait, over rows: to whom, when, how much and how often."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from adapters.storage.memory.unit_of_work import MemoryStorage
from bot import consent, weekly
from bot.choosing import PAUSE
from bot.consent import Policy
from bot.copying import copy
from bot.erasing import erase
from bot.errors import IndexMissingError
from bot.hours import Hours
from bot.manners import Manners
from bot.ports import Storage
from bot.round_ports import Availability
from bot.types import Platform, Workspace
from bot.views import Action
from bot.weeks import WEEK, NoteTime
from expertise.consent import Mode, Naming
from expertise.types import WorkspaceId
from tests.support.builders import ACME
from tests.support.rows import READING
from tests.support.weekly_office import BEA, JON, LAST_WEEK, MAYA, MONDAY, News, WeeklyOffice

HOUR = timedelta(hours=1)
TENANT = Workspace(
    id=WorkspaceId("6f6cf1b4-0000-5000-8000-000000000002"),
    platform=Platform.TEAMS,
    platform_id="t1",
    name="Acme elsewhere",
)


@pytest.fixture
async def office() -> WeeklyOffice:
    """Over rows in memory; a test of the stores shows that SQL keeps the same."""
    office = WeeklyOffice(MemoryStorage())
    await office.open()
    return office


# ------------------------------------------------------------------ when


async def test_a_note_comes_once_a_week_in_the_morning(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA),)

    await office.passes(MONDAY + WEEK + 2 * HOUR)

    first, second = await office.notes(MAYA)
    assert (first.intended_at, second.intended_at) == (MONDAY, MONDAY + WEEK)
    assert "of 2026-11-30" in (first.payload or "")
    assert "of 2026-12-07" in (second.payload or "")


async def test_in_quiet_weeks_nothing_is_sent(office: WeeklyOffice) -> None:
    office.contributors = (News(),)

    await office.passes(MONDAY + WEEK)

    assert await office.notes() == []


async def test_what_is_gone_by_the_morning_makes_no_note(office: WeeklyOffice) -> None:
    class Gone(News):
        async def lines(self, *_: object) -> list[weekly.Line]:
            return []

    office.contributors = (Gone(MAYA),)

    await office.passes(MONDAY + WEEK)

    assert await office.notes() == []
    assert await office.unasked(MAYA) == 0


async def test_nine_stays_nine_when_the_clock_changes() -> None:
    office = WeeklyOffice(MemoryStorage())
    office.now = datetime(2026, 10, 14, 9, tzinfo=UTC)
    await office.open()
    await office.wants_notes(MAYA, Availability(hours=Hours(zone="Europe/Berlin")))
    office.contributors = (News(MAYA),)

    await office.passes(datetime(2026, 10, 27, tzinfo=UTC), HOUR)

    before, after = await office.notes(MAYA)
    assert before.intended_at == datetime(2026, 10, 19, 7, tzinfo=UTC)
    assert after.intended_at == datetime(2026, 10, 26, 8, tzinfo=UTC)


async def test_hours_are_those_that_somebody_states(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA, JON),)
    await office.wants_notes(MAYA, Availability(hours=Hours(start=time(13), days=frozenset({2}))))

    await office.passes(MONDAY + timedelta(days=3), HOUR)

    assert [each.intended_at for each in await office.notes(MAYA)] == [MONDAY + timedelta(days=2, hours=4)]
    assert [each.intended_at for each in await office.notes(JON)] == [MONDAY]


async def test_a_bot_that_was_down_in_the_morning_waits_for_the_next_one(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA),)

    await office.goes_on(MONDAY + 6 * HOUR)
    late = await office.notes(MAYA)
    await office.passes(MONDAY + timedelta(days=2))

    assert late == []
    assert [each.intended_at for each in await office.notes(MAYA)] == [MONDAY + timedelta(days=1)]


async def test_where_kenner_is_new_the_first_week_says_nothing(storage: Storage) -> None:
    office = WeeklyOffice(storage)
    office.contributors = (news := News(MAYA),)
    await office.open()

    await office.passes(LAST_WEEK + timedelta(days=3))

    assert (news.asked, await office.notes()) == (0, [])


async def test_another_day_makes_no_second_note_within_a_week(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA),)
    await office.passes(MONDAY + HOUR)
    office.wants(Manners(notes=NoteTime(day=3)))

    await office.passes(MONDAY + timedelta(days=11))

    days = [each.intended_at.date().isoformat() for each in await office.notes(MAYA)]
    assert days == ["2026-11-30", "2026-12-10"]


async def test_an_operator_can_switch_it_off_also_while_notes_wait(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA),)
    await office.passes(MONDAY - HOUR)
    office.wants(Manners(notes=None))

    await office.passes(MONDAY + WEEK)

    assert await office.notes() == []


async def test_until_something_can_be_found_the_week_does_not_begin(office: WeeklyOffice) -> None:
    class Early(News):
        async def hints(self, *_: object) -> dict[object, list[object]]:
            raise IndexMissingError

    office.contributors = (Early(),)
    with pytest.raises(IndexMissingError):
        await office.passes(MONDAY)

    office.contributors = (News(MAYA),)
    await office.goes_on(MONDAY)

    assert len(await office.notes(MAYA)) == 1


async def test_a_side_that_fails_holds_up_no_other(office: WeeklyOffice) -> None:
    class Broken(News):
        async def hints(self, *_: object) -> dict[object, list[object]]:
            raise ValueError

    office.contributors = (Broken(), News(MAYA))

    await office.passes(MONDAY)

    assert len(await office.notes(MAYA)) == 1


# ------------------------------------------------------------------ to whom


@pytest.mark.parametrize("change", [{"has_left": True}, {"is_bot": True}, {"is_outsider": True}])
async def test_who_left_a_bot_or_a_guest_gets_none(office: WeeklyOffice, change: dict[str, bool]) -> None:
    office.contributors = (News(MAYA, JON),)
    await office.passes(MONDAY - HOUR)
    async with office.storage.begin(ACME.id) as uow:
        (maya,) = await uow.people.by_ids([MAYA])
        await uow.people.save([replace(maya, **change)])
        await uow.commit()

    await office.passes(MONDAY + WEEK)

    assert (len(await office.notes(MAYA)), len(await office.notes(JON))) == (0, 2)


async def test_who_has_a_break_or_declined_gets_none(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA, JON, BEA),)
    async with office.storage.begin(ACME.id) as uow:
        await consent.pause(uow, MAYA, office.now + PAUSE)
        await consent.decide(uow, JON, Naming.NOT_AT_ALL)
        await uow.commit()

    await office.passes(MONDAY + HOUR)

    assert [len(await office.notes(who)) for who in (MAYA, JON, BEA)] == [0, 0, 1]


async def test_where_people_must_agree_first_who_did_not_gets_nothing_unasked(office: WeeklyOffice) -> None:
    office.desk = replace(office.desk, policy=Policy(mode=Mode.OPT_IN))
    office.contributors = (News(MAYA), News(MAYA, is_unasked=False, name="followed"))

    await office.passes(MONDAY + HOUR)

    (note,) = await office.words(MAYA)
    assert note.count("of 2026-11-30") == 1
    assert await office.unasked(MAYA) == 0


async def test_an_erased_person_gets_none(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA),)
    await office.passes(MONDAY - HOUR)
    async with office.storage.begin(ACME.id) as uow:
        (maya,) = await uow.people.by_ids([MAYA])
        before = await copy(uow, maya)
        await erase(uow, maya, office.desk, READING)
        after = await copy(uow, maya)
        await uow.commit()

    await office.passes(MONDAY + HOUR)

    assert '"2026-11-30"' in before
    assert '"2026-11-30"' not in after
    assert await office.notes() == []


async def test_a_person_in_two_workspaces_gets_a_note_in_each_of_what_is_there(storage: Storage) -> None:
    offices = WeeklyOffice(storage), WeeklyOffice(storage, TENANT)
    for each, words in zip(offices, ("here", "there"), strict=True):
        await each.open()
        each.contributors = (News(each.id("maya"), name=words),)
        await each.passes(MONDAY + HOUR)

    notes = [await each.notes(each.id("maya")) for each in offices]
    assert [len(each) for each in notes] == [1, 1]
    assert [news.readers[0].person.id for each in offices for news in each.contributors] == [
        each.id("maya") for each in offices
    ]


# ------------------------------------------------------------------ how much


async def test_the_whole_note_is_one_thing_of_the_week(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA), News(MAYA, name="more"))

    await office.passes(MONDAY + HOUR)

    assert (await office.words(MAYA))[0].count("of 2026-11-30") == 2
    assert await office.unasked(MAYA) == 1


async def test_a_full_week_puts_the_note_off_to_the_next_one(office: WeeklyOffice) -> None:
    """Weeks of the budget begin on Thursdays."""
    office.contributors = (News(MAYA),)
    office.now = MONDAY - 21 * HOUR
    async with office.storage.begin(ACME.id) as uow:
        for _ in range(3):
            await uow.unasked.add([MAYA], consent.week_of(MONDAY))
        await uow.commit()

    await office.passes(MONDAY + timedelta(days=4))

    assert [each.intended_at for each in await office.notes(MAYA)] == [MONDAY + timedelta(days=3)]
    assert await office.unasked(MAYA) == 1


async def test_who_wants_nothing_unasked_gets_only_what_they_follow(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA, JON), News(JON, is_unasked=False, name="followed"))
    for who in (MAYA, JON):
        await office.wants_notes(who, Availability(unasked_a_week=0))

    await office.passes(MONDAY + timedelta(days=6))

    assert await office.notes(MAYA) == []
    (note,) = await office.words(JON)
    assert note.count("of 2026-11-30") == 1
    assert await office.unasked(JON) == 0


# ------------------------------------------------------------------ how often


async def test_less_often_is_once_in_four_weeks_and_tells_of_all_of_them(office: WeeklyOffice) -> None:
    office.contributors = (news := News(MAYA),)
    await office.passes(MONDAY)

    todo = await office.press(MAYA, Action.NOTE_RHYTHM, "monthly")
    await office.passes(MONDAY + 8 * WEEK)

    assert "once a month at most" in (await office.said(todo))[0]
    days = [each.intended_at - MONDAY for each in await office.notes(MAYA)]
    assert days == [timedelta(), 4 * WEEK, 8 * WEEK]
    assert [each.until - each.since for each in news.readers] == [WEEK, 4 * WEEK, 4 * WEEK]


async def test_stop_stops_it_at_once_and_can_be_taken_back(office: WeeklyOffice) -> None:
    office.contributors = (News(MAYA),)
    await office.passes(MONDAY - HOUR)

    todo = await office.press(MAYA, Action.NOTE_RHYTHM, "never")
    await office.passes(MONDAY + WEEK + HOUR)
    stopped = await office.notes(MAYA)
    await office.press(MAYA, Action.NOTE_RHYTHM, "weekly")
    await office.passes(MONDAY + 2 * WEEK + HOUR)

    assert "no more of these notes" in (await office.said(todo))[0]
    assert stopped == []
    assert len(await office.notes(MAYA)) == 1


async def test_it_stands_on_ones_page_and_is_changed_there(office: WeeklyOffice) -> None:
    before = await office.said(await office.press(MAYA, Action.MY_PAGE, ""))
    after = await office.said(await office.press(MAYA, Action.RHYTHM, "never"))
    odd = await office.said(await office.press(MAYA, Action.RHYTHM, "hourly"))

    assert "Once a week, if there is something" in before[0]
    assert "I send you no weekly notes" in after[0]
    assert "Weekly note" not in odd[0]


async def test_where_there_are_no_notes_the_page_says_nothing_of_them(office: WeeklyOffice) -> None:
    office.wants(Manners(notes=None))

    page = await office.said(await office.press(MAYA, Action.MY_PAGE, ""))

    assert "Weekly note" not in page[0]
