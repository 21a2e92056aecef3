"""Cards in files: Markdown with a head, or a CSV file; what is wrong is told by file and line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.card_folder import file_name, markdown, write_cards
from adapters.complaints import complaint
from adapters.imports.card_files import read_cards
from adapters.imports.card_markdown import read_markdown
from adapters.imports.errors import ListColumnsError
from bot.card_exporting import Exported
from bot.card_lists import WordsLine, fault_of
from bot.errors import CardError, CardFault, CardLinesError
from expertise.types import Role

HEAD = """---
title: Restore one table
authors: [maya, Lina Berg]
topics: postgres, restore
confirmed: 2026-05-03
---
"""
CARD = Exported(
    id="6f6cf1b4-0000-5000-8000-000000000001",
    title="How: do I restore “one” table?",
    topics=("postgres", "no: topic"),
    authors=("Lina Berg", "maya"),
    words=(
        ("Lina Berg", Role.ASKED, "How: do I restore “one” table?"),
        ("maya", Role.ANSWERED, "```\npg_restore\n```\n\n---\n# not a heading\n**Eve:**"),
    ),
    source="https://acme.slack.com/archives/C1/p1",
    confirmed=date(2026, 5, 3),
)


def in_folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    return tmp_path


def test_a_file_is_a_head_and_what_helped(tmp_path: Path) -> None:
    (card,) = read_cards(in_folder(tmp_path, one=f"{HEAD}\nUse pg_restore.\n\nIt is quick.\n"))

    assert (card.place, card.title, card.authors) == ("one.md", "Restore one table", ("maya", "Lina Berg"))
    assert (card.topics, card.confirmed) == (("postgres", "restore"), date(2026, 5, 3))
    assert card.words == (WordsLine(role=Role.ANSWERED, text="Use pg_restore.\n\nIt is quick."),)


def test_headings_tell_the_question_from_the_answer_and_names_whose_words_they_are() -> None:
    body = "## Question\nHow?\n## Answer\n**maya:**\n> so\n> and so\n\n**Lina Berg**\nor so\n"

    assert read_markdown("a.md", HEAD + body).words == (
        WordsLine(role=Role.ASKED, text="How?"),
        WordsLine(role=Role.ANSWERED, text="so\nand so", author="maya"),
        WordsLine(role=Role.ANSWERED, text="or so", author="Lina Berg"),
    )


def test_what_is_written_out_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_cards(tmp_path, [CARD])

    (card,) = read_cards(tmp_path)

    assert (card.id, card.title, card.topics, card.authors) == (
        CARD.id,
        CARD.title,
        CARD.topics,
        CARD.authors,
    )
    assert (card.source, card.confirmed) == (CARD.source, CARD.confirmed)
    assert [(each.author, each.role, each.text) for each in card.words] == list(CARD.words)
    assert fault_of(card) is None


@given(words=st.text(min_size=1), title=st.text(min_size=1))
def test_nobodys_words_make_a_head_a_heading_or_an_author(words: str, title: str) -> None:
    hostile = Exported(
        id=CARD.id,
        title=title,
        topics=(title,),
        authors=("maya",),
        words=(("maya", Role.ANSWERED, words),),
        source="",
        confirmed=CARD.confirmed,
    )

    card = read_markdown("a.md", markdown(hostile).replace("\r\n", "\n"))

    assert card.authors == ("maya",)
    assert {each.author for each in card.words} <= {"maya"}
    assert {each.role for each in card.words} <= {Role.ANSWERED}
    assert "/" not in file_name(hostile)


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("no head at all", CardFault.NO_HEAD, 1),
        ("---\ntitle: a\nauthors: [b\n---\nc", CardFault.BROKEN_HEAD, 3),
        ("---\n- a list\n---\nc", CardFault.BROKEN_HEAD, 1),
        ("---\nkenner: no id\ntitle: a\n---\nc", CardFault.BROKEN_HEAD, 0),
        ("---\ntitle: {a: b}\n---\nc", CardFault.BROKEN_HEAD, 0),
        ("---\ntitle: a\nconfirmed: soon\n---\nc", CardFault.NO_DATE, 0),
        ("---\ntitle: a\nconfirmed: 2026-13-45\n---\nc", CardFault.BROKEN_HEAD, 1),
        ("---\n!!python/object/apply:os.system ['true']\n---\nc", CardFault.BROKEN_HEAD, 2),
    ],
)
def test_a_file_that_is_no_card_says_where(text: str, fault: CardFault, line: int) -> None:
    with pytest.raises(CardError) as caught:
        read_markdown("a.md", text)

    assert (caught.value.fault, caught.value.line) == (fault, line)


def test_all_that_is_wrong_in_a_folder_is_told_at_once(tmp_path: Path) -> None:
    in_folder(tmp_path, a="---\ntitle: a\nauthors: [b\n---\n", b=f"{HEAD}fine", c="nothing")
    (tmp_path / "d.md").write_bytes(b"---\ntitle: \xff\n---\n")

    with pytest.raises(CardLinesError) as caught:
        read_cards(tmp_path)

    told, code = complaint(caught.value)
    assert list(caught.value.faults) == ["a.md:3", "c.md:1", "d.md"]
    assert told.startswith(
        "Nothing was brought in: 3 cards cannot be. a.md:3: its head cannot be read as YAML."
    )
    assert code == 1


def test_a_folder_without_cards_is_told(tmp_path: Path) -> None:
    with pytest.raises(CardLinesError):
        read_cards(tmp_path)


def test_a_list_of_questions_and_answers(tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text(
        "Question,Answer,Authors,Topics\n"
        '"Hi! How do I restore a table?","With pg_restore.\nIt is quick.","maya, lina",postgres\n'
        "How do I drop it?,Do not.,maya,\n"
    )

    first, second = read_cards(path)

    assert (first.title, first.authors, first.topics) == (
        "How do I restore a table?",
        ("maya", "lina"),
        ("postgres",),
    )
    assert [each.text for each in first.words] == [
        "Hi! How do I restore a table?",
        "With pg_restore.\nIt is quick.",
    ]
    assert (second.place, second.topics) == ("4", ())


def test_a_list_without_a_column_says_which_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text("question,answer\na,b\n")

    with pytest.raises(ListColumnsError) as caught:
        read_cards(path)

    assert "question, answer and authors" in complaint(caught.value)[0]


@pytest.mark.parametrize(
    ("head", "body", "fault"),
    [
        ("authors: maya", "words", CardFault.NO_TITLE),
        ("title: a", "words", CardFault.NO_AUTHORS),
        ("title: a\nauthors: maya", "", CardFault.NO_ANSWER),
        ("title: a\nauthors: maya", "## Question\nHow?", CardFault.NO_ANSWER),
        ("title: a\nauthors: maya", "w" * 3_000, CardFault.TOO_LONG),
        ("title: a\nauthors: maya", "**eve:**\nwords", CardFault.NOT_AMONG_AUTHORS),
    ],
)
def test_a_card_that_lacks_something_is_refused(head: str, body: str, fault: CardFault) -> None:
    found = fault_of(read_markdown("a.md", f"---\n{head}\n---\n{body}"))

    assert found is not None
    assert found.fault is fault
