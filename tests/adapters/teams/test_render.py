"""Cards as Teams takes them, whatever people are called and whatever they wrote."""

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.drawing import TeamsDrawing
from adapters.teams.extension import found
from adapters.teams.render import answer, note, page, size
from bot.chat_types import QuestionId
from bot.homepage import Declared, Profile, Topic, home_page
from bot.invitation_notes import invitation
from bot.notes import (
    Trouble,
    copy_part,
    drafted,
    erased,
    help_in_teams,
    looking,
    muted,
    notice,
    trouble,
)
from bot.offering import Offer
from bot.showing import Around, Showing, answer_view
from bot.views import AnswerView, Mode, Note, Page, Section
from expertise.consent import Naming
from tests.support.adaptive_cards import buttons, card_problems, links, parts, problems, words
from tests.support.answers import a_quotation, a_suggestion, an_answer
from tests.support.builders import channel, person
from tests.support.closing import a_card, closing_pages, some_carried
from tests.support.weekly_pages import weekly_pages

STORED = "https://teams.microsoft.com/l/message/19:data@thread.tacv2/1709283600000?tenantId=t"
PICTURE = "https://pictures.example/maya.png"
HOSTILE = [
    "",
    " \n ",
    "x" * 300,
    "<at>Everyone</at> @channel",
    "[click me](https://evil.example) https://evil.example",
    "1. Maya\n- list\n# title\n> quote\n```\nfence",
    "**bold** _lean_ ~~gone~~ `code`",
    "{{DATE(2017-02-14T06:08:39Z, SHORT)}} ${name}",
    "<b>bold</b> &lt;script&gt; &amp;",
    '"\\' * 2_000,
    "שלום עולם \u202e evil",
    "👩‍💻🏳️‍🌈 日本語" * 200,
    "a\0b\ud800\x1b[2J",
]


def view(text: str, mode: Mode = Mode.PRIVATE, level: Naming = Naming.BY_NAME) -> AnswerView:
    """An answer with the text in every place where people's words can be."""
    where = channel("data", name=text)
    people = [person(f"p{n}", name=text, title=text, picture=PICTURE) for n in range(3)]
    said = a_quotation(text, author=people[0], where=where, link=STORED)
    drawn = an_answer(
        question=text,
        suggestions=tuple(a_suggestion(who=who, where=where, quotation=said) for who in people),
        threads=(said, said, said),
        ask_in=where,
        cards=(a_card(text, STORED),) if level is Naming.BY_NAME else (),
    )
    return answer_view(
        drawn,
        Showing(
            mode=mode,
            offer=Offer(question_id="q1", has_more=True, can_share=True),
            consent={who.id: level for who in people},
            today=date(2024, 3, 4),
            around={who.id: Around(now=False, local_time=time(2, 5)) for who in people},
        ),
    )


def pages(text: str, count: int = 3) -> list[Page]:
    """Somebody's page with and without fields."""
    where = a_quotation(text, where=channel("data", name=text), link=STORED)
    own = Profile(
        follows=[f"{n}{text}" for n in range(count)],
        topics=[
            Topic(id=f"{n}{text[:80]}", label=f"{n}{text}", answered=n, evidence=(where,) * 5)
            for n in range(count)
        ],
        declared=[Declared(id=f"{n}{text[:80]}", label=f"{n}{text}") for n in range(count)],
        consent=Naming.NOT_YET,
        carried=some_carried(text, count),
    )
    return [home_page(own, has_fields=True), home_page(own, has_fields=False)]


NOTES: list[Note] = [
    *(trouble(what) for what in Trouble),
    looking(),
    muted("t1"),
    muted("t1", already=True),
    erased(),
    help_in_teams(),
    notice(date(2024, 3, 12)),
    *(drafted(text, text) for text in HOSTILE),
    *(invitation(QuestionId("q"), text, "Ana", "wrote the steps", is_referred=False) for text in HOSTILE),
    *(copy_part((text * 2_500)[:2_500], 1, 2) for text in HOSTILE if text),
]


@pytest.mark.parametrize("drawn", NOTES, ids=lambda drawn: repr(drawn.text[:30]))
def test_every_note_is_a_card_that_teams_takes(drawn: Note) -> None:
    assert problems(note(drawn)) == []
    assert links(note(drawn)) == set()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("count", [0, 50])
