"""From hits to votes, by hand."""

from datetime import timedelta
from functools import partial
from math import log

import pytest

from expertise.types import Role
from expertise.voting import HALF_LIFE_DAYS, comb_sum, gather, one_per_thread
from index.types import PassageId
from tests.support.builders import START, person_id
from tests.support.builders import passage as any_passage

passage = partial(any_passage, text="x" * 100)
ADA, BOB = person_id("ada"), person_id("bob")
NOW = START
YEAR = timedelta(days=HALF_LIFE_DAYS)
SCORES = {PassageId(1): 0.8, PassageId(2): 0.4, PassageId(3): 0.2}


def test_votes_add_up_weighted_by_closeness_role_and_age() -> None:
    passages = [
        passage(1, spoke=[("ada", Role.ASKED), ("bob", Role.ANSWERED)], thread=1, ended=NOW),
        passage(2, spoke=[("ada", Role.ANSWERED)], thread=2, ended=NOW - YEAR),
        passage(3, spoke=[("ada", Role.ANSWERED), ("bob", Role.ASKED)], thread=3, ended=NOW - 2 * YEAR),
    ]

    votes = comb_sum(gather(passages, SCORES, (), NOW))

    # A share of the best score, to the sixth: 1, 1/64 and 1/4096. Asking counts a quarter; a year
    # halves. Everyone says as much: ln(1 + 100 / 100).
    assert votes == {
        ADA: pytest.approx(log(2) * (1 * 1 / 4 + 1 / 64 * 1 / 2 + 1 / 4096 * 1 / 4)),
        BOB: pytest.approx(log(2) * (1 + 1 / 4096 * 1 / 4 * 1 / 4)),
    }


def test_a_longer_answer_counts_more_but_not_in_proportion() -> None:
    short, long = (
        gather([passage(1, text="x" * length)], SCORES, (), NOW)[0].weight for length in (100, 1_000)
    )

    assert (short, long) == (pytest.approx(log(2)), pytest.approx(log(11)))


def test_the_scale_of_the_scores_does_not_matter() -> None:
    doubled = {number: 2 * score for number, score in SCORES.items()}
    passages = [passage(number, thread=number) for number in (1, 2, 3)]

    assert gather(passages, doubled, (), NOW) == gather(passages, SCORES, (), NOW)


def test_evidence_remembers_whether_its_passage_is_close() -> None:
    passages = [passage(1, thread=1), passage(2, thread=2)]

    found = gather(passages, SCORES, {PassageId(2)}, NOW)

    assert [(e.passage.id, e.is_close) for e in found] == [(1, False), (2, True)]


def test_evidence_comes_heaviest_first_and_ties_by_passage_then_person() -> None:
    passages = [
        passage(2, spoke=[("ada", Role.ANSWERED)], thread=2),
        passage(1, spoke=[("bob", Role.ANSWERED), ("ada", Role.ANSWERED)], thread=1),
    ]

    found = gather(passages, {PassageId(1): 0.5, PassageId(2): 0.5}, (), NOW)

    assert [(e.passage.id, e.person_id) for e in found] == [(1, ADA), (1, BOB), (2, ADA)]


def test_a_long_thread_votes_once_with_its_best_passage() -> None:
    passages = [passage(number, spoke=[("ada", Role.ANSWERED)], thread=7) for number in (1, 2, 3)]

    found = one_per_thread(gather(passages, SCORES, (), NOW))

    assert [(e.passage.id, e.weight) for e in found] == [(1, pytest.approx(log(2)))]


def test_threads_of_one_time_in_two_channels_vote_each() -> None:
    passages = [passage(1, thread=7, of="data"), passage(2, thread=7, of="ops")]

    assert len(one_per_thread(gather(passages, SCORES, (), NOW))) == 2


def test_what_was_said_after_the_question_is_as_fresh_as_just_now() -> None:
    (found,) = gather([passage(1, ended=NOW + YEAR)], SCORES, (), NOW)

    assert found.weight == pytest.approx(log(2))
