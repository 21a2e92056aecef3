"""When weekly notes are told: pure, over time zones, part-time weeks, nights and changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.hours import Hours, is_working
from bot.weeks import MORNING, WEEK, NoteTime, Week, morning, this_week

NOTES = NoteTime()
BERLIN = Hours(zone="Europe/Berlin")
WEEK_49 = Week(day=date(2026, 11, 30), begins_at=datetime(2026, 11, 29, 19, tzinfo=UTC))


def utc(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_a_week_begins_where_its_morning_comes_first_on_earth() -> None:
    assert this_week(NOTES, utc(29, 19)) == WEEK_49
    assert this_week(NOTES, utc(29, 18, 59)).day == date(2026, 11, 23)
    assert this_week(NOTES, utc(6, 18, 59, month=12)) == WEEK_49


def test_the_day_and_the_hour_are_those_that_were_chosen() -> None:
    thursday = NoteTime(day=3, hour=14)

    assert this_week(thursday, utc(26, 0)).day == date(2026, 11, 26)
    assert morning(BERLIN, this_week(thursday, utc(26, 0)), 14, utc(26, 0)) == utc(26, 13)


def test_each_is_told_in_their_own_morning() -> None:
    auckland, denver = Hours(zone="Pacific/Auckland"), Hours(zone="America/Denver")
    begins = WEEK_49.begins_at

    told = [morning(each, WEEK_49, 9, begins) for each in (auckland, BERLIN, denver)]

    assert told == [utc(29, 20), utc(30, 8), utc(30, 16)]


def test_after_the_clock_changes_it_is_still_nine() -> None:
    weeks = [this_week(NOTES, utc(day, 22, month=10)) for day in (18, 25)]
    autumn = [morning(BERLIN, each, 9, each.begins_at) for each in weeks]
    spring = this_week(NOTES, utc(28, 22, month=3, year=2027))

    assert autumn == [utc(19, 7, month=10), utc(26, 8, month=10)]
    assert morning(BERLIN, spring, 9, spring.begins_at) == utc(29, 7, month=3, year=2027)


def test_who_begins_later_or_on_another_day_is_told_when_they_begin() -> None:
    late = Hours(start=time(13), end=time(21))
    part_time = Hours(days=frozenset({2, 3}))

    assert morning(late, WEEK_49, 9, WEEK_49.begins_at) == utc(30, 13)
    assert morning(part_time, WEEK_49, 9, WEEK_49.begins_at) == utc(2, 9, month=12)


def test_who_works_at_night_has_their_morning_in_the_evening_and_who_ends_before_the_hour_an_early_one() -> (
    None
):
    night = Hours(start=time(22), end=time(6))
    early = Hours(start=time(4), end=time(8))

    assert morning(night, WEEK_49, 9, WEEK_49.begins_at) == utc(30, 22)
    assert morning(early, WEEK_49, 9, WEEK_49.begins_at) == utc(30, 4)


def test_once_the_morning_is_over_it_is_the_next_ones_and_after_a_week_none() -> None:
    hours = Hours()
    over = utc(30, 12)

    assert morning(hours, WEEK_49, 9, over - timedelta(minutes=1)) == over - timedelta(minutes=1)
    assert morning(hours, WEEK_49, 9, over) == utc(1, 9, month=12)
    assert morning(Hours(days=frozenset({0})), WEEK_49, 9, over) is None
    assert morning(Hours(days=frozenset()), WEEK_49, 9, over) is None


@given(
    at=st.timedeltas(timedelta(), timedelta(days=800)).map(lambda passed: utc(1, 0, month=1) + passed),
    day=st.integers(0, 6),
    hour=st.integers(0, 23),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati"]),
)
def test_a_note_is_told_in_working_hours_of_its_own_week_alone(
    at: datetime, day: int, hour: int, zone: str
) -> None:
    week, hours = this_week(NoteTime(day=day, hour=hour), at), Hours(zone=zone)

    told = morning(hours, week, hour, at)

    assert week.begins_at <= at < week.begins_at + WEEK
    if told is not None:
        assert told >= at
        assert is_working(hours, told)
        assert not is_working(hours, told - MORNING - timedelta(hours=8))
