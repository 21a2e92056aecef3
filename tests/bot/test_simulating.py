"""A simulated walk, by hand where nothing is left to chance; and what must hold whatever chance does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.hours import is_working
from bot.population import Assumptions, Population
from bot.round_types import Urgency
from bot.simulating import Simulation, Walked
from bot.simulation import POPULATIONS, simulate
from bot.simulation_cases import if_foreseen, if_nobody_else
from bot.simulation_figures import figures, gini, history
from bot.simulation_types import Asking, Case, Way
from expertise.types import PersonId

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)  # a Monday
DAY = [NOON.replace(hour=hour) for hour in range(9, 17)]
ANN, BOB, CYD, DAN, EVE = map(PersonId, ("ann", "bob", "cyd", "dan", "eve"))
ALL = (BOB, CYD, DAN, EVE)

SURE = Assumptions(
    median=timedelta(minutes=10),
    spread=0.0,
    habits=1.0,
    attends=1.0,
    willing=1e6,
    firm=1e-6,
    keeps=1.0,
    writes=timedelta(minutes=5),
    part_time=0.0,
)
"""Everybody answers an invitation after ten minutes, and writes for five."""
SILENT = Assumptions(attends=0.0, part_time=0.0)
CARRIED = Way(most=4, budget=3)
POSTED = replace(CARRIED, posts=1.0)
STOPPED = replace(POSTED, stops=True)
AT_ONCE = Way(most=3, at_once=True)


def asked(qid: str = "q1", *can: PersonId, at: datetime = NOON) -> Case:
    return Case(qid=qid, asker=ANN, at=at, candidates=ALL, knows=dict.fromkeys(can, 1.0))


def walk(*cases: Case, way: Way = CARRIED, given: Assumptions = SURE) -> Walked:
    people = Population(DAY, given, seed=1, is_together=True)
    return Simulation(cases, way, people, Urgency.TODAY).run()


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def got(walked: Walked) -> dict[PersonId, int]:
    return {who: count for (_, who), count in walked.got.items()}


# ------------------------------------------------------------------ by hand


def test_who_cannot_help_makes_way_for_the_next_at_once() -> None:
    walked = walk(asked("q1", CYD))

    (one,) = walked.asked
    assert got(walked) == {BOB: 1, CYD: 1}
    assert (one.helper, one.at) == (CYD, after(10 + 10 + 5))
    told = figures(walked)
    assert (told.answered, told.minutes, told.invitations, told.busiest) == (1.0, 25.0, 2.0, 1)
    assert told.a_week == pytest.approx(2 / 4)


def test_who_says_nothing_is_waited_for_and_the_asker_has_words_meanwhile() -> None:
    walked = walk(asked(), given=SILENT)

    (one,) = walked.asked
    assert got(walked) == dict.fromkeys(ALL, 1)
    assert (one.helper, one.drafted_at) == (None, after(15))
    assert (figures(walked).answered, figures(walked).minutes) == (0.0, None)


def test_a_posted_question_waits_from_then_for_as_long_as_it_really_did_while_others_are_asked() -> None:
    case = Case(qid="q1", asker=ANN, at=NOON, candidates=ALL, helped_by=EVE, helped_at=after(10))

    walked, stopped, alone = (walk(case, way=way, given=SILENT) for way in (POSTED, STOPPED, CARRIED))

    assert history(walked).minutes == 10.0
    (posted,) = walked.asked
    assert (posted.helper, posted.at) == (EVE, after(15 + 10))
    assert got(walked) == got(alone) == dict.fromkeys(ALL, 1)
    assert (stopped.asked, got(stopped)) == (walked.asked, dict.fromkeys((BOB, CYD), 1))
    assert (alone.asked[0].drafted_at, alone.asked[0].helper) == (after(15), None)


def test_of_an_answer_to_who_asked_and_one_where_it_was_posted_the_first_counts() -> None:
    slow = replace(SURE, median=timedelta(minutes=14))
    cases = [replace(asked("q1", CYD), helped_by=EVE, helped_at=after(minutes)) for minutes in (1.0, 60.0)]

    first, second = (walk(case, way=POSTED, given=slow).asked[0] for case in cases)

    assert (first.helper, first.at) == (EVE, after(16))
    assert (second.helper, second.at) == (CYD, after(14 + 14 + 5))


def test_whom_nobody_can_be_named_for_posts_at_once() -> None:
    case = Case(qid="q1", asker=ANN, at=NOON, helped_by=EVE, helped_at=after(30))

    walked = walk(case, way=POSTED)

    assert walked.asked[0].drafted_at == NOON
    assert figures(walked).minutes == 30.0


def test_after_the_first_two_whoever_is_hardly_likely_to_help_is_not_disturbed() -> None:
    case = replace(asked("q1", EVE), said={BOB: 0.4, CYD: 0.05, DAN: 0.05, EVE: 0.1})

    walked = walk(case, way=replace(CARRIED, least=0.1))

    assert got(walked) == {BOB: 1, CYD: 1, EVE: 1}


def test_a_yes_that_is_not_kept_is_found_out_after_a_working_day_and_somebody_else_is_asked() -> None:
    walked = walk(asked("q1", BOB, CYD), way=Way(most=2), given=replace(SURE, keeps=0.0))

    assert got(walked) == {BOB: 1, CYD: 1}
    assert figures(walked).answered == 0.0


def test_all_at_once_are_asked_together_and_nobody_after_them() -> None:
    walked = walk(asked("q1", DAN), way=AT_ONCE)

    (one,) = walked.asked
    assert got(walked) == {BOB: 1, CYD: 1, DAN: 1}
    assert (one.helper, one.at) == (DAN, after(15))
    nobody = walk(asked("q1", EVE), way=AT_ONCE)
    assert (figures(nobody).answered, got(nobody)) == (0.0, got(walked))


def test_whom_nobody_can_be_asked_for_ends_by_itself_when_all_are_asked_at_once() -> None:
    walked = walk(Case(qid="q1", asker=ANN, at=NOON), way=AT_ONCE)

    assert (figures(walked).answered, walked.got) == (0.0, {})


def test_whose_week_is_full_is_left_in_peace() -> None:
    cases = [asked(f"q{number}", BOB, at=after(30 * number)) for number in range(3)]

    walked = walk(*cases, way=Way(most=1, budget=2))

    assert got(walked) == {BOB: 2}
    assert [each.helper for each in walked.asked] == [BOB, BOB, None]
    assert walked.asked[2].drafted_at == after(60)


def test_at_night_nobody_is_asked_before_the_morning_and_who_asks_may_post_at_once() -> None:
    midnight = NOON.replace(hour=0)
    case = replace(asked("q1", BOB, at=midnight), helped_by=EVE, helped_at=midnight + timedelta(hours=1))

    alone, posted = walk(case).asked[0], walk(case, way=POSTED)

    assert alone.drafted_at == midnight
    assert alone.at == midnight.replace(hour=9) + timedelta(minutes=10 + 5)
    assert (posted.asked[0].helper, figures(posted).minutes) == (EVE, 0.0)
    assert history(posted).minutes == 0.0


def test_the_least_there_can_be_and_the_best_order() -> None:
    case = Case(
        qid="q1",
        asker=ANN,
        at=NOON,
        candidates=(BOB, CYD),
        knows={BOB: 0.4, CYD: 0.9, EVE: 0.9},
        helpers=frozenset({CYD, EVE}),
    )

    assert if_nobody_else(case).knows == {CYD: 0.9, EVE: 0.9}
    assert if_foreseen(case).candidates == (CYD, EVE, BOB)


@pytest.mark.parametrize(
    ("amounts", "uneven"),
    [([], 0.0), ([0, 0], 0.0), ([3, 3, 3], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([3, 1, 2], 2 / 9)],
)
def test_gini(amounts: list[int], uneven: float) -> None:
    assert gini(amounts) == pytest.approx(uneven)


# ------------------------------------------------------------------ whatever chance does

CROWD = tuple(PersonId(f"p{number}") for number in range(12))


def busy(seed: int) -> list[Case]:
    """Sixty questions of two weeks, most of them for the same few people."""
    chance = Random(seed)
    cases = []
    for number in range(60):
        people = sorted(CROWD, key=lambda who: CROWD.index(who) + chance.random() * 4)
        at = NOON + timedelta(hours=chance.uniform(0, 14 * 24))
        knows = {who: chance.random() for who in people}
        cases.append(Case(qid=f"q{number}", asker=ANN, at=at, candidates=tuple(people), knows=knows))
    return cases


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_together", [False, True])
def test_nobody_gets_more_than_their_budget_in_a_week(seed: int, is_together: bool) -> None:  # noqa: FBT001
    cases = busy(seed)
    people = Population([case.at for case in cases], Assumptions(), seed, is_together=is_together)

    limited = figures(Simulation(cases, Way(most=6, budget=3), people, Urgency.TODAY).run())
    unlimited = figures(Simulation(cases, Way(most=6), people, Urgency.TODAY).run())

    assert limited.busiest is not None
    assert unlimited.busiest is not None
    assert limited.busiest <= 3 < unlimited.busiest


def test_the_same_seed_says_the_same_and_another_one_something_else() -> None:
    once, again, other = (simulate("acme", busy(1)[:12], seed, lambda *_: None) for seed in (1, 1, 50))

    assert once == again != other
    assert {way: len(found) for way, found in once.outcomes.items()} == dict.fromkeys(Asking, POPULATIONS)


@pytest.mark.parametrize("hour", range(24))
def test_whoever_asks_is_at_work(hour: int) -> None:
    people = Population(DAY, Assumptions(), seed=1)
    at = NOON.replace(hour=hour) + timedelta(days=1)

    assert all(is_working(people.asking(f"q{number}", at), at) for number in range(20))
