"""What was asked a moment ago is known for a while, and for so many."""

from datetime import timedelta

import pytest

from adapters.recent import Recent
from tests.support.slack.clocks import HandClock

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def test_it_is_known_until_its_time_is_over(clock: HandClock) -> None:
    recent: Recent[str, int] = Recent(clock, MINUTE, most=2)
    recent.put("a", 1)

    clock.pass_time(59)
    before = recent.get("a")
    clock.pass_time(1)

    assert (before, recent.get("a")) == (1, None)


def test_the_one_that_nobody_wanted_for_longest_goes_first(clock: HandClock) -> None:
    recent: Recent[str, int] = Recent(clock, MINUTE, most=2)
    recent.put("a", 1)
    recent.put("b", 2)
    recent.get("a")

    recent.put("c", 3)

    assert [recent.get(key) for key in "abc"] == [1, None, 3]


def test_it_is_forgotten_when_told_so(clock: HandClock) -> None:
    recent: Recent[str, int] = Recent(clock, MINUTE, most=2)
    recent.put("a", 1)

    recent.forget("a")
    recent.forget("b")

    assert recent.get("a") is None
