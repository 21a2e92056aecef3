"""A weekly note and the page of a topic, with any words in them: for whoever draws them."""

from collections.abc import Iterator
from typing import Any

from bot.topic_pages import Knower, Part, topic_page
from bot.views import Action, Button, Entry, Page, Quoted
from bot.weekly_pages import weekly_note
from bot.weekly_types import Line
from tests.support.builders import person


def weekly_pages(text: str, count: int, link: str) -> Iterator[Page]:
    """As long as they come: what each tells is bounded where it is gathered."""
    entries = tuple(_entry(f"{number}{text}", link) for number in range(min(count, 5)))
    lines = [
        Line(heading=f"Your week in {number % 2}{text}"[:100], entry=each, is_unasked=False)
        for number, each in enumerate(entries)
    ]
    yield weekly_note(lines)
    knowers = [Knower(person=person(f"p{n}", name=text), topics=(text,) * 3) for n in range(count)]
    for is_followed in (True, False):
        parts = [Part(heading="What was solved", entries=entries)]
        yield topic_page(text, parts, knowers, is_followed=is_followed)


def _entry(text: str, link: str) -> Entry:
    look: dict[str, Any] = {"action": Action.HAVE_A_LOOK, "label": "Have a look", "value": "q1"}
    return Entry(
        title="Solved",
        detail=f"“{text[:200]}” worked out.",
        evidence=(Quoted(words="", by="", where=f"#{text[:80]}", link=link),),
        buttons=(Button(says=f"Have a look at {text}", **look),),
    )
