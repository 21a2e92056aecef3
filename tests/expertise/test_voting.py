"""From hits to votes, by hand."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from math import exp

import pytest

from expertise.types import Evidence, Passage, Role
from expertise.voting import (
    ANSWERING,
    ASKING,
    FULL,
    HALF_LIFE_DAYS,
    WARMTH,
    Scores,
    gather,
    one_per_thread,
    places,
    votes,
)
from index.types import PassageId
from tests.support.builders import START, channel_id, person_id
from tests.support.builders import passage as any_passage

passage = partial(any_passage, text="x" * 100)
ADA, BOB = person_id("ada"), person_id("bob")
NOW = START
YEAR = timedelta(days=HALF_LIFE_DAYS)
WORDS = {PassageId(1): 8.0, PassageId(2): 4.0, PassageId(3): 2.0}
MEANING = {PassageId(1): 0.6, PassageId(2): 0.6 - WARMTH}
SCORES = Scores(words=WORDS, meaning=MEANING)


def _by_words(item: Evidence) -> float:
    return item.words


def _gathered(passages: list[Passage], words: Mapping[PassageId, float] = WORDS) -> list[Evidence]:
    return gather(passages, Scores(words=words, meaning={}), (), NOW)


def test_a_word_or_two_are_no_reason_to_show() -> None:
    said = [
        any_passage(1, text="me", spoke=[("ada", Role.ANSWERED)]),
        any_passage(2, text="restore the base backup first", spoke=[("bob", Role.ANSWERED)]),
    ]

    found = gather(said, SCORES, {PassageId(1), PassageId(2)}, NOW)

    assert {item.person_id: item.is_close for item in found} == {ADA: False, BOB: True}


def test_votes_by_words_fall_with_the_square_of_the_score_and_with_age() -> None:
    passages = [
        passage(1, spoke=[("ada", Role.ASKED), ("bob", Role.ANSWERED)], thread=1, ended=NOW),
        passage(2, spoke=[("ada", Role.ANSWERED)], thread=2, ended=NOW - YEAR),
        passage(3, spoke=[("ada", Role.TOLD), ("bob", Role.ASKED)], thread=3, ended=NOW - 2 * YEAR),
    ]

    found = _gathered(passages)

    # A share of the best score, squared: 1, 1/4 and 1/16. A year halves.
    assert votes(found, ANSWERING, _by_words) == {
        ADA: pytest.approx(1 / 4 * 1 / 2 + 1 / 16 * 1 / 4),
        BOB: pytest.approx(1),
    }
    assert votes(found, ASKING, _by_words) == {ADA: pytest.approx(1), BOB: pytest.approx(1 / 16 * 1 / 4)}


def test_votes_by_meaning_fall_with_the_distance_to_the_nearest() -> None:
    passages = [passage(1, thread=1, ended=NOW), passage(2, thread=2, ended=NOW - YEAR), passage(3, thread=3)]

    found = {e.passage.id: e.meaning for e in gather(passages, SCORES, (), NOW)}

    assert found == {1: 1.0, 2: pytest.approx(exp(-1) / 2), 3: 0.0}


def test_a_word_counts_less_than_a_sentence_and_a_long_text_no_more() -> None:
    lengths = (FULL // 4, FULL, 10 * FULL)

    assert [_gathered([passage(1, text="x" * n, ended=NOW)])[0].words for n in lengths] == [0.25, 1.0, 1.0]


def test_the_scale_of_bm25_does_not_matter() -> None:
    doubled = {number: 2 * score for number, score in WORDS.items()}
    passages = [passage(number, thread=number) for number in (1, 2, 3)]

    assert _gathered(passages, doubled) == _gathered(passages)


def test_words_so_common_that_they_score_nothing_vote_nothing() -> None:
    (found,) = _gathered([passage(1)], {PassageId(1): 0.0})

    assert found.words == 0.0


def test_evidence_remembers_whether_its_passage_is_close() -> None:
    passages = [passage(1, thread=1), passage(2, thread=2)]

    found = gather(passages, SCORES, {PassageId(2)}, NOW)

    assert [(e.passage.id, e.is_close) for e in found] == [(1, False), (2, True)]


def test_evidence_comes_heaviest_first_and_ties_by_passage_then_person() -> None:
    passages = [
        passage(2, spoke=[("ada", Role.ANSWERED)], thread=2),
        passage(1, spoke=[("bob", Role.ANSWERED), ("ada", Role.ANSWERED)], thread=1),
    ]

    found = _gathered(passages, {PassageId(1): 0.5, PassageId(2): 0.5})

    assert [(e.passage.id, e.person_id) for e in found] == [(1, ADA), (1, BOB), (2, ADA)]


def test_a_long_thread_votes_once_with_its_best_passage() -> None:
    passages = [passage(number, spoke=[("ada", Role.ANSWERED)], thread=7) for number in (1, 2, 3)]

    found = _gathered(passages)

    assert [(e.passage.id, e.weight) for e in one_per_thread(found)] == [(1, 1.0)]
    assert votes(found, ANSWERING, _by_words) == {ADA: 1.0}


def test_threads_of_one_time_in_two_channels_vote_each() -> None:
    passages = [passage(1, thread=7, of="data"), passage(2, thread=7, of="ops")]

    found = _gathered(passages, {PassageId(1): 1.0, PassageId(2): 1.0})

    assert len(one_per_thread(found)) == 2
    assert sum(votes(found, ANSWERING, _by_words).values()) == 2.0


def test_what_was_said_after_the_question_is_as_fresh_as_just_now() -> None:
    (found,) = _gathered([passage(1, ended=NOW + YEAR)])

    assert found.words == 1.0


def test_places_are_where_the_best_and_freshest_passages_stand() -> None:
    passages = [
        passage(1, of="data", ended=NOW),
        passage(2, of="ops", ended=NOW),
        passage(3, of="ops", ended=NOW - YEAR),
    ]

    found = places(passages, {PassageId(1): 1.0, PassageId(2): 0.5, PassageId(3): 1.0}, NOW)

    # Cubed: 1, 1/8, and 1 halved by a year.
    assert list(found.items()) == [
        (channel_id("data"), pytest.approx(1 / 1.625)),
        (channel_id("ops"), pytest.approx(0.625 / 1.625)),
    ]
    assert places([], {}, NOW) == {}
