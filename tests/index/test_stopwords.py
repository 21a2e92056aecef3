"""Manners of speaking are told from subjects, in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.stopwords import subject_terms, telling_language
from index.terms import question_terms


def _subject(text: str) -> list[str]:
    return subject_terms(text, question_terms(text).words)


@pytest.mark.parametrize(
    "text", ["hi", "Hello!", "thanks", "who knows?", "how are you", "can someone help me please"]
)
def test_a_manner_of_speaking_has_no_subject(text: str) -> None:
    assert _subject(text) == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("restore a Postgres backup", ["restor", "postgr", "backup"]),
        ("wo ist die Kantine?", ["kantin"]),
        ("Wie stelle ich ein Backup wieder her?", ["stell", "backup"]),
        ("GATT 133", ["gatt", "133", "gatt~133"]),
    ],
)
def test_what_is_left_is_the_subject(text: str, subject: list[str]) -> None:
    assert _subject(text) == subject


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wo ist die Kantine?", "de"),
        ("where is the office", "en"),
        ("o que é isso", "pt"),
        ("is die API down", None),  # as much the one as the other
        ("kubernetes ingress timeout", None),
        ("hi", None),
        ("", None),
    ],
)
def test_a_short_question_is_in_the_language_of_its_stop_words(text: str, language: str | None) -> None:
    assert telling_language(text) == language


@given(st.text())
def test_no_text_makes_an_error_and_nothing_is_invented(text: str) -> None:
    terms = question_terms(text).words

    assert set(subject_terms(text, terms)) <= set(terms)
