"""Lines to type into: for an author of a card, and for whoever would add something to it."""

from collections.abc import Iterator

from bot import cards_phrases as say
from bot.card_finding import Kept
from bot.card_types import LONGEST_PART, LONGEST_TITLE, LONGEST_TOPIC, MOST_TOPICS, CardPart
from bot.card_views import card_button, titled, topics_of, words_of
from bot.views import Action, Field, Page, Section
from expertise.types import PersonId


def edit_page(kept: Kept, viewer: PersonId, place: int | None = None) -> Page:
    """Lines to type into, for an author: the title, the topics, and their words in one place of the card.

    Without a ``place`` it is the first that is theirs; for each other one there is a button.
    """
    card, own = kept.card, list(_own(kept, viewer))
    chosen = place if place in dict(own) else next((n for n, _ in own), None)
    return Page(
        opening=say.EDIT_OPENING,
        sections=(
            Section(title=say.TITLE_NOW, body=f"“{titled(card.title)}”", field=_title_field(card.id)),
            Section(title=say.TOPICS_NOW, body=topics_of(kept), field=_topics_field(card.id)),
            *(_own_words(card.id, n, part, is_open=n == chosen) for n, part in own),
        ),
        footer=say.FOOTER,
    )


def _own_words(card_id: str, place: int, part: CardPart, *, is_open: bool) -> Section:
    others = card_button(Action.CARD_EDIT, say.EDIT_WORDS, say.edit_words_says(place), f"{card_id} {place}")
    return Section(
        title=say.WORDS_TITLE,
        body=f"“{words_of(part.text)}”",
        field=_words_field(card_id, place) if is_open else None,
        buttons=() if is_open else (others,),
    )


def propose_page(kept: Kept) -> Page:
    """A line to type into, for whoever may read it."""
    field = Field(
        action=Action.CARD_PROPOSED,
        label=say.PROPOSED,
        example=say.PROPOSED_EXAMPLE,
        limit=LONGEST_PART,
        about=kept.card.id,
    )
    section = Section(title=say.PROPOSE_TITLE, body=f"“{titled(kept.card.title)}”", field=field)
    return Page(opening=say.KEPT, sections=(section,), footer=say.PROPOSE_BODY)


def _own(kept: Kept, viewer: PersonId) -> Iterator[tuple[int, CardPart]]:
    return ((n, part) for n, part in enumerate(kept.card.parts, 1) if part.author == viewer)


def _title_field(card_id: str) -> Field:
    return Field(
        action=Action.CARD_TITLE,
        label=say.TITLE,
        example=say.TITLE_EXAMPLE,
        limit=LONGEST_TITLE,
        about=card_id,
    )


def _topics_field(card_id: str) -> Field:
    return Field(
        action=Action.CARD_TOPICS,
        label=say.TOPICS,
        example=say.TOPICS_EXAMPLE,
        limit=LONGEST_TOPIC * MOST_TOPICS,
        about=card_id,
    )


def _words_field(card_id: str, place: int) -> Field:
    return Field(
        action=Action.CARD_WORDS,
        label=say.WORDS,
        example=say.WORDS_EXAMPLE,
        limit=LONGEST_PART,
        about=f"{card_id} {place}",
    )
