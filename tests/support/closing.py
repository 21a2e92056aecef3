"""What belongs to questions that are carried and solved, with any words in it: for whoever draws it."""

from collections.abc import Iterator

from bot.carried import Carried
from bot.chat_types import QuestionId
from bot.notebook_pages import Line, Notebook, notebook_page, what_was_learned
from bot.views import Page
from tests.support.builders import START


def some_carried(text: str, count: int) -> list[Carried]:
    return [
        Carried(question_id=QuestionId(f"q{n}"), question=f"{n}{text}", asked=n, helper=text * (n % 2))
        for n in range(count)
    ]


def closing_pages(text: str, count: int) -> Iterator[Page]:
    """A notebook, and the card that asks what goes into it."""
    lines = [Line(at=START, question=f"{n}{text}", more=text) for n in range(count)]
    yield notebook_page(Notebook(asked=lines, learned=lines, helped=lines))
    yield what_was_learned(QuestionId("q1"), text)
