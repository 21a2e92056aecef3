"""From hand-made outcomes to exact figures."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest

from bot.pastwaits import Waits
from bot.report_types import Report, Way
from bot.reporting import report
from expertise.shares import Share
from expertise.topics import FEWEST
from tests.support.builders import minute, person_id
from tests.support.reports import NAMES, asked, empty, outcomes, past, replayed, waited, whole


def test_standings_count_who_was_among_the_first() -> None:
    found = {standing.way: [share.count for share in standing.among] for standing in whole().standings}

    assert found == {Way.KENNER: [2, 5, 6], Way.CHANNEL: [1, 3, 5], Way.ANYWHERE: [2, 3, 4]}
    assert {share.of for standing in whole().standings for share in standing.among} == {7}


def test_without_other_baselines_the_habit_alone_stands_beside() -> None:
    plain = [replace(one, baselines={"channel180": one.habit}) for one in outcomes()]

    assert [standing.way for standing in report(past(), plain, Waits()).standings] == [
        Way.KENNER,
        Way.CHANNEL,
    ]


def test_the_difference_to_the_habit_is_of_pairs() -> None:
    assert whole().ahead.value == pytest.approx(2 / 7)
    assert whole().ahead.low < 0 < whole().ahead.high


def test_the_period_and_how_often_somebody_would_have_been_named() -> None:
    found = whole()

    assert (found.questions, found.named) == (7, Share(count=6, of=7))
    assert (found.since, found.until) == (minute(0), minute(6))


def test_first_places_of_the_busiest_three() -> None:
    found = {load.way: (load.busiest.count, load.busiest.of, load.people) for load in whole().loads}

    assert found == {Way.KENNER: (5, 7, 5), Way.CHANNEL: (6, 6, 2), Way.HISTORY: (4, 6, 5)}


def test_waits_fall_into_buckets_with_quartiles() -> None:
    found = whole().waited

    assert found.counts == (1, 1, 1, 1)
    assert found.quartiles == tuple(timedelta(minutes=m) for m in (7.75, 55, 2_575))
    assert (found.unanswered, found.unknown, found.stood_out) == (2, 1, Share(count=1, of=2))


def test_small_channels_are_counted_together_at_the_end() -> None:
    found = [
        (group.name, group.kenner.count, group.habit.count, group.habit.of) for group in whole().channels
    ]

    assert found == [("data", 4, 2, 6), (None, 1, 1, 1)]


def test_a_question_asked_nowhere_is_among_the_others() -> None:
    nowhere = replayed(replace(asked(0), channel_id=None), ["bob"], [])

    (group,) = report(past(), [nowhere], Waits()).channels

    assert (group.name, group.kenner) == (None, Share(count=1, of=1))


def test_topics_come_with_enough_questions() -> None:
    subjects = cycle(
        ["postgres restore", "kafka lag", "vault token", "react button", "ssh proxy", "invoice ledger"]
    )
    many = [
        replayed(
            replace(
                asked(n, text=f"How about {next(subjects)}, Zanzibar?"), asker_id=person_id(f"p{n % 20}")
            ),
            ["bob"],
            ["cyd"],
        )
        for n in range(FEWEST)
    ]

    found = report(past(), many, Waits())

    assert whole().topics == ()
    assert sum(group.kenner.of for group in found.topics) == FEWEST
    assert "zanzibar" not in " ".join(group.name or "" for group in found.topics)


def test_how_sure_a_ranking_was_is_held_against_whether_it_was_right() -> None:
    right, wrong = outcomes()[0], outcomes()[4]
    sure = [
        replace(one, ranking=replace(one.ranking, confidence=chance, candidates=one.ranking.candidates[:1]))
        for one, chance in ((right, 0.9), (wrong, 0.2))
    ]

    found = report(past(), sure, waited()).reliability

    assert whole().reliability is None
    assert found is not None
    assert found.brier == pytest.approx(0.025)


def test_first_places_without_taking_turns_stand_beside() -> None:
    turns = [replace(one, unbalanced=person_id("bob")) for one in outcomes()]

    loads = {load.way: load for load in report(past(), turns, waited()).loads}

    assert loads[Way.UNBALANCED].people == 1
    assert loads[Way.UNBALANCED].busiest.value == 1.0
    assert Way.UNBALANCED not in {load.way for load in whole().loads}


def test_an_empty_history_is_all_noughts() -> None:
    found = empty()

    assert (found.questions, found.since, found.channels, found.waited.quartiles) == (0, None, (), None)
    assert {load.busiest.of for load in found.loads} == {0}


def test_one_question_is_enough() -> None:
    one = report(past(), outcomes()[:1], replace(waited(), answered=(timedelta(minutes=1),)))

    assert one.questions == 1
    assert one.waited.quartiles is None


def test_no_figure_holds_a_person() -> None:
    """The report's values, down to the last: none is anybody's name, handle or id."""
    said = {str(value).lower() for value in _values(whole(0.5))}

    assert "data" in said
    assert not [value for value in said for who in NAMES if who in value or "zanzibar" in value]


def _values(thing: Any) -> list[Any]:
    if is_dataclass(thing):
        return [v for field in fields(thing) for v in _values(getattr(thing, field.name))]
    if isinstance(thing, tuple):
        return [v for part in thing for v in _values(part)]
    return [thing]


def test_a_report_is_a_value() -> None:
    assert isinstance(whole(), Report)
    assert whole() == whole()
