"""Past threads that may answer: near ones, recent ones first."""

from datetime import timedelta

import pytest

from expertise.threads import AGEING, OWN, chance_that_first_answers, past_threads
from expertise.types import Role
from expertise.voting import Scores
from index.types import PassageId
from tests.support.builders import START, passage, person_id, ts_of

NOW = START
SCORES = Scores(words={PassageId(1): 4.0, PassageId(2): 2.0}, meaning={PassageId(1): 0.5, PassageId(3): 0.5})
EVERY = frozenset({PassageId(1), PassageId(2), PassageId(3)})


def test_words_and_meaning_add_up_squared_and_fall_with_age() -> None:
    passages = [
        passage(1, thread=1, ended=NOW),
        passage(2, thread=2, ended=NOW - timedelta(days=9)),
        passage(3, thread=3, ended=NOW),
    ]

    found = past_threads(passages, SCORES, EVERY, None, NOW)

    assert [(thread.passage.id, thread.score) for thread in found] == [
        (1, pytest.approx(1.5**2)),
        (3, pytest.approx(0.5**2)),
        (2, pytest.approx(0.5**2 * 10**-AGEING)),
    ]


def test_a_thread_counts_by_its_best_passage_and_is_as_old_as_its_latest() -> None:
    old = passage(2, thread=1, ended=NOW - timedelta(days=99))

    (found,) = past_threads([old, passage(1, thread=1, ended=NOW)], SCORES, {PassageId(1)}, None, NOW)

    assert found.score == pytest.approx(1.5**2)
    assert found.passage == old
    assert found.is_close


def test_what_the_asker_has_seen_counts_less() -> None:
    own = passage(1, thread=1, ended=NOW, spoke=[("ada", Role.ASKED), ("bob", Role.ANSWERED)])

    (theirs,) = past_threads([own], SCORES, EVERY, person_id("cyd"), NOW)
    (seen,) = past_threads([own], SCORES, EVERY, person_id("ada"), NOW)

    assert seen.score == pytest.approx(OWN * theirs.score)


def test_the_further_the_first_leads_the_likelier_it_answers() -> None:
    far = past_threads([passage(1, thread=1), passage(3, thread=3)], SCORES, EVERY, None, NOW)
    near = past_threads([passage(2, thread=2), passage(3, thread=3)], SCORES, EVERY, None, NOW)

    assert 0 < chance_that_first_answers(near) < chance_that_first_answers(far) < 1


def test_what_is_not_close_or_not_there_answers_nothing() -> None:
    found = past_threads([passage(1, thread=1), passage(3, thread=3)], SCORES, (), None, NOW)

    assert chance_that_first_answers(found) == 0.0
    assert chance_that_first_answers([]) == 0.0


def test_words_so_common_that_they_score_nothing_still_find_a_thread() -> None:
    nothing = Scores(words={PassageId(1): 0.0}, meaning={})

    (found,) = past_threads([passage(1, thread=1)], nothing, EVERY, None, NOW)

    assert 0 < found.score < 1e-9


def test_equal_threads_come_by_channel_and_time() -> None:
    passages = [passage(3, thread=8, ended=NOW), passage(4, thread=7, ended=NOW)]
    equal = Scores(words={PassageId(3): 1.0, PassageId(4): 1.0}, meaning={})

    found = past_threads(passages, equal, EVERY, None, NOW)

    assert [thread.ts for thread in found] == sorted(thread.ts for thread in found)
    assert found[0].ts < ts_of(NOW + timedelta(days=999))
