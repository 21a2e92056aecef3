"""Plain text on its way to Slack: it pings nobody, links nowhere and formats nothing, whatever it is."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.plain import storable
from adapters.slack.text import bold, defused, escaped, linked, literal, plain_text

_MARKUP = st.text(alphabet="<>&*_~`:@#!|/ \nab\u05d0C0lamgt;https.e-x\0\ud800") | st.text()
_FORMATTING = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
LINK = "https://acme.slack.com/archives/C1/p1?thread_ts=1.2&cid=C1"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Maya Lind", "Maya Lind"),
        ("R&D <Bob>", "R&amp;D &lt;Bob&gt;"),
        ("<!channel>", "&lt;\u2060!channel&gt;"),
        ("<@U1|x>", "&lt;\u2060@U1|x&gt;"),
        ("<https://evil.example|click>", "&lt;\u2060https:\u2060//evil.example|click&gt;"),
        ("*loud* ~gone~ `code`", "∗loud∗ ∼gone∼ ˋcodeˋ"),
        ("snake_case _leans_", "snake_case ˍleansˍ"),
        (":tada: 12:30", ":\u2060tada: 12:30"),
        ("two\nlines\tof it", "two lines of it"),
        ("יעל כהן", "יעל כהן"),
        ("", ""),
    ],
)
def test_a_name_is_read_as_it_is_written(text: str, drawn: str) -> None:
    assert literal(text, 200) == drawn


@given(_MARKUP, st.integers(min_value=1, max_value=60))
@example("&" * 30, 20)
@example("000_00", 5)
def test_no_text_pings_links_formats_or_outgrows_its_place(text: str, limit: int) -> None:
    drawn = literal(text, limit)

    assert len(drawn) <= limit
    assert not re.search(r"[<>\n]", drawn)
    assert "&" not in _ENTITY.sub("", drawn)
    assert "://" not in drawn
    assert not _FORMATTING.search(drawn)


@given(_MARKUP)
def test_what_is_escaped_reads_back_as_it_was(text: str) -> None:
    back = plain_text(escaped(text), {}, {})

    assert back == storable(text).replace("<@", "< @").replace("\r\n", "\n")


@given(_MARKUP, st.integers(min_value=1, max_value=60))
def test_escaping_never_cuts_an_entity_or_leaves_a_bracket(text: str, limit: int) -> None:
    drawn = escaped(text, limit)

    assert len(drawn) <= limit
    assert not re.search(r"[<>]", drawn)
    assert "&" not in _ENTITY.sub("", drawn)


@given(_MARKUP)
def test_defusing_adds_only_what_is_not_seen(text: str) -> None:
    assert defused(text).replace("\u2060", "") == storable(text).replace("\u2060", "")


def test_bold_is_one_span_however_many_stars_are_in_it() -> None:
    assert bold("a*b", 20) == "*a∗b*"
    assert bold("  ", 20) == ""
    assert len(bold("x" * 300, 50)) == 50


def test_a_stored_permalink_becomes_a_link() -> None:
    assert linked(LINK, "#data > ops|x", 200) == (
        "<https://acme.slack.com/archives/C1/p1?thread_ts=1.2&amp;cid=C1|#data &gt; ops¦x>"
    )


@pytest.mark.parametrize("address", [None, "", "javascript:x", "https://x|y", "https://x>y", "http://a b"])
def test_what_is_no_address_leaves_the_label_alone(address: str | None) -> None:
    assert linked(address, "#data", 200) == "#data"
