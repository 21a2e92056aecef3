"""What is drawn for a terminal and for scripts: whole words, no control characters, stable keys."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console import as_json, lines, printable
from tests.support.answers import a_quotation, a_suggestion, an_answer
from tests.support.builders import channel, person

EVIL = "\x1b[2J\x1b]0;owned\x07\r\x9b31m\u0085\x7fred"


def test_an_answer_is_drawn_in_plain_lines() -> None:
    assert list(lines(an_answer(), is_private=False)) == [
        "One person may know about “restore a backup”:",
        "",
        (
            "  Bob, Engineer: answered two questions like this, the last three days ago (#data);"
            " has been answering in this channel lately."
        ),
        "    “with pg_restore”",
        "    #data, 1 March 2024 https://acme.slack.com/x",
        "",
        "This thread may help:",
        "  Bob in #data, three days ago: “with pg_restore” https://acme.slack.com/x",
        "",
        "I only used public channels.",
    ]


def test_where_nobody_stands_out_a_channel_is_named() -> None:
    drawn = "\n".join(lines(an_answer(suggestions=(), threads=()), is_private=True))

    assert "nobody stands out on “restore a backup”" in drawn
    assert "#data" in drawn
    assert drawn.endswith("I only used channels that you can read.")


def test_a_channel_that_is_for_such_things_is_named_before_the_closest_talk() -> None:
    drawn = "\n".join(
        lines(an_answer(suggestions=(), threads=(), belongs_in=channel("postgres")), is_private=True)
    )

    assert "By its name and purpose, #postgres is for such things; it may be worth asking there." in drawn
    assert "#data" not in drawn


def test_whoever_is_where_it_belongs_is_said_to_be_there_and_no_more() -> None:
    suggestion = replace(
        a_suggestion(answered=0, also=None, last_at=None),
        member_of=(channel("postgres"), channel("backups")),
    )

    told = as_json(an_answer(suggestions=(suggestion,), belongs_in=channel("postgres"), ask_in=None))

    assert told["people"][0]["why"] == "is in #postgres and #backups, where such things belong"
    assert told["people"][0]["member_of"] == ["postgres", "backups"]
    assert told["ask_in"] == "postgres"


def test_where_there_is_no_channel_either_it_says_so() -> None:
    drawn = "\n".join(lines(an_answer(suggestions=(), threads=(), ask_in=None), is_private=False))

    assert "#" not in drawn


def test_a_thread_by_nobody_known_is_somebodys() -> None:
    drawn = list(lines(an_answer(threads=(a_quotation(author=None, link=None),)), is_private=False))

    assert "  somebody in #data, three days ago: “with pg_restore”" in drawn


def test_no_control_character_reaches_the_terminal() -> None:
    bad_person = person("bob", name=f"Bob{EVIL}", title=EVIL)
    bad_channel = channel("data", name=f"data{EVIL}\nForged: line")
    quotation = a_quotation(text=EVIL, author=bad_person, where=bad_channel, link=EVIL)
    suggestion = a_suggestion(who=bad_person, where=bad_channel, quotation=quotation)
    answer = an_answer(question=EVIL, suggestions=(suggestion,), threads=(quotation,), ask_in=bad_channel)
    nobody = an_answer(question=EVIL, suggestions=(), threads=(), ask_in=bad_channel)

    for drawn in (*lines(answer, is_private=False), *lines(nobody, is_private=False)):
        assert drawn.isprintable()


@pytest.mark.parametrize(
    "text",
    ["שלום עולם", "كيف أستعيد النسخة", "👩‍💻 🏳️‍🌈 🇺🇳", "日本語", "naïve Ärger ﬁ", "e\u0301", "a\u00a0b"],
)
def test_every_script_and_emoji_survives(text: str) -> None:
    drawn = "\n".join(lines(an_answer(threads=(a_quotation(text=text),)), is_private=False))

    assert f"“{text}”" in drawn.replace(" ".join(text.split()), text)
    assert printable(text) == text


@given(st.text())
def test_what_is_printable_is_one_line_and_all_the_rest_is_kept(text: str) -> None:
    shown = printable(text)

    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
    assert [c for c in shown if c != " "] == [c for c in text if not (ord(c) <= 32 or 127 <= ord(c) < 160)]


def test_the_keys_for_scripts_stay() -> None:
    told = as_json(an_answer())

    assert list(told) == ["question", "stands_out", "people", "cards", "threads", "ask_in"]
    why = ["score", "why", "answered", "told", "asked", "quotation", "knows", "member_of"]
    assert list(told["people"][0]) == ["id", "name", *why]
    assert list(told["threads"][0]) == ["text", "author", "channel", "at", "link"]
    assert json.loads(json.dumps(told)) == told
    assert told["people"][0]["id"] == "Ubob"
    assert told["threads"][0]["at"] == "2024-03-01T09:00:00+00:00"


def test_scripts_are_told_that_nobody_stands_out() -> None:
    told = as_json(an_answer(suggestions=(), threads=(), ask_in=None))

    assert told == {
        "question": "restore a backup",
        "stands_out": False,
        "people": [],
        "cards": [],
        "threads": [],
        "ask_in": None,
    }
