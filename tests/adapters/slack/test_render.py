"""Cards as Slack takes them, whatever people are called and whatever they wrote."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.home import home, page_message
from adapters.slack.render import answer, note, posted
from bot.chat_types import QuestionId
from bot.homepage import Declared, Profile, Topic, home_page
from bot.invitation_notes import invitation
from bot.notes import (
    Trouble,
    copy_part,
    drafted,
    erased,
    help_note,
    looking,
    muted,
    notice,
    trouble,
)
from bot.offering import Offer
from bot.showing import Around, Showing, answer_view
from bot.views import Mode, Note, Page, Section
from expertise.consent import Naming
from tests.support.answers import a_quotation, a_suggestion, an_answer
from tests.support.block_kit import buttons, links, pings, problems, words
from tests.support.builders import channel, person
from tests.support.closing import a_card, closing_pages, some_carried
from tests.support.weekly_pages import weekly_pages

URL = "https://acme.slack.com"
STORED = "https://acme.slack.com/archives/Cdata/p1709283600000100"
HOSTILE = [
    "",
    " \n ",
    "x" * 300,
    "<!channel> <!here> <@U0MAYA> @here <!subteam^S1>",
    "<https://evil.example|click me> https://evil.example",
    "*bold* _lean_ ~gone~ `code` ```fence``` > quote",
    "&lt;!channel&gt; &amp;",
    "&<>" * 14_000,
    "שלום עולם \u202e evil",
    "👩‍💻🏳️‍🌈 :tada: 日本語",
    "a\0b\ud800\x1b[2J",
    "one\ntwo\r\nthree",
]


def card(text: str, mode: Mode = Mode.PRIVATE, level: Naming = Naming.BY_NAME) -> dict[str, Any]:
    """An answer with the text in every place where people's words can be."""
    where = channel("data", name=text)
    people = [person(f"p{n}", name=text, title=text) for n in range(3)]
    said = a_quotation(text, author=people[0], where=where, link=STORED)
    drawn = an_answer(
        question=text,
        suggestions=tuple(a_suggestion(who=who, where=where, quotation=said) for who in people),
        threads=(said, said, said),
        ask_in=where,
        cards=(a_card(text, STORED),) if level is Naming.BY_NAME else (),
    )
    return answer(
        answer_view(
            drawn,
            Showing(
                mode=mode,
                offer=Offer(question_id="q1", has_more=True, can_share=True),
                consent={who.id: level for who in people},
                today=date(2024, 3, 4),
                around={who.id: Around(now=False, local_time=time(2, 5)) for who in people},
            ),
        ),
        URL,
    )


def pages(text: str, count: int = 3) -> list[dict[str, Any]]:
    """Somebody's page as the home tab and as a message."""
    where = a_quotation(text, where=channel("data", name=text), link=STORED)
    own = Profile(
        follows=[f"{n}{text}" for n in range(count)],
        topics=[
            Topic(id=str(n), label=f"{n}{text}", answered=n, evidence=(where,) * 5) for n in range(count)
        ],
        declared=[Declared(id=str(n), label=f"{n}{text}") for n in range(count)],
        consent=Naming.NOT_YET,
        carried=some_carried(text, count),
    )
    return [home(home_page(own, has_fields=True)), page_message(home_page(own, has_fields=False))]


NOTES: list[Note] = [
    *(trouble(what) for what in Trouble),
    looking(),
    looking(is_busy=True),
    muted("t1"),
    muted("t1", already=True),
    erased(),
    help_note("/whoknows", "/iknow", "/til"),
    notice(date(2024, 3, 12)),
    drafted("restore a backup", None),
    *(drafted(text, text) for text in HOSTILE),
]


@pytest.mark.parametrize("view", NOTES, ids=lambda view: view.text[:30])
def test_every_note_is_a_card_that_slack_takes(view: Note) -> None:
    drawn = note(view)

    assert problems(drawn) == []
    assert pings(drawn) == []
    assert links(drawn) == set()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("count", [0, 50])
