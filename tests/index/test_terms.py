"""What word search compares."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.terms import MAX_TERM, fold, passage_terms, question_terms, words_among


def words(text: str) -> tuple[str, ...]:
    return passage_terms(text).words


def test_words_are_folded_and_stemmed() -> None:
    assert words("Running the Invoices, café") == ("run", "the", "invoic", "cafe")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wasm_init_memory", {"wasm_init_memory", "wasm", "init", "memori"}),
        ("foo::bar", {"foo::bar", "foo", "bar"}),
        ("getHTTPResponse", {"gethttprespons", "get", "http", "respons"}),
        ("0x8005", {"0x8005"}),
        ("ERR_CERT_DATE_INVALID", {"err_cert_date_invalid", "err", "cert", "date", "invalid"}),
        ("SQLSTATE 57P01", {"sqlstate", "57p01", "sqlstate~57p01"}),
        ("GATT: 133", {"gatt", "133", "gatt~133"}),
        ("C++ and C#", {"c++", "c#", "c", "and"}),
        ("std.io.Reader", {"std.io.reader", "std", "io", "reader"}),
    ],
)
def test_identifiers_stay_whole_and_give_their_parts(text: str, expected: set[str]) -> None:
    assert set(words(text)) == expected


def test_an_identifier_counts_once_as_a_whole() -> None:
    assert words("wasm_init").count("wasm_init") == 1


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert words("請求書の承認") == ("請求", "求書", "書の", "の承", "承認")
    assert words("が") == ("が",)  # not か: the mark is part of the letter


def test_full_width_forms_are_the_same_words() -> None:
    assert words("ＧＡＴＴ　１３３") == words("GATT 133")


def test_long_words_give_trigrams_and_questions_more_of_them() -> None:
    compound = passage_terms("Rechnungsprüfung").grams

    assert compound[:3] == ("rec", "ech", "chn")
    assert passage_terms("Rechnung").grams == ()
    assert set(question_terms("Rechnung").grams) <= set(compound)


def test_questions_and_passages_give_the_same_words() -> None:
    text = "Why does GATT 133 appear in onConnectionStateChange?"

    assert question_terms(text).words == passage_terms(text).words


@settings(deadline=None)
@given(st.text())
@example("a" * 20_000)
@example("_" * 500)
@example("a." * 5_000)
@example("\ud800 \x00 \u2028")
def test_no_text_fails_and_no_term_breaks_the_index(text: str) -> None:
    terms = question_terms(text)

    for term in (*terms.words, *terms.grams):
        assert 0 < len(term) <= MAX_TERM + 30
        assert not any(character.isspace() for character in term)


@given(st.text(alphabet="abcdeäöüßABC", min_size=1, max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "Restoring backups: GATT 133, see wasm_init_memory or foo::barBaz",
        "error 0x8005 (code=133) after GATT  133",
        "請求書の検査 and Rechnungsprüfung",
        "",
    ],
)
def test_words_among_are_those_that_a_passage_has(text: str) -> None:
    asked = {"restor", "backup", "gatt~133", "133", "foo::barbaz", "baz", "code~133", "請求", "never"}

    assert words_among(asked, text) == asked.intersection(passage_terms(text).words)
