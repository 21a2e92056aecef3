"""Working time: stated, in somebody's own zone, over nights, weekends and changes of the clock."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.hours import Hours, after, is_working, next_working, worked

BERLIN = Hours(zone="Europe/Berlin")
FRIDAY = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)  # half past four in Berlin


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_it_is_their_own_clock_that_counts() -> None:
    assert is_working(BERLIN, utc(27, 8))
    assert not is_working(BERLIN, utc(27, 7, 59))
    assert not is_working(BERLIN, utc(27, 16))


def test_a_weekend_is_no_wait() -> None:
    assert after(BERLIN, FRIDAY, timedelta(hours=1)) == utc(30, 8, 30)
    assert worked(BERLIN, FRIDAY, utc(30, 8, 30)) == timedelta(hours=1)


def test_who_is_not_working_is_free_when_their_day_begins() -> None:
    assert next_working(BERLIN, utc(28, 12)) == utc(30, 8)
    assert next_working(BERLIN, FRIDAY) == FRIDAY


def test_who_works_on_no_day_is_never_free() -> None:
    never = Hours(days=frozenset())

    assert next_working(never, FRIDAY) is None
    assert after(never, FRIDAY, timedelta(hours=1)) is None
    assert worked(never, FRIDAY, FRIDAY + timedelta(days=7)) == timedelta()


def test_a_night_shift_ends_on_the_next_day() -> None:
    nights = Hours(start=time(22), end=time(6), zone="Europe/Berlin")

    assert is_working(nights, utc(27, 22))
    assert is_working(nights, utc(28, 4, 59))  # Friday's shift ends on Saturday
    assert not is_working(nights, utc(28, 22))


def test_a_day_on_which_the_clock_changes_is_an_hour_shorter_or_longer() -> None:
    sundays = Hours(start=time(0), end=time(12), days=frozenset({6}), zone="Europe/Berlin")

    assert worked(sundays, utc(28, 12, month=3), utc(29, 20, month=3)) == timedelta(hours=11)
    assert worked(sundays, utc(24, 12, month=10), utc(25, 20, month=10)) == timedelta(hours=13)


ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia"])
HOURS = st.builds(
    Hours, start=st.times(), end=st.times(), days=st.frozensets(st.integers(0, 6), min_size=1), zone=ZONES
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(hours=20))


@given(HOURS, MOMENTS, SPANS)
def test_what_is_waited_for_has_been_worked(hours: Hours, at: datetime, span: timedelta) -> None:
    then = after(hours, at, span)

    if then is not None:
        assert worked(hours, at, then) == span


@given(HOURS, MOMENTS)
def test_the_next_moment_is_a_working_one(hours: Hours, at: datetime) -> None:
    then = next_working(hours, at)

    assert then is not None
    assert then >= at
    assert is_working(hours, then)