def test_notebooks_and_weekly_notes_are_drawn_within_the_limits(text: str, count: int) -> None:
    for each in (*closing_pages(text, count), *weekly_pages(text, count, STORED)):
        assert problems(page_message(each)) == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("level", Naming)
def test_an_answer_is_a_card_that_slack_takes(text: str, mode: Mode, level: Naming) -> None:
    drawn = card(text, mode, level)

    assert problems(drawn) == []
    assert pings(drawn) == []
    assert links(drawn) <= {STORED, *(f"{URL}/team/Up{n}" for n in range(3))}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_page_is_one_that_slack_takes(text: str, count: int) -> None:
    for drawn in pages(text, count):
        assert problems(drawn) == []
        assert pings(drawn) == []
        assert links(drawn) <= {STORED}


@given(st.text(alphabet="<>&*_~`:@#!|/ \nabU0h\u05d0") | st.text(), st.sampled_from(Mode))
@settings(max_examples=50, deadline=None)
def test_no_text_at_all_makes_a_card_that_pings_links_or_is_refused(text: str, mode: Mode) -> None:
    drawn = card(text, mode)

    assert problems(drawn) == []
    assert pings(drawn) == []
    assert links(drawn) <= {STORED, *(f"{URL}/team/Up{n}" for n in range(3))}


ANY_TEXT = st.text(alphabet="<>&*_~`:@#!|/ \nabU0h\u05d0\u200d\u0301“”") | st.text()


@given(ANY_TEXT, st.integers(min_value=0, max_value=15))
@settings(max_examples=50, deadline=None)
def test_no_text_at_all_makes_a_page_that_pings_links_or_is_refused(text: str, count: int) -> None:
    for drawn in pages(text, count):
        assert problems(drawn) == []
        assert pings(drawn) == []
        assert links(drawn) <= {STORED}


@given(ANY_TEXT, st.integers(min_value=1, max_value=9))
@settings(max_examples=50, deadline=None)
def test_no_text_at_all_makes_a_note_that_pings_links_or_is_refused(text: str, times: int) -> None:
    long = (text * times * 400)[: 2_500 * times]
    for view in (
        drafted(long, text),
        drafted(text, None),
        invitation(QuestionId("q"), long, "Ana", "wrote the steps", is_referred=False),
        copy_part(long[:2_500], 1, times),
        muted(long),
        help_note("/whoknows", "/iknow", "/til"),
    ):
        drawn = note(view)

        assert problems(drawn) == []
        assert pings(drawn) == []
        assert links(drawn) == set()


@given(ANY_TEXT)
@settings(max_examples=50, deadline=None)
def test_no_declared_topic_or_channel_name_breaks_out_of_its_sentence(text: str) -> None:
    """Topics and channels of members too, in every mode."""
    who, where = person("p", name=text, picture=text), channel("data", name=text)
    known = replace(a_suggestion(who=who, where=where), member_of=(where, where, where))
    known = replace(known, explanation=replace(known.explanation, knows=(text, text)))
    told = an_answer(question=text, suggestions=(known,), belongs_in=where)
    for mode in Mode:
        view = answer_view(
            told,
            Showing(
                mode=mode,
                offer=Offer(question_id="q1", has_more=True),
                consent={who.id: Naming.BY_NAME},
                today=date(2024, 3, 4),
            ),
        )
        drawn = answer(view, URL)

        assert problems(drawn) == []
        assert pings(drawn) == []
        assert links(drawn) <= {"https://acme.slack.com/x", f"{URL}/team/Up"}


def test_what_the_eye_reads_the_ear_hears() -> None:
    drawn = card("Maya Lind")
    heard = drawn["text"]

    for line in ("may know about “Maya Lind”", "answered two questions like this", "Not around right now"):
        assert line in heard
        assert line in words(drawn)
    assert "“Maya Lind”" in heard


