"""Once a year an author is asked, in their weekly note, whether a card still holds.

One author at a time: who does not answer is left in peace, and another one asked four weeks later; when each
was asked once, nobody is until the next year. Nothing is kept of it: whom to ask follows from the day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot import cards_phrases as say
from bot.card_notes import holds_entry
from bot.card_seeing import seen
from bot.card_types import Card, CardId
from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.weekly_ports import Hint
from bot.weekly_types import Line, Reader
from bot.weeks import MONTH, WEEK, Week
from expertise.types import PersonId, Role

YEAR = timedelta(days=364)
"""Fifty-two weeks: a note comes on the same day of the week."""

MOST = 1
"""Cards in one note."""


class CardsToConfirm:
    """Implements ``bot.weekly_types.Contributor``."""

    name = "cards-to-confirm"

    async def hints(self, desk: Desk, week: Week) -> Mapping[PersonId, Sequence[Hint]]:
        """For whom there is a card to confirm."""
        async with desk.storage.begin(desk.workspace.id) as uow:
            kept = await uow.card_shelf.changed(0, "")
        due = due_confirmations(kept.rows if kept else (), week.begins_at)
        return {who: [Hint(of=self.name, about=card_id) for card_id in ids] for who, ids in due.items()}

    async def lines(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, hints: Sequence[Hint]
    ) -> Sequence[Line]:
        """Those that nobody has confirmed meanwhile, and that they may still see."""
        told: list[Line] = []
        for hint in hints:
            found = await seen(uow, desk, CardId(hint.about), reader.person)
            is_theirs = found is not None and found.card.is_author(reader.person.id)
            if found and is_theirs and len(told) < MOST and _is_due(found.card, desk.clock()):
                told.append(Line(heading=say.HOLDS_HEADING, entry=holds_entry(found), is_unasked=True))
        return told


def due_confirmations(cards: Iterable[Card], at: datetime) -> Mapping[PersonId, list[CardId]]:
    """Whom to ask in the week of that moment, and about which cards, the longest unconfirmed first."""
    found: dict[PersonId, list[CardId]] = {}
    for card in sorted(cards, key=lambda each: (each.confirmed_at, each.id)):
        if (who := whom_to_ask(card, at)) is not None:
            found.setdefault(who, []).append(card.id)
    return found


def whom_to_ask(card: Card, at: datetime) -> PersonId | None:
    """Whoever answered before whoever asked, each in their month; None: nobody this week."""
    if not _is_due(card, at):
        return None
    since = (at - card.confirmed_at) % YEAR
    month, day = divmod(since, MONTH)
    answered = [part.author for part in card.parts if part.role is not Role.ASKED]
    authors = list(dict.fromkeys([*answered, *card.writers]))
    return authors[month] if day < WEEK and month < len(authors) else None


def _is_due(card: Card, at: datetime) -> bool:
    return at - card.confirmed_at >= YEAR
