"""What retrieval reads of a message."""

from hypothesis import given
from hypothesis import strategies as st

from expertise.readable import readable


def test_quoted_lines_are_dropped() -> None:
    assert readable("> how do I restore?\nRun the script.") == "Run the script."


def test_a_message_that_only_quotes_is_kept() -> None:
    assert readable("> the dump is in the bucket\n> since May") == "the dump is in the bucket\n since May"


def test_a_comparison_within_a_line_is_no_quotation() -> None:
    assert readable("alert when load > 4") == "alert when load > 4"


def test_short_code_stays_without_its_fence() -> None:
    assert readable("try\n```\nmake test\n```\nthen") == "try\nmake test\nthen"


def test_long_code_keeps_its_head_and_its_tail() -> None:
    code = "first line " + "x" * 2_000 + " ValueError: no such key"

    read = readable(f"it fails:\n```{code}```")

    assert read.startswith("it fails:\nfirst line")
    assert read.endswith("ValueError: no such key")
    assert "\n…\n" in read
    assert len(read) < 650


def test_a_fence_that_is_never_closed_is_code_to_the_end() -> None:
    assert len(readable("look:\n```" + "trace " * 500)) < 650


def test_white_space_is_folded() -> None:
    assert readable("  a \t b\n \r\n\nc  ") == "a b\nc"


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_is_tidy(text: str) -> None:
    read = readable(text)

    assert read == read.strip()
    assert "  " not in read
