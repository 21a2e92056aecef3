"""Draws what belongs to a notebook: the question for it, the notebook as a page, and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import notebook_phrases as say
from bot.card_views import keep_section
from bot.chat_types import QuestionId
from bot.inviting_phrases import GLAD
from bot.quoting import NAME, inside, tidy
from bot.views import Action, Button, Entry, Field, Note, Page, Section, joined, lines

LONGEST = 1_000
"""Characters of what somebody learned."""

_QUESTION, _TEXT = 150, 500
_MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A question, '' where its words are gone; ``more`` is what was learned, or how it stands."""

    at: datetime
    question: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """All that is in one, the latest first."""

    asked: Sequence[Line] = ()
    learned: Sequence[Line] = ()
    helped: Sequence[Line] = ()


def what_was_learned(question_id: QuestionId, question: str, *, has_thread: bool = False) -> Page:
    """Asks the asker, alone, once something is solved; ``has_thread``: a card can be made of it."""
    field = Field(
        action=Action.LEARN, label=say.LEARN, example=say.LEARN_EXAMPLE, limit=LONGEST, about=question_id
    )
    asked = f"“{inside(tidy(question, _QUESTION))}”" if question else ""
    return Page(
        opening=GLAD,
        sections=(
            Section(title=say.LEARNED_TITLE, body=lines(asked, say.LEARNED_WHY), field=field),
            *([keep_section(question_id)] if has_thread else []),
        ),
        footer="",
    )


def kept(offer: Note | None = None) -> Note:
    """It is in the notebook; ``offer`` is what else could be done with it."""
    opens = Button(action=Action.NOTEBOOK, label=say.OPEN, says=say.OPEN_SAYS)
    if offer is None:
        return Note(paragraphs=(say.KEPT,), buttons=(opens,))
    return Note(paragraphs=(say.KEPT, *offer.paragraphs), buttons=(*offer.buttons, opens))


def nothing_learned() -> Note:
    """They sent no words."""
    return Note(paragraphs=(say.NOTHING,))


def notebook_page(notebook: Notebook) -> Page:
    """The latest of each kind, and a button for all of it."""
    send = Button(action=Action.SEND_NOTEBOOK, label=say.SEND, says=say.SEND_SAYS)
    return Page(
        opening=say.OPENING,
        sections=(
            _section(say.ASKED_TITLE, notebook.asked, say.NO_ASKED),
            _section(say.LEARNED_IN_IT, notebook.learned, say.NO_LEARNED),
            _section(say.HELPED_TITLE, notebook.helped, say.NO_HELPED),
            Section(title=say.SEND_TITLE, body=say.SEND_BODY, buttons=(send,)),
        ),
        footer=say.FOOTER,
    )


def _section(title: str, lines: Sequence[Line], nothing: str) -> Section:
    left_out = max(0, len(lines) - _MOST)
    rest = (Entry(title=say.more(left_out)),) if left_out else ()
    entries = tuple(_entry(each) for each in lines[:_MOST])
    return Section(title=title, body="" if lines else nothing, entries=entries + rest, left_out=left_out)


def _entry(line: Line) -> Entry:
    return Entry(
        title=_quoted(line, _QUESTION), detail=joined(f"{say.day(line.at)}.", tidy(line.more, _TEXT))
    )


def _quoted(line: Line, most: int) -> str:
    return f"“{inside(tidy(line.question, most))}”" if line.question else say.GONE


def markdown(notebook: Notebook) -> str:
    """All of it, to keep wherever one keeps notes."""
    parts = (
        (say.ASKED_TITLE, notebook.asked),
        (say.LEARNED_IN_IT, notebook.learned),
        (say.HELPED_TITLE, notebook.helped),
    )
    return "\n".join(line for title, lines in parts for line in _chapter(title, lines)).strip() + "\n"


def _chapter(title: str, lines: Sequence[Line]) -> Iterator[str]:
    """Every entry is an item on one line: nobody's words can begin a heading of their own."""
    if not lines:
        return
    yield f"## {title}\n"
    for each in lines:
        yield f"- {say.day(each.at)}: {joined(_quoted(each, LONGEST * 2), tidy(each.more, LONGEST))}"
    yield ""


def markdown_part(part: str, number: int, of: int) -> Note:
    """A part of it, as a message."""
    return Note(paragraphs=(say.part(number, of),), draft=part)


def named(name: str) -> str:
    """What somebody is called in a notebook."""
    return tidy(name, NAME)
