"""Which words of a thread answer: chosen by what they say, and by what whoever asked said of them."""

import pytest

from expertise.answers import FIRST, LEAST, answering, worth_quoting
from expertise.types import Message, MessageTs, Thread
from tests.support.builders import message, minute, person_id, talk, thread, ts_of

LONG = (
    "use the base backup, replay the log until just before the drop, then swap the two databases over again"
)


def near(**at: float) -> dict[MessageTs, float]:
    """How near messages are, by their minute: ``m1=.5``."""
    return {ts_of(minute(int(name[1:]))): value for name, value in at.items()}


def chosen(of: Thread, **at: float) -> list[tuple[str, ...]]:
    """What would be quoted, message by message."""
    return [tuple(m.text for m in each.messages) for each in worth_quoting(answering(of, near(**at)))]


def test_the_answer_is_chosen_and_neither_the_question_nor_the_thanks() -> None:
    of = talk(
        ("ada", "how do I restore it?"), ("bob", LONG), ("ada", "thanks, that worked"), ("bob", "welcome!")
    )

    assert chosen(of, m0=1, m1=0.4) == [(LONG,)]


def test_what_one_person_says_in_a_row_is_one_answer() -> None:
    of = talk(("ada", "how do I restore it?"), ("bob", "two steps, see below"), ("bob", LONG))

    assert chosen(of, m0=1, m1=0.3, m2=0.5) == [("two steps, see below", LONG)]


def test_a_question_back_is_left_off_the_end_and_is_no_answer_itself() -> None:
    of = talk(
        ("ada", "how do I restore it?"), ("cyd", "which version is it on?"), ("bob", LONG), ("bob", "okay?")
    )

    assert chosen(of, m0=1, m1=0.6, m2=0.4) == [(LONG,)]


def test_what_worked_is_preferred_to_what_did_not() -> None:
    other = LONG.replace("base", "other")
    of = talk(
        ("ada", "how do I restore it?"),
        ("bob", other),
        ("ada", "tried that, no luck"),
        ("cyd", LONG),
        ("ada", "that worked"),
    )

    assert chosen(of, m0=1, m1=0.5, m3=0.5) == [(LONG,)]


def test_two_that_are_as_good_are_both_quoted_and_never_three() -> None:
    said = [("ada", "how?"), *((who, LONG.replace("base", who)) for who in ("bob", "cyd", "dan"))]

    assert len(chosen(talk(*said), m0=1, m1=0.5, m2=0.5, m3=0.5)) == 2


def test_who_does_not_know_is_quoted_after_who_does() -> None:
    unsure = "I have not seen that one, and I don't really know what the log has to do with the base backup"
    of = talk(("ada", "how do I restore it?"), ("cyd", unsure), ("bob", LONG))

    assert chosen(of, m0=1, m1=0.45, m2=0.4) == [(LONG,)]


def test_what_is_not_near_is_not_quoted_however_much_it_says() -> None:
    of = talk(("ada", "how do I restore it?"), ("bob", f"{LONG} `{LONG}` {LONG}"))

    assert chosen(of, m0=1, m1=0.19) == []


def test_what_says_next_to_nothing_is_not_quoted() -> None:
    of = talk(("ada", "how do I restore it?"), ("bob", "no idea"), ("cyd", "+1"))

    assert chosen(of, m0=1, m1=0.9, m2=0.9) == []


def test_in_a_stretch_of_talk_the_answer_follows_the_question_that_is_like_it() -> None:
    of = talk(
        ("bob", "lunch was good, the soup above all, and the bread that they bake there every morning"),
        ("ada", "how do I restore it?"),
        ("bob", LONG),
    )

    assert chosen(of, m0=0.3, m1=0.9, m2=0.4) == [(LONG,)]


def test_whoever_asked_does_not_answer_themselves() -> None:
    of = talk(("ada", "how do I restore it?"), ("ada", LONG), ("ada", LONG))

    assert answering(of, near(m0=1, m1=1, m2=1)) == []


def test_a_thread_without_words_answers_nothing() -> None:
    gone = Thread(channel_id=message("x").channel_id, ts=ts_of(minute(0)), messages=())

    assert answering(gone, {}) == []
    assert worth_quoting([]) == []


def test_what_an_answer_is_worth_by_hand() -> None:
    """Near .4; of 102 characters ln 103 / ln 301 squared, times .35; the first one; and it solved it."""
    of = talk(("ada", "how?"), ("bob", LONG), ("ada", "that worked"))

    (only,) = answering(of, near(m0=1, m1=0.4))

    assert len(LONG) == 102
    assert only.worth == pytest.approx(0.4 + 0.35 * 0.65947 + FIRST + 0.3, abs=1e-4)
    assert only.author_id == person_id("bob")
    assert only.worth > LEAST


def test_equals_are_told_in_the_order_of_time() -> None:
    first, second = (_at(number, "bob" if number == 1 else "cyd") for number in (1, 2))
    of = thread(message("how?", "ada", 0, thread=0), message("well, hm", "dan", 0.5, thread=0), first, second)

    found = answering(of, near(m1=0.5, m2=0.5))

    assert [each.messages for each in found] == [(first,), (second,)]


def _at(number: int, who: str) -> Message:
    return message(LONG, who, number, thread=0)