def test_names_are_links_to_profiles_where_the_workspace_is_known_and_bold_where_not() -> None:
    view = answer_view(
        an_answer(threads=()),
        Showing(
            mode=Mode.PRIVATE,
            offer=Offer(question_id="q1"),
            consent={person("bob").id: Naming.BY_NAME},
            today=date(2024, 3, 4),
        ),
    )

    assert answer(view, URL + "/")["blocks"][1]["text"]["text"].startswith(
        f"*<{URL}/team/Ubob|Bob>* (Engineer) "
    )
    assert answer(view)["blocks"][1]["text"]["text"].startswith("*Bob* (Engineer) ")


def test_somebody_unnamed_has_no_link() -> None:
    assert links(card("Maya", level=Naming.THROUGH_KENNER)) == set()


def test_a_posted_message_carries_its_key_and_unfolds_nothing() -> None:
    drawn = posted(card("Maya"), "out-17")

    assert drawn["metadata"] == {"event_type": "kenner_outgoing", "event_payload": {"key": "out-17"}}
    assert (drawn["unfurl_links"], drawn["unfurl_media"], drawn["link_names"]) == (False, False, False)
    assert drawn["parse"] == "none"


def test_a_page_without_small_print_has_none() -> None:
    drawn = page_message(Page(opening="", sections=(Section(title="A break", body="Too much?"),), footer=""))

    assert [block["type"] for block in drawn["blocks"]] == ["header", "section"]


def test_buttons_are_told_apart_and_carry_their_values() -> None:
    drawn = buttons(card("Maya Lind"))

    assert drawn["Read it"]["url"] == STORED
    assert drawn["This helped"]["value"] == "q1"
    assert drawn["This helped"]["action_id"].startswith("helped.")
    assert "confirm" in drawn["Share here"]


def test_erasing_is_a_red_button_that_asks_first() -> None:
    for page in pages("Postgres"):
        erase = buttons(page)["Erase"]
        assert erase["style"] == "danger"
        assert erase["confirm"]["style"] == "danger"


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("51 blocks of 50", lambda d: d.update(blocks=[{"type": "divider"}] * 51)),
    ("0 blocks of 50", lambda d: d.update(blocks=[])),
    ("no text for screen readers", lambda d: d.update(text=" ")),
    ("text of 4000", lambda d: d.update(text="x" * 4_000)),
    ("a bracket that is not escaped", lambda d: d.update(text="a < b")),
    ("unknown block", lambda d: d["blocks"].append({"type": "marquee"})),
    ("block_id 'b'", lambda d: d["blocks"].extend([{"type": "divider", "block_id": "b"}] * 2)),
    ("action_id", lambda d: d["blocks"].extend([b for b in d["blocks"] if b["type"] == "actions"])),
    ("text of 3001", lambda d: d["blocks"][0]["text"].update(text="x" * 3_001)),
    ("text of 0", lambda d: d["blocks"][0]["text"].update(text="")),
    (
        "no alt_text",
        lambda d: d["blocks"].append({"type": "image", "image_url": "x", "alt_text": ""}),
    ),
    ("no elements", lambda d: d["blocks"].append({"type": "actions", "elements": []})),
    ("option's value", lambda d: d["blocks"].append(_select("x" * 151))),
]


@pytest.mark.parametrize(("problem", "spoil"), BROKEN, ids=[problem for problem, _ in BROKEN])
def test_the_judge_of_cards_finds_what_is_wrong(
    problem: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    drawn = note(muted("t1"))
    spoil(drawn)

    assert any(problem in found for found in problems(drawn))


def test_the_judge_sees_pings() -> None:
    drawn = note(muted("t1")) | {"text": "<!channel> and <@U1> and <https://x.example|x>"}

    assert pings(drawn) == ["!channel", "@U1"]


def _select(value: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": "one"}, "value": value}
    return {
        "type": "actions",
        "elements": [{"type": "static_select", "action_id": "s", "options": [option]}],
    }
