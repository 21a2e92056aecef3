"""What belongs to questions that are carried and solved, with any words in it: for whoever draws it."""

from collections.abc import Iterator

from bot.card_editing_pages import edit_page, propose_page
from bot.card_finding import Kept
from bot.card_types import Author, Card, CardId, CardPart, CardState, Proposal, ProposalId
from bot.card_views import Looking, card_page
from bot.carried import Carried
from bot.chat_types import QuestionId
from bot.notebook_pages import Line, Notebook, notebook_page, what_was_learned
from bot.views import Page
from expertise.consent import Naming
from expertise.types import MessageTs, Role
from tests.support.builders import START, person, person_id


def some_carried(text: str, count: int) -> list[Carried]:
    return [
        Carried(question_id=QuestionId(f"q{n}"), question=f"{n}{text}", asked=n, helper=text * (n % 2))
        for n in range(count)
    ]


def closing_pages(text: str, count: int) -> Iterator[Page]:
    """A notebook, and the card that asks what goes into it."""
    lines = [Line(at=START, question=f"{n}{text}", more=text) for n in range(count)]
    yield notebook_page(Notebook(asked=lines, learned=lines, helped=lines))
    yield what_was_learned(QuestionId("q1"), text, has_thread=True)
    yield from card_pages(text)


def a_card(text: str, link: str | None = None) -> Kept:
    """A knowledge card that says so everywhere."""
    ada, bob = person("ada", name=text), person("bob")
    card = Card(
        id=CardId("c1"),
        state=CardState.KEPT,
        title=text,
        topics=(text, "topic"),
        parts=(
            CardPart(author=ada.id, role=Role.ASKED, text=text, ts=MessageTs("1")),
            CardPart(author=ada.id, role=Role.ANSWERED, text=text * 3),
            CardPart(author=ada.id, role=Role.ANSWERED, text=text, is_changed=True),
            CardPart(author=bob.id, role=Role.TOLD, text=text),
        ),
        authors=(Author(person_id=ada.id), Author(person_id=bob.id)),
        made_by=ada.id,
        made_at=START,
        confirmed_at=START,
        confirmed_by=ada.id,
        source=text,
    )
    return Kept(card=card, authors={ada.id: ada, bob.id: bob}, channel=None, link=link)


def card_pages(text: str) -> Iterator[Page]:
    """A knowledge card to an author, to a reader, and what they type into."""
    ada, kept = person_id("ada"), a_card(text)
    proposal = Proposal(
        id=ProposalId("p1"), card_id=CardId("c1"), person_id=person_id("bob"), text=text, at=START
    )
    for who in (ada, person_id("eve")):
        looking = Looking(
            viewer=who,
            levels={ada: Naming.BY_NAME},
            at={},
            proposals=[(proposal, text)],
            may_open=True,
        )
        yield card_page(kept, looking)
    yield edit_page(kept, ada)
    yield propose_page(kept)
