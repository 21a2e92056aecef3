"""Habits and votes, by hand."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from expertise.baselines import Answers, SimilarThread, best_passages, vote
from expertise.types import Message, MessageKind, PersonId, Role
from index.types import Hit, PassageId
from tests.support.builders import START, channel_id, message, minute, passage, person_id, ts_of

ADA, BOB, CYD, DAN, EVE = map(person_id, ("ada", "bob", "cyd", "dan", "eve"))
DAY = 24 * 60
DATA, OPS = channel_id("data"), channel_id("ops")


def taken(messages: Iterable[Message]) -> Answers:
    answers = Answers()
    for each in messages:
        answers.take(each)
    return answers


def thread(start: float, of: str, asker: str, *helpers: str) -> list[Message]:
    """A question at that minute, and each helper's reply a minute after the one before."""
    return [
        message("how?", asker, start, thread=start, of=of),
        *(message("so", who, start + later, thread=start, of=of) for later, who in enumerate(helpers, 1)),
    ]


HISTORY = [
    *thread(0, "data", "ada", "bob"),
    *thread(10, "data", "ada", "bob", "cyd"),
    *thread(20, "ops", "bob", "cyd"),
    *thread(30, "ops", "bob", "cyd", "dan"),
    *thread(40, "ops", "ada", "dan", "cyd"),
]
"""In data: bob 2, cyd 1. In ops: cyd 3, dan 2. Anywhere: cyd 4, bob 2, dan 2."""


# ------------------------------------------------------------------ habits


def test_the_most_active_anywhere_come_first_ties_by_id() -> None:
    assert taken(HISTORY).active(minute(60)) == [CYD, BOB, DAN]


def test_in_a_channel_its_own_threads_count_first_then_those_anywhere() -> None:
    answers = taken(HISTORY)

    assert answers.active_in(DATA, minute(60)) == [BOB, CYD, DAN]
    assert answers.active_in(OPS, minute(60)) == [CYD, DAN, BOB]


@pytest.mark.parametrize("where", [None, channel_id("new")])
def test_without_a_known_channel_the_habit_is_who_is_active_anywhere(where: str | None) -> None:
    answers = taken(HISTORY)

    assert answers.active_in(channel_id(where) if where else None, minute(60)) == answers.active(minute(60))


def test_many_replies_in_a_thread_count_once_and_the_opener_not_at_all() -> None:
    messages = [
        *thread(0, "data", "ada", "bob", "bob", "ada", "bob"),
        *thread(10, "data", "bob", "cyd", "cyd"),
    ]
    messages += thread(20, "data", "bob", "cyd")

    assert taken(messages).active(minute(60)) == [CYD, BOB]


def test_bots_notices_and_unknown_authors_neither_open_nor_answer() -> None:
    messages = [
        message("build failed", "eve", 0, thread=0, of="data", kind=MessageKind.BOT),
        message("again?", None, 1, thread=0, of="data"),
        message("why is that?", "ada", 2, thread=0, of="data"),
        message("the disk is full", "bob", 3, thread=0, of="data"),
        message("joined", "dan", 4, thread=0, of="data", kind=MessageKind.SYSTEM),
    ]

    assert taken(messages).active(minute(60)) == [BOB]


def test_talk_outside_threads_answers_nobody() -> None:
    talk = [message("morning", "ada", 0), message("morning!", "bob", 1)]

    assert taken(talk).active(minute(60)) == []


def test_an_answer_counts_for_180_days() -> None:
    messages = [*thread(0, "data", "ada", "bob"), *thread(DAY, "data", "ada", "cyd")]
    answers = taken(messages)

    assert answers.active_in(DATA, minute(180 * DAY + 1)) == [BOB, CYD]
    assert answers.active_in(DATA, minute(180 * DAY + 2)) == [CYD]
    assert answers.active(minute(400 * DAY)) == []


# ------------------------------------------------------------------ votes


def similar(score: float, *answered: PersonId, days_ago: float = 0) -> SimilarThread:
    at = minute(1_000 * DAY) - timedelta(days=days_ago)
    return SimilarThread(key=(DATA, ts_of(at)), score=score, started_at=at, answered=frozenset(answered))


NOW = minute(1_000 * DAY)


def test_each_thread_votes_with_its_score_for_all_who_answered_in_it() -> None:
    """Bob 3 + 1 = 4, cyd 3, dan 2 + 1.5 = 3.5."""
    threads = [similar(3, BOB, CYD), similar(2, DAN), similar(1.5, DAN), similar(1, BOB)]

    assert vote(threads, NOW) == [BOB, DAN, CYD]


def test_with_a_half_life_an_old_thread_counts_less() -> None:
    """Bob 4 / 2 / 2 = 1; cyd 2.5 / 2 = 1.25; dan 1.125, of today."""
    threads = [similar(4, BOB, days_ago=360), similar(2.5, CYD, days_ago=180), similar(1.125, DAN)]

    assert vote(threads, NOW) == [BOB, CYD, DAN]
    assert vote(threads, NOW, timedelta(days=180)) == [CYD, DAN, BOB]


def test_only_the_fifty_most_similar_threads_vote() -> None:
    threads = [similar(1, BOB)] * 50 + [similar(1, CYD)]

    assert vote(threads, NOW) == [BOB]


def test_equal_votes_are_ordered_by_id_and_what_is_unlike_votes_for_nobody() -> None:
    assert vote([similar(1, CYD, BOB), similar(0, DAN), similar(-0.2, EVE)], NOW) == [BOB, CYD]


def test_a_thread_stands_where_its_best_passage_does() -> None:
    found = {p.id: p for p in (passage(1, thread=0), passage(2, thread=0), passage(3, thread=5))}
    hits = [Hit(passage_id=PassageId(i), score=s) for i, s in ((2, 9.0), (3, 8.0), (1, 7.0), (4, 6.0))]

    assert [(p.id, score) for p, score in best_passages(hits, found)] == [(2, 9.0), (3, 8.0)]


def test_a_similar_thread_knows_all_its_answers_so_far_and_its_age() -> None:
    answers = taken(thread(0, "general", "ada", "bob", "cyd"))
    last = passage(1, spoke=[("ada", Role.ASKED), ("cyd", Role.ANSWERED)], ended=minute(2))

    found = answers.similar(last, 0.5)

    assert (found.answered, found.started_at, found.score) == ({BOB, CYD}, START, 0.5)


def test_unthreaded_talk_is_answered_by_those_who_answer_in_its_passage() -> None:
    answers = taken([message("how?", "ada", 0), message("so", "bob", 1)])

    found = answers.similar(passage(1, spoke=[("ada", Role.ASKED), ("bob", Role.ANSWERED)]), 1.0)

    assert found.answered == {BOB}
