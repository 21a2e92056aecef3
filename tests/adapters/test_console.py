"""What is drawn for a terminal and for scripts: whole words, no control characters, stable keys."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console import as_json, lines, printable, reason
from bot import phrases
from bot.telling import Answer, Quotation, Suggestion
from expertise.explanation import Also, Explanation
from expertise.types import Channel, Person, Ranking
from tests.support.builders import START, channel, minute, person

NOW = minute(60 * 24 * 3)
EVIL = "\x1b[2J\x1b]0;owned\x07\r\x9b31m\u0085\x7fred"


def test_an_answer_is_drawn_in_plain_lines() -> None:
    assert list(lines(_answer(), is_private=False)) == [
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
    drawn = "\n".join(lines(_answer(suggestions=(), threads=()), is_private=True))

    assert "nobody stands out on “restore a backup”" in drawn
    assert "#data" in drawn
    assert drawn.endswith("I only used channels that you can read.")


def test_a_channel_that_is_for_such_things_is_named_before_the_closest_talk() -> None:
    drawn = "\n".join(
        lines(_answer(suggestions=(), threads=(), belongs_in=channel("postgres")), is_private=True)
    )

    assert "By its name and purpose, #postgres is for such things; it may be worth asking there." in drawn
    assert "#data" not in drawn


def test_whoever_is_where_it_belongs_is_said_to_be_there_and_no_more() -> None:
    suggestion = replace(
        _suggestion(answered=0, also=None, last_at=None),
        member_of=(channel("postgres"), channel("backups")),
    )

    told = as_json(_answer(suggestions=(suggestion,), belongs_in=channel("postgres"), ask_in=None))

    assert told["people"][0]["why"] == "is in #postgres and #backups, where such things belong"
    assert told["people"][0]["member_of"] == ["postgres", "backups"]
    assert told["ask_in"] == "postgres"


def test_where_there_is_no_channel_either_it_says_so() -> None:
    drawn = "\n".join(lines(_answer(suggestions=(), threads=(), ask_in=None), is_private=False))

    assert "#" not in drawn


def test_a_thread_by_nobody_known_is_somebodys() -> None:
    drawn = list(lines(_answer(threads=(_quotation(author=None, link=None),)), is_private=False))

    assert "  somebody in #data, three days ago: “with pg_restore”" in drawn


@pytest.mark.parametrize("also", Also)
def test_what_else_put_somebody_there_is_said(also: Also) -> None:
    assert reason(_suggestion(also=also), NOW).endswith(f"(#data); {phrases.ALSO[also]}")


def test_a_statement_that_nobody_asked_for_is_not_called_an_answer() -> None:
    told = reason(_suggestion(answered=0, told=1, asked=2, also=None), NOW)

    assert told == "wrote about something like this three days ago (#data)"


def test_whoever_only_asked_was_looking_into_it() -> None:
    told = reason(_suggestion(answered=0, asked=2, also=None), NOW)

    assert told == "was looking into something like this three days ago (#data)"


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        (("terraform",), "says they know “terraform”"),
        (("terraform", "state", "CI"), "says they know “terraform”, “state” and “CI”"),
    ],
)
def test_what_somebody_says_they_know_is_told_beside_what_they_did(
    topics: tuple[str, ...], said: str
) -> None:
    suggestion = _suggestion(knows=topics, also=Also.LATELY)
    silent = _suggestion(answered=0, knows=topics, also=None, last_at=None)

    assert reason(suggestion, NOW).endswith(f"(#data); {said}; {phrases.ALSO[Also.LATELY]}")
    assert reason(silent, NOW) == said
    assert as_json(_answer(suggestions=(suggestion,)))["people"][0]["knows"] == list(topics)


def test_no_control_character_reaches_the_terminal() -> None:
    bad_person = person("bob", name=f"Bob{EVIL}", title=EVIL)
    bad_channel = channel("data", name=f"data{EVIL}\nForged: line")
    quotation = _quotation(text=EVIL, author=bad_person, where=bad_channel, link=EVIL)
    suggestion = _suggestion(who=bad_person, where=bad_channel, quotation=quotation)
    answer = _answer(question=EVIL, suggestions=(suggestion,), threads=(quotation,), ask_in=bad_channel)
    nobody = _answer(question=EVIL, suggestions=(), threads=(), ask_in=bad_channel)

    for drawn in (*lines(answer, is_private=False), *lines(nobody, is_private=False)):
        assert drawn.isprintable()


@pytest.mark.parametrize(
    "text",
    ["שלום עולם", "كيف أستعيد النسخة", "👩‍💻 🏳️‍🌈 🇺🇳", "日本語", "naïve Ärger ﬁ", "e\u0301", "a\u00a0b"],
)
def test_every_script_and_emoji_survives(text: str) -> None:
    drawn = "\n".join(lines(_answer(threads=(_quotation(text=text),)), is_private=False))

    assert f"“{text}”" in drawn.replace(" ".join(text.split()), text)
    assert printable(text) == text


@given(st.text())
def test_what_is_printable_is_one_line_and_all_the_rest_is_kept(text: str) -> None:
    shown = printable(text)

    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
    assert [c for c in shown if c != " "] == [c for c in text if not (ord(c) <= 32 or 127 <= ord(c) < 160)]


def test_the_keys_for_scripts_stay() -> None:
    told = as_json(_answer())

    assert list(told) == ["question", "stands_out", "people", "threads", "ask_in"]
    why = ["score", "why", "answered", "told", "asked", "quotation", "knows", "member_of"]
    assert list(told["people"][0]) == ["id", "name", *why]
    assert list(told["threads"][0]) == ["text", "author", "channel", "at", "link"]
    assert json.loads(json.dumps(told)) == told
    assert told["people"][0]["id"] == "Ubob"
    assert told["threads"][0]["at"] == "2024-03-01T09:00:00+00:00"


def test_scripts_are_told_that_nobody_stands_out() -> None:
    told = as_json(_answer(suggestions=(), threads=(), ask_in=None))

    assert told == {
        "question": "restore a backup",
        "stands_out": False,
        "people": [],
        "threads": [],
        "ask_in": None,
    }


def _answer(**fields: Any) -> Answer:
    whole: dict[str, Any] = {
        "question": "restore a backup",
        "asked_at": NOW,
        "suggestions": (_suggestion(),),
        "threads": (_quotation(),),
        "ask_in": channel("data"),
        "ranking": Ranking(candidates=(), threads=(), stands_out=True, ask_in=None),
    }
    return Answer(**whole | fields)


def _suggestion(
    *,
    who: Person | None = None,
    where: Channel | None = None,
    quotation: Quotation | None = None,
    answered: int = 2,
    told: int = 0,
    asked: int = 0,
    also: Also | None = Also.HERE,
    last_at: datetime | None = START,
    knows: tuple[str, ...] = (),
) -> Suggestion:
    where = where or channel("data")
    explanation = Explanation(
        answered=answered,
        told=told,
        asked=asked,
        last_at=last_at,
        knows=knows,
        channels=(where.id,),
        also=also,
        best=None,
    )
    return Suggestion(
        person=who or person("bob", title="Engineer"),
        score=-1.23456789,
        explanation=explanation,
        channels=(where,),
        quotation=quotation or _quotation(),
    )


def _quotation(
    text: str = "with pg_restore",
    *,
    author: Person | None = person("bob"),  # noqa: B008
    where: Channel | None = None,
    at: datetime = minute(0),  # noqa: B008
    link: str | None = "https://acme.slack.com/x",
) -> Quotation:
    return Quotation(text=text, author=author, channel=where or channel("data"), at=at, link=link)
