"""People's words among ours."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quoting import tidy


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo\tthree", "one two three"),
        ("a\x1b[2Jb\x07", "a[2Jb"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("half \ud800", "half \ufffd"),
        ("👩\u200d💻 at work", "👩\u200d💻 at work"),
        ("שלום", "\u2068שלום\u2069"),
        ("see שלום", "\u2068see שלום\u2069"),
        ("", ""),
        ("Ma\u200by\u2060a\u200d \u3164\u00adLind", "Maya Lind"),
        ("من\u200cی", "\u2068من\u200cی\u2069"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4),
        ("tag\U000e0041\U000e0042", "tag"),
    ],
)
def test_words_are_shown_on_one_line_in_their_own_direction(text: str, shown: str) -> None:
    assert tidy(text, 80) == shown


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_no_words_garble_what_stands_around_them(text: str, length: int) -> None:
    shown = tidy(text, length)

    assert len(shown) <= length + 3
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown)
    assert shown.count("\u2068") == shown.count("\u2069") <= 1
    assert not any(c in shown for c in "\u202a\u202b\u202d\u202e\u2066\u2067\u200f")
