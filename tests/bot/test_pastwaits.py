"""What became of past questions: answered, left alone, or nobody can tell."""

from datetime import timedelta

import pytest

from bot.pastwaits import Waits, waits
from expertise.types import Message, MessageKind
from tests.support.builders import message as said
from tests.support.builders import minute, person_id, ts_of

DAY = 24 * 60
LATER = said("the end", "eve", 30 * DAY, of="elsewhere")


def _of(*messages: Message, since: float = 0) -> Waits:
    return waits([*messages, LATER], ts_of(minute(since)))


def test_the_first_reply_by_somebody_else_ends_the_wait() -> None:
    found = _of(
        said("how do I restore?", "ada", 0, thread=0),
        said("anyone?", "ada", 5, thread=0),
        said("beep", None, 6, thread=0, kind=MessageKind.BOT),
        said("with pg_restore", "bob", 30, thread=0),
        said("or like so", "cyd", 40, thread=0),
    )

    assert found.answered == (timedelta(minutes=30),)
    assert list(found.first.values()) == [person_id("bob")]
    assert list(found.replied.values()) == [minute(30)]
    assert [q.qid for q in found.questions] == list(found.replied)
    assert (found.unanswered, found.unknown) == ((), 0)


def test_a_question_that_nobody_followed_went_without_an_answer() -> None:
    found = _of(
        said("good morning", "bob", 0),
        said("how do I restore?", "ada", 30),
        said("I mean postgres", "ada", 32),
        said("lunch", "bob", 60),
    )

    assert [q.text for q in found.unanswered] == ["how do I restore?"]
    assert not found.unanswered[0].helpers
    assert found.unanswered[0].asker_id == person_id("ada")


@pytest.mark.parametrize(
    "around",
    [
        [said("with pg_restore", "bob", 5)],
        [said("one more thing", "ada", 15), said("with pg_restore", "bob", 30)],
        [said("talking of backups", "bob", -5)],
        [said("more on this", "ada", 3, thread=3), said("with pg_restore", "bob", 90, thread=3)],
    ],
    ids=["followed", "followed after a word of one's own", "in the midst of talk", "answered below the next"],
)
def test_in_the_midst_of_talk_nobody_can_tell(around: list[Message]) -> None:
    found = _of(said("how do I restore?", "ada", 0), *around, since=-10)

    assert (found.unanswered, found.unknown, found.answered) == ((), 1, ())


def test_talk_elsewhere_or_by_bots_is_no_answer() -> None:
    found = _of(
        said("how do I restore?", "ada", 0),
        said("with pg_restore", "bob", 1, of="ops"),
        said("beep", None, 2, kind=MessageKind.BOT),
    )

    assert len(found.unanswered) == 1


def test_statements_have_no_wait_but_count_for_who_answers() -> None:
    found = _of(
        said("the backup is done", "ada", 0, thread=0),
        said("great", "bob", 5, thread=0),
        said("nobody cares about this statement", "ada", 100),
    )

    assert (found.answered, found.unanswered, found.unknown) == ((), (), 0)
    assert list(found.first.values()) == [person_id("bob")]


def test_only_what_is_held_out_and_settled_counts() -> None:
    found = _of(
        said("too early?", "ada", 0),
        said("in time?", "ada", 100),
        said("a week is not over yet?", "ada", 23.5 * DAY),
        since=50,
    )

    assert [q.text for q in found.unanswered] == ["in time?"]


def test_an_empty_history_has_no_waits() -> None:
    assert waits([], ts_of(minute(0))) == Waits()
