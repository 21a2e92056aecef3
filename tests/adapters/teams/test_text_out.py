"""Plain text on its way to Teams: it pings nobody, links nowhere and formats nothing, whatever it is."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.plain import storable
from adapters.teams.text import address, defused, escaped, harmless, shortened
from tests.support.adaptive_cards import shown_by_markdown

_MARKUP = st.text(alphabet="<>&*_~`:@#!|/ \n\t[]()\\.{}1-+ab\u05d0at0wDATE\0\ud800") | st.text()
LINK = "https://teams.microsoft.com/l/message/19:data@thread.tacv2/1?tenantId=t&parentMessageId=1"


@pytest.mark.parametrize(
    "text", ["<at>Ada</at>", "< AT >x", "</at>", "{{DATE(2017-02-14T06:08:39Z)}}", "{{{{"]
)
def test_what_looks_like_a_mention_or_a_date_is_broken_up(text: str) -> None:
    assert not re.search(r"<\s*/?at|\{\{", defused(text), re.IGNORECASE)


@given(_MARKUP)
def test_defusing_adds_only_what_is_not_seen(text: str) -> None:
    assert defused(text).replace("\u2060", "") == storable(text).replace("\u2060", "")


@given(_MARKUP)
def test_nothing_that_is_stored_pings(text: str) -> None:
    assert not re.search(r"</?at\b|<@", harmless(text), re.IGNORECASE)


@given(_MARKUP)
@example("1. Maya Lind")
@example("# loud")
@example("[click](https://evil.example)")
@example("https://evil.example www.evil.example")
@example("<b>x</b>")
@example("a\\*b*")
@example("===\n---")
@example("&lt;b&gt;")
@example("    code")
def test_no_text_is_markdown_or_html_once_it_is_escaped(text: str) -> None:
    one_line = " ".join(text.split())
    html = shown_by_markdown(escaped(one_line))

    assert re.fullmatch(r"<p>[^<>]*</p>\n|", html)
    assert "://" not in html
    assert "www." not in html


@given(st.text(alphabet="abc 123.*_#<&-`"))
def test_what_is_escaped_reads_as_it_was_written(text: str) -> None:
    one_line = " ".join(text.split())

    shown = unescape(shown_by_markdown(escaped(one_line)).removeprefix("<p>").removesuffix("</p>\n"))

    assert shown.replace("\u2060", "") == one_line


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_what_is_shortened_fits(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit


def test_a_stored_permalink_is_an_address() -> None:
    assert address(LINK, 500) == LINK


@pytest.mark.parametrize(
    "link", [None, "", "javascript:x", "http://x.example", "https://a b", LINK + "x" * 500]
)
def test_what_is_no_address_leads_nowhere(link: str | None) -> None:
    assert address(link, 500) is None
