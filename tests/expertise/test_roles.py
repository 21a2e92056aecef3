"""Who asked and who answered in a thread."""

from expertise.passages import answers, roles
from expertise.types import MessageKind, Role
from tests.support.builders import message, minute, person_id, talk, thread, ts_of

ADA, BOB, CYD = person_id("ada"), person_id("bob"), person_id("cyd")


def test_the_opener_asked_and_the_others_answered() -> None:
    parts = roles(talk(("ada", "how do I restore?"), ("bob", "with pg_restore"), ("cyd", "or the script")))

    assert parts == {ADA: Role.ASKED, BOB: Role.ANSWERED, CYD: Role.ANSWERED}


def test_an_opener_who_speaks_again_still_asked() -> None:
    parts = roles(talk(("ada", "how do I restore?"), ("bob", "pg_restore"), ("ada", "that worked")))

    assert parts[ADA] is Role.ASKED


def test_whoever_states_something_alone_answered() -> None:
    assert roles(talk(("ada", "The runbook is in the wiki"))) == {ADA: Role.TOLD}


def test_whoever_asks_alone_asked() -> None:
    assert roles(talk(("ada", "where is the runbook?"), ("ada", "anyone?"))) == {ADA: Role.ASKED}


def test_a_statement_that_others_reply_to_counts_as_asking() -> None:
    assert roles(talk(("ada", "The build is red."), ("bob", "Fixed.")))[ADA] is Role.ASKED


def test_where_the_opening_is_gone_nobody_asked() -> None:
    replies = thread(
        message("with pg_restore", "bob", 1, thread=0),
        message("thanks", "ada", 2, thread=0),
        ts=ts_of(minute(0)),
    )

    assert roles(replies) == {BOB: Role.ANSWERED, ADA: Role.ANSWERED}


def test_where_the_opening_is_a_tombstone_nobody_asked() -> None:
    gone = message("", "ada", 0, thread=0, kind=MessageKind.TOMBSTONE)

    parts = roles(thread(gone, message("with pg_restore", "bob", 1, thread=0)))

    assert parts == {BOB: Role.ANSWERED}


def test_nobody_asked_where_a_bot_opened() -> None:
    alert = message("Disk is full on db-1", "pager", 0, thread=0, kind=MessageKind.BOT)

    parts = roles(
        thread(alert, message("clearing old logs", "bob", 1, thread=0), message("me too", "cyd", 2, thread=0))
    )

    assert parts == {BOB: Role.ANSWERED, CYD: Role.ANSWERED}


def test_nobody_asked_where_the_opener_is_not_known() -> None:
    lost = message("how do I restore?", None, 0, thread=0)

    parts = roles(
        thread(lost, message("pg_restore", "bob", 1, thread=0), message("or the script", "cyd", 2, thread=0))
    )

    assert parts == {BOB: Role.ANSWERED, CYD: Role.ANSWERED}


def test_a_bot_has_no_part() -> None:
    reply = message("ticket made", "pager", 1, thread=0, kind=MessageKind.BOT)

    assert roles(thread(message("is it down?", "ada", 0, thread=0), reply)) == {ADA: Role.ASKED}


def test_an_answer_counts_from_when_it_first_came() -> None:
    asked = talk(("ada", "how?"), ("bob", "so"), ("cyd", "or so"), ("bob", "or even so"))

    assert answers(asked) == {BOB: minute(1), CYD: minute(2)}


def test_talking_to_oneself_answers_nobody() -> None:
    assert answers(talk(("ada", "The runbook is in the wiki"), ("ada", "page 3"))) == {}


def test_where_the_opening_is_gone_everyone_answered_the_others() -> None:
    replies = thread(
        message("so", "bob", 1, thread=0), message("or so", "cyd", 2, thread=0), ts=ts_of(minute(0))
    )

    assert answers(replies) == {BOB: minute(1), CYD: minute(2)}