def test_notebooks_and_weekly_notes_are_drawn_within_the_limits(text: str, count: int) -> None:
    for each in (*closing_pages(text, count), *weekly_pages(text, count, STORED)):
        assert problems(page(each)) == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("level", Naming)
def test_an_answer_is_a_card_that_teams_takes(text: str, mode: Mode, level: Naming) -> None:
    drawn = answer(view(text, mode, level))

    assert problems(drawn) == []
    assert links(drawn) <= {STORED}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_page_is_one_that_teams_takes(text: str, count: int) -> None:
    for each in pages(text, count):
        assert problems(page(each)) == []
        assert links(page(each)) <= {STORED}


ANY_TEXT = st.text(alphabet='<>&*_~`:@#!|/ \n1.-[]()\\"{}at\u05d0\u200d\u0301“”') | st.text()


@given(ANY_TEXT, st.sampled_from(Mode), st.integers(min_value=0, max_value=15))
@settings(max_examples=40, deadline=None)
def test_no_text_at_all_makes_a_card_that_pings_links_or_is_refused(
    text: str, mode: Mode, count: int
) -> None:
    for drawn in (
        answer(view(text, mode)),
        *map(page, pages(text, count)),
        note(drafted((text * 400)[:2_500], text)),
        note(copy_part((text * 400)[:2_500], 1, 1)),
        note(muted(text)),
    ):
        assert problems(drawn) == []
        assert links(drawn) <= {STORED}


def test_what_notifications_say_is_the_whole_answer_and_the_card_reads_the_same() -> None:
    seen = view("Maya Lind")
    drawn = answer(seen)

    assert drawn["summary"] == seen.text
    for line in ("may know about “Maya Lind”", "answered two questions like this", "Not around right now"):
        assert line in words(drawn)
        assert line in seen.text
    assert "text" not in drawn


def test_every_note_is_read_aloud_in_whole() -> None:
    for each in NOTES[:12]:
        read = " ".join(words(note(each)).split())
        for line in each.text.split("\n"):
            assert " ".join(line.split()) in read


def test_a_page_is_read_aloud_with_headings_to_jump_between() -> None:
    drawn = page(pages("Postgres")[0])
    titles = [part["text"] for part in parts(drawn) if part.get("style") == "heading"]

    assert titles[:3] == ["Who knows?", "What I ask for you now", "What I would suggest you for"]
    for section in pages("Postgres")[0].sections:
        assert section.title in words(drawn)


def test_names_are_words_and_nobody_is_mentioned() -> None:
    drawn = answer(view("Maya Lind"))

    assert "29:" not in json.dumps(drawn)
    assert "entities" not in json.dumps(drawn)


def test_somebody_unnamed_has_neither_picture_nor_link() -> None:
    drawn = answer(view("Maya", level=Naming.THROUGH_KENNER))

    assert links(drawn) == set()
    assert PICTURE not in json.dumps(drawn)


def test_a_picture_says_whose_it_is() -> None:
    pictures = [part for part in parts(answer(view("Maya Lind"))) if part.get("type") == "Image"]

    assert [part["altText"] for part in pictures] == ["Maya Lind"] * 3


def test_buttons_are_told_apart_and_do_the_same_in_older_clients() -> None:
    drawn = buttons(answer(view("Maya Lind")))

    assert drawn["Read it"]["url"] == STORED
    assert drawn["This helped"]["data"] == {"kenner": {"action": "helped", "value": "q1"}}
    assert drawn["This helped"]["fallback"]["data"] == drawn["This helped"]["data"]
    assert drawn["Ask Maya Lind"]["tooltip"] == "Ask suggestion 3 of 3, Maya Lind"


def test_what_is_shared_from_the_chat_with_the_bot_is_shared_where_it_was_asked() -> None:
    drawn = buttons(answer(view("Maya Lind")))

    assert "Share here" not in drawn
    assert drawn["Share it there"]["type"] == "Action.ShowCard"
    assert drawn["Share it"]["data"]["kenner"]["action"] == "share"


