"""An answer is shortened honestly: its own words in a row, and a mark wherever some are left out."""

from hypothesis import given
from hypothesis import strategies as st

from expertise.excerpts import CUT, excerpt

QUESTION = "how do I restore the orders database?"


def test_what_fits_is_quoted_whole_on_one_line() -> None:
    assert excerpt("Stop it.\n\nThen  replay the log.", QUESTION, 100) == "Stop it. Then replay the log."


def test_of_what_does_not_fit_the_beginning_is_quoted_where_nothing_else_says_more() -> None:
    said = "Restore the orders database first. " + "Then have a very long lunch with everybody. " * 5

    assert excerpt(said, QUESTION, 60) == f"Restore the orders database first.{CUT}"


def test_what_stands_later_and_says_more_is_quoted_with_marks_on_both_sides() -> None:
    said = (
        "Good morning, I hope that all of you had a nice weekend. "
        "Restore the orders database with `pg_restore`. "
        "See you all at lunch then, and bring somebody along with you."
    )

    assert excerpt(said, QUESTION, 60) == f"{CUT}Restore the orders database with `pg_restore`.{CUT}"


def test_one_long_sentence_is_cut_between_words() -> None:
    assert excerpt("alpha beta gamma delta epsilon", QUESTION, 20) == f"alpha beta gamma{CUT}"


def test_what_others_are_quoted_with_is_left_out_and_that_is_marked() -> None:
    said = "> how do I restore it?\nWith pg_restore."

    assert excerpt(said, QUESTION, 100) == f"{CUT}With pg_restore."


def test_of_nothing_nothing_is_quoted() -> None:
    assert excerpt(" \n ", QUESTION, 100) == ""


@given(st.text(max_size=400), st.text(max_size=60), st.integers(20, 120))
def test_an_excerpt_is_never_longer_and_holds_words_of_the_text_alone(
    text: str, question: str, length: int
) -> None:
    words = excerpt(text, question, length)

    assert len(words) <= length
    own = " ".join(text.replace(">", " ").replace("`", " ").split())
    assert all(word in own for word in words.replace(CUT, " ").replace("`", " ").replace(">", " ").split())
