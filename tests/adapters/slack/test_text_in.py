"""Slack's markup as plain text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.slack.rich_text import rich_text
from adapters.slack.text import Names, mentions, plain_text
from adapters.slack.times import moment

PEOPLE = {"U1": "Ann A", "W2": "R&amp;D <Bob>"}
CHANNELS = {"C1": "general"}
NAMES = Names(people=PEOPLE, channels=CHANNELS)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("nothing to do", "nothing to do"),
        ("<@U1> and <@U1|old name>", "@Ann A and @Ann A"),
        ("<@U9>, <@U9|a name that was forgotten>", "@someone, @someone"),
        ("<#C1> <#C1|before> <#C9|gone> <#C9|> <#C9>", "#general #general #gone #channel #channel"),
        ("<!subteam^S1|@web> <!subteam^S1>", "@web @group"),
        ("<!here> <!channel|channel> <!everyone>", "@here @channel @everyone"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<https://x.example/a|the page>", "the page (https://x.example/a)"),
        ("<https://x.example/?a=1&amp;b=2>", "https://x.example/?a=1&b=2"),
        (
            "<http://x.example|x.example> <http://x.example/|http://x.example>",
            "http://x.example http://x.example/",
        ),
        ("<mailto:a@x.example|a@x.example>", "a@x.example"),
        ("<mailto:a@x.example|write> <tel:+49|+49>", "write (a@x.example) +49"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt; once", "&lt; once"),
        ("```\nif a &lt; b:\n    go()\n```", "```\nif a < b:\n    go()\n```"),
        ("Map<String> stays", "Map<String> stays"),
        ("typed &lt;@U1&gt;", "typed < @U1>"),
        ("a\0b\ud800c", "a\ufffdb\ufffdc"),
        ("one\r\ntwo", "one\ntwo"),
        ("😀 stays", "😀 stays"),
    ],
)
def test_markup_becomes_text(text: str, plain: str) -> None:
    assert plain_text(text, PEOPLE, CHANNELS) == plain


def test_names_are_not_unescaped() -> None:
    assert plain_text("<@W2> &amp; co", PEOPLE, {}) == "@R&amp;D <Bob> & co"


def test_mentions_are_given_once_and_in_order() -> None:
    assert mentions("<@U2> <@U1|x> <@U2> <#C1> <!here> <@b>") == ["U2", "U1"]


markup = st.lists(
    st.one_of(
        st.text(st.characters(), max_size=4),
        st.sampled_from(
            ["<", ">", "@", "|", "&lt;", "&gt;", "&amp;", "<@", "<@U1>", "U1", "\0", "\ud800", "<!", "#C1"]
        ),
    ),
    max_size=30,
).map("".join)


@given(text=markup, name=markup)
@example(text="&lt;<@U1>&gt;", name="U1")
@example(text="<<@U1>@U1>", name="U1")
def test_any_text_becomes_storable_text_that_mentions_nobody(text: str, name: str) -> None:
    plain = plain_text(text, {"U1": name}, {"C1": name})
    assert "<@" not in plain
    assert mentions(plain) == []
    assert "\0" not in plain
    plain.encode()  # refuses lone surrogates


@given(seconds=st.integers(0, 4_000_000_000), microseconds=st.integers(0, 999_999))
def test_times_are_exact_to_the_microsecond(seconds: int, microseconds: int) -> None:
    at = moment(f"{seconds}.{microseconds:06}")
    assert at is not None
    assert at.utcoffset() is not None
    assert at.microsecond == microseconds
    assert int(at.replace(microsecond=0).timestamp()) == seconds


@given(ts=st.text())
def test_any_text_is_a_time_or_none(ts: str) -> None:
    assert moment(ts) is None or re.fullmatch(r"\d+(\.\d{1,6})?", ts)


def part(kind: str, *elements: Any, **fields: Any) -> dict[str, Any]:
    return {"type": f"rich_text_{kind}", "elements": list(elements)} | fields


def leaf(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind} | fields


def words(text: str, **fields: Any) -> dict[str, Any]:
    return leaf("text", text=text, **fields)


def test_rich_text_parts_become_lines() -> None:
    item = part("section", words("item"))
    block = {
        "type": "rich_text",
        "elements": [
            part("section", words("a & "), words("code", style={"code": True}), words("\n")),
            part("list", item, item, style="ordered"),
            part("list", item, style="bullet", indent=1),
            part("quote", words("one\ntwo")),
            part("preformatted", words("x = 1")),
        ],
    }
    assert rich_text([block, {"type": "divider"}], NAMES).split("\n") == [
        "a & `code`",
        "1. item",
        "2. item",
        "  • item",
        "> one",
        "> two",
        "```",
        "x = 1",
        "```",
    ]


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (leaf("user", user_id="U1"), "@Ann A"),
        (leaf("user", user_id="U9"), "@someone"),
        (leaf("usergroup", usergroup_id="S1"), "@group"),
        (leaf("channel", channel_id="C1"), "#general"),
        (leaf("broadcast", range="here"), "@here"),
        (leaf("emoji", name="tada", unicode="1f389"), ":tada:"),
        (leaf("link", url="https://x.example", text="x"), "x (https://x.example)"),
        (leaf("link", url="https://x.example"), "https://x.example"),
        (leaf("date", timestamp=1, fallback="Feb 18"), "Feb 18"),
        (leaf("color", value="#fff"), "#fff"),
        (words("<@U1>"), "< @U1>"),
        (leaf("unheard-of"), ""),
    ],
)
def test_rich_text_leaves(element: dict[str, Any], text: str) -> None:
    assert rich_text([{"type": "rich_text", "elements": [part("section", element)]}], NAMES) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "elements", "text", "style", "indent", "url"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(elements=json_values)
def test_rich_text_of_any_shape_never_raises(elements: Any) -> None:
    block = {"type": "rich_text", "elements": [part("section", elements), part("list", elements), elements]}
    assert "<@" not in rich_text([block], NAMES)
