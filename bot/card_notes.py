"""What authors of a card hear: that their words are in it, that they changed, that some are proposed."""

from bot import cards_phrases as say
from bot.card_finding import Kept
from bot.card_types import Proposal
from bot.card_views import (
    card_button,
    leave_button,
    opening_buttons,
    proposal_buttons,
    see_button,
    titled,
    words_of,
)
from bot.quoting import NAME, tidy
from bot.views import Action, Entry, Note
from expertise.types import Person


def wrote_note(card_id: str, title: str, maker: str, channel: str) -> Note:
    """To an author: your words are kept. ``channel`` where only those in it can read it, else ''."""
    opens = tuple(opening_buttons(card_id)) if channel else ()
    told = say.you_wrote(maker) if maker else say.BROUGHT_IN_WITH_YOU
    may = say.may_all_read(channel) if channel else say.MAY_STAY
    return Note(
        paragraphs=(told, f"“{titled(title)}”", may),
        buttons=(see_button(card_id, title), *opens, leave_button(card_id)),
    )


def changed_note(card_id: str, place: int, title: str) -> Note:
    """To whoever edited a message: a card has other words of it."""
    anew = card_button(Action.CARD_ANEW, say.ANEW, say.ANEW_SAYS, f"{card_id} {place}")
    return Note(
        paragraphs=(say.changed_there(titled(title)),),
        buttons=(anew, see_button(card_id, title), leave_button(card_id)),
    )


def proposed_note(kept: Kept, proposal: Proposal, who: str) -> Note:
    """To an author: somebody would add something."""
    return Note(
        paragraphs=(say.proposes(who, titled(kept.card.title)), f"“{words_of(proposal.text)}”"),
        buttons=(*proposal_buttons(proposal, who), see_button(kept.card.id, kept.card.title)),
    )


def holds_entry(kept: Kept) -> Entry:
    """In a weekly note: whether it still holds."""
    card = kept.card
    return Entry(
        title=f"“{titled(card.title)}”",
        detail=say.still_holds(card.confirmed_at.date()),
        buttons=(
            card_button(Action.CARD_HOLDS, say.HOLDS, say.HOLDS_SAYS, card.id),
            see_button(card.id, card.title),
        ),
    )


def called(person: Person | None) -> str:
    """Somebody who acts under their name."""
    return (tidy(person.name, NAME) if person else "") or say.SOMEBODY
