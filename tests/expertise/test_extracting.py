"""What is kept of a thread: chosen, never written; what was chosen stands in its message, word for word."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expertise.extracting import ANSWER, ANSWERS, TITLE, Extract, extract, is_said_in, title_of, topics_of
from expertise.pieces import MARK, chosen, joined, pieces_of
from expertise.types import Message, MessageKind, Role
from tests.support.builders import message, person_id

ASKS = "How do I restore one dropped table from last night's backup?"
TELLS = "Restore the base backup on a second host, then copy the table over with pg_dump."
THANKS = "that worked, thank you!"


def talk(*said: tuple[str, str]) -> list[Message]:
    return [message(text, who, at, thread=0) for at, (who, text) in enumerate(said)]


def kept(*said: tuple[str, str]) -> Extract:
    found = extract(talk(*said))
    assert found
    return found


def answers(found: Extract) -> list[str]:
    return [part.text for part in found.parts if part.role is Role.ANSWERED]


def test_question_and_answer_are_taken_as_they_were_said() -> None:
    found = kept(("ada", ASKS), ("bob", TELLS), ("ada", THANKS))

    assert found.title == ASKS
    assert [(part.author_id, part.role, part.text) for part in found.parts] == [
        (person_id("ada"), Role.ASKED, ASKS),
        (person_id("bob"), Role.ANSWERED, TELLS),
    ]


def test_what_was_thanked_for_goes_before_what_was_only_said() -> None:
    wrong = "Have a look at the table of contents of the backup, the dropped one is often in last night's."

    found = kept(("ada", ASKS), ("eve", wrong), ("ada", "no, it is not"), ("bob", TELLS), ("ada", THANKS))

    assert answers(found) == [TELLS]


def test_what_the_asker_says_it_was_is_an_answer_too() -> None:
    mine = "It turns out that the backup of that table had been excluded since May by a pattern of ours."

    found = kept(("ada", ASKS), ("bob", TELLS), ("ada", mine))

    assert answers(found) == [TELLS, mine]


def test_a_question_back_and_small_talk_are_no_answers() -> None:
    found = kept(
        ("ada", ASKS),
        ("eve", "Which version of the backup is it?"),
        ("eve", "hm"),
        ("bob", TELLS),
        ("eve", "+1"),
    )

    assert answers(found) == [TELLS]


def test_code_stays_whole() -> None:
    code = "```\npg_restore --table orders \\\n  backup.dump\n```"
    long = " ".join(f"Then wait for step {n} of many." for n in range(60))

    (answer,) = answers(kept(("ada", ASKS), ("bob", f"Use this:\n{code}\n{long}")))

    assert code in answer
    assert MARK in answer
    assert len(answer) <= ANSWER + 10 * len(MARK)


def test_what_repeats_others_is_left_out() -> None:
    found = kept(("ada", ASKS), ("bob", f"> {ASKS}\n> really?\n{TELLS}"))

    assert answers(found) == [f"{MARK} {TELLS}"]


def test_a_question_in_several_messages_is_taken_together() -> None:
    found = kept(("ada", "Morning!"), ("ada", ASKS), ("ada", "it is urgent"), ("bob", TELLS))

    assert [part.text for part in found.parts if part.role is Role.ASKED] == ["Morning!", ASKS]
    assert found.title == ASKS


@pytest.mark.parametrize(
    "said",
    [
        [],
        [("ada", ASKS)],
        [("ada", ASKS), ("ada", TELLS)],
        [("ada", ASKS), ("bob", "ok")],
    ],
)
def test_where_nobody_answered_nothing_is_kept(said: Sequence[tuple[str, str]]) -> None:
    assert extract(talk(*said)) is None


def test_where_the_question_is_gone_nothing_is_kept() -> None:
    first, *rest = talk(("ada", ASKS), ("bob", TELLS))
    gone = message("", None, 0, thread=0, kind=MessageKind.TOMBSTONE)

    assert extract([first, *rest]) is not None
    assert extract([gone, *rest]) is None


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Hi all! The build is red. How do I restart the runner?", "How do I restart the runner?"),
        ("hello,\nwe cannot reach the vault since noon", "we cannot reach the vault since noon"),
        (
            "```\ntraceback\n```\nwhat does this trace of the runner mean?",
            "what does this trace of the runner mean?",
        ),
        ("ping?", "ping?"),
    ],
)
def test_the_title_is_the_first_sentence_that_asks(question: str, title: str) -> None:
    assert title_of(question) == title


def test_a_long_title_is_cut_between_words_and_says_so() -> None:
    title = title_of(f"How do I {'restore the backup and ' * 9}the rest?")

    assert len(title) <= TITLE + 1
    assert title.endswith("…")
    assert not title.removesuffix("…").endswith(" ")


def test_topics_are_words_that_come_back_and_name_nobody() -> None:
    found = kept(
        ("ada", "How does Bob restore a Postgres backup?"),
        ("bob", "Restore the Postgres backup by pg_restore."),
    )

    assert set(topics_of(found.title, found.parts, ["Bob"])) == {"restore", "Postgres", "backup"}


def test_what_stands_in_another_order_is_not_said_there() -> None:
    assert is_said_in(f"one. {MARK} three.", "one. two. three.")
    assert not is_said_in(f"three. {MARK} one.", "one. two. three.")
    assert not is_said_in("one two", "one. two")


@given(text=st.text(alphabet="ab. \n`>!?", max_size=200), most=st.integers(1, 60))
def test_whatever_is_chosen_stands_in_the_text(text: str, most: int) -> None:
    pieces = pieces_of(text)
    kept_pieces = chosen(pieces, most, lambda piece: len(piece.text) % 3)

    assert [text[piece.start : piece.end] for piece in pieces] == [piece.text for piece in pieces]
    assert is_said_in(joined(text, kept_pieces), text)
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(text.split())


@given(
    said=st.lists(st.tuples(st.sampled_from(["ada", "bob"]), st.text(min_size=1, max_size=120)), max_size=6)
)
def test_whatever_is_said_only_their_own_words_are_put_down_to_anybody(said: list[tuple[str, str]]) -> None:
    thread = talk(*said)
    texts = {(each.author_id, each.ts): each.text for each in thread}

    found = extract(thread)

    for part in found.parts if found else ():
        assert is_said_in(part.text, texts[part.author_id, part.ts])
    assert found is None or len(answers(found)) <= ANSWERS