def test_what_cannot_be_taken_back_asks_first() -> None:
    for each in pages("Postgres"):
        drawn = buttons(page(each))
        assert drawn["Erase"]["type"] == "Action.ShowCard"
        assert drawn["Erase it"]["style"] == "destructive"
        assert drawn["Erase it"]["data"]["kenner"]["action"] == "erase"


def test_what_is_typed_goes_with_its_own_button_alone() -> None:
    drawn = buttons(page(pages("Postgres")[0]))

    assert "associatedInputs" not in drawn["Ask"]
    assert drawn["Pause me"]["associatedInputs"] == "none"
    assert drawn["Pause me"]["fallback"]["associatedInputs"] == "none"


def test_a_copy_is_whole_whatever_is_in_it() -> None:
    whole = "".join(f'"{n}": "日本 {n}"\n' for n in range(500))[:2_500]

    read = words(note(copy_part(whole, 1, 1)))

    assert [line.strip() for line in whole.strip().splitlines()] == read.splitlines()[1:]


def test_a_long_page_says_how_much_it_leaves_out() -> None:
    drawn = page(pages('"Postgres"' * 8, 50)[0])
    shown = words(drawn)

    assert size(drawn) > 8_000
    assert "And " in shown
    assert "more, which are in your copy" in shown


def test_a_page_as_long_as_pages_are_keeps_what_shows_why() -> None:
    drawn = page(pages("restoring Postgres", 12)[0])

    topics, questions = 10 + 10 + 10, 5 + 2  # of which two have a helper of that name
    followed = 5
    assert words(drawn).count("restoring Postgres") == topics + questions + followed


def test_what_is_kept_is_an_activity() -> None:
    drawing = TeamsDrawing()
    kept = [
        drawing.answer(view("Maya")),
        drawing.note(erased()),
        drawing.page(pages("x")[1]),
    ]

    assert all(json.loads(each)["type"] == "message" for each in kept)


def test_there_is_no_home_but_the_chat_with_the_bot() -> None:
    assert TeamsDrawing().home(pages("x")[0]) is None


# ------------------------------------------------------------------ the message extension


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_the_list_of_people_is_one_that_teams_takes(text: str) -> None:
    listed = found(view(text), text)["composeExtension"]

    for each in listed["attachments"]:
        assert card_problems(each["content"]) == []
        assert each["preview"]["content"]["title"].strip()


def test_what_is_chosen_from_the_list_tells_others_nothing_but_the_question() -> None:
    listed: dict[str, Any] = found(view("Maya Lind"), "restore a backup")["composeExtension"]

    titles = [each["preview"]["content"]["title"] for each in listed["attachments"]]
    assert titles[:2] == ["From what was kept: “Maya Lind”", "Maya Lind (Maya Lind)"]
    for each in listed["attachments"]:
        assert "Maya" not in json.dumps(each["content"])
        assert "restore a backup" in json.dumps(each["content"])


def test_where_nobody_stands_out_the_list_says_so() -> None:
    nobody = view("x", level=Naming.NOT_AT_ALL)

    assert found(nobody, "x")["composeExtension"]["type"] == "message"


BROKEN = [
    ("entities that ping", lambda d: d.update(entities=[])),
    ("no summary", lambda d: d.update(summary=" ")),
    ("schema", lambda d: d["attachments"][0]["content"]["body"].append({"type": "Marquee"})),
    ("bytes of", lambda d: d.update(more="x" * 40_000)),
    ("no fallbackText", lambda d: d["attachments"][0]["content"].pop("fallbackText")),
    (
        "markup in a text block",
        lambda d: d["attachments"][0]["content"]["body"].append({"type": "TextBlock", "text": "1. Maya"}),
    ),
]


@pytest.mark.parametrize(("problem", "spoil"), BROKEN, ids=[problem for problem, _ in BROKEN])
def test_the_judge_of_cards_finds_what_is_wrong(problem: str, spoil: Any) -> None:
    drawn = note(muted("t1"))
    spoil(drawn)

    assert any(problem in each for each in problems(drawn))


def test_a_page_without_small_print_has_none_and_an_empty_line_is_no_words() -> None:
    drawn = page(Page(opening="", sections=(Section(title="Cards", body="one\n\ntwo"),), footer=""))

    assert words(drawn) == "Cards\none\ntwo"
