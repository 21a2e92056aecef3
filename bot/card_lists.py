"""Cards that an operator brings in: all of them, or none. Their authors are told, and can say no.

Done again with the same cards it changes nothing: what is here already stays as its authors have it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from bot.account_names import Found, people_meant
from bot.card_making import card_id, note
from bot.card_types import LONGEST_TITLE, Author, Card, CardId, CardPart, CardState, What, tidy_topics
from bot.errors import CardError, CardFault, CardLinesError, KennerError
from bot.linking import Linking
from bot.ports import UnitOfWork
from bot.types import AuditEntry, Workspace
from expertise.types import PersonId, Role

IMPORTED = "cards-imported"
"""In the audit log, with how many."""

LONGEST = 2_800
"""Characters of what was asked, or of one answer: a card is read in a chat message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsLine:
    """Words of a card. ``author`` is one of its authors as the card names them; '': the first."""

    role: Role
    text: str = field(repr=False)
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A card as somebody wrote it down. ``place`` tells where, for complaints; ``name`` tells it from others.

    ``id`` is that of a card of ours which was written out before, or ''.
    """

    place: str
    name: str
    title: str
    authors: tuple[str, ...]
    words: tuple[WordsLine, ...]
    topics: tuple[str, ...] = ()
    source: str = ""
    confirmed: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """How many cards are new, and how many were here before."""

    new: int
    known: int


async def bring_in(
    linking: Linking, workspace: Workspace, lines: Sequence[CardLine], operator: str
) -> BroughtIn:
    """Keep what the lines say, for all here to read. Raises CardLinesError with everything that is wrong."""
    ours = await _ours(linking, workspace, lines)
    others = [line for line in lines if line.id not in ours]
    people = await people_meant(linking, workspace, {name for line in others for name in line.authors})
    at = linking.clock()
    cards = _checked(workspace, others, people, at)
    async with linking.storage.begin(workspace.id) as uow:
        await uow.hold()
        new = [card for card in cards if await uow.cards.of(card.id) is None]
        for card in new:
            await note(uow, card, What.KEPT, None, at)
        if new:
            await _audit(uow, operator, len(new), at)
        await uow.commit()
    return BroughtIn(new=len(new), known=len(lines) - len(new))


async def _ours(linking: Linking, workspace: Workspace, lines: Sequence[CardLine]) -> set[str]:
    """Ids of those that were written out from here, and are here still: whoever wrote them is known."""
    async with linking.storage.begin(workspace.id) as uow:
        return {line.id for line in lines if line.id and await uow.cards.of(CardId(line.id))}


def _checked(
    workspace: Workspace, lines: Sequence[CardLine], people: Mapping[str, Found], at: datetime
) -> list[Card]:
    faults: dict[str, KennerError] = {}
    cards: dict[CardId, Card] = {}
    ids = {name: found.id for name, found in people.items() if not isinstance(found, KennerError)}
    for line in lines:
        fault = fault_of(line) or next(iter(_unknown(line, people)), None)
        own = CardId(line.id) if line.id else card_id(workspace.id, f"list:{line.name}")
        if fault is None and own in cards:
            fault = CardError(CardFault.TWICE)
        if fault is not None:
            faults[line.place] = fault
            continue
        cards[own] = _card(own, line, ids, at)
    if faults:
        raise CardLinesError(faults)
    return list(cards.values())


def fault_of(line: CardLine) -> CardError | None:
    """What is wrong with a card, whoever its authors are."""
    if not any(map(str.isalnum, line.title)):
        return CardError(CardFault.NO_TITLE)
    if not line.authors:
        return CardError(CardFault.NO_AUTHORS)
    if not any(each.role is not Role.ASKED and each.text.strip() for each in line.words):
        return CardError(CardFault.NO_ANSWER)
    if len(line.title) > LONGEST_TITLE or any(len(each.text) > LONGEST for each in line.words):
        return CardError(CardFault.TOO_LONG)
    strangers = [each.author for each in line.words if each.author and each.author not in line.authors]
    return CardError(CardFault.NOT_AMONG_AUTHORS, strangers[0]) if strangers else None


def _unknown(line: CardLine, people: Mapping[str, Found]) -> list[KennerError]:
    return [found for name in line.authors if isinstance(found := people[name], KennerError)]


def _card(own: CardId, line: CardLine, people: Mapping[str, PersonId], at: datetime) -> Card:
    authors = [people[name] for name in line.authors]
    confirmed = datetime.combine(line.confirmed, time(), UTC) if line.confirmed else at
    return Card(
        id=own,
        state=CardState.KEPT,
        title=" ".join(line.title.split()),
        titled_by=authors[0],
        topics=tidy_topics(line.topics),
        parts=tuple(_part(each, people, authors[0]) for each in line.words if each.text.strip()),
        authors=tuple(Author(person_id=who) for who in dict.fromkeys(authors)),
        source=line.source,
        made_by=None,
        made_at=at,
        confirmed_at=min(confirmed, at),
    )


def _part(words: WordsLine, people: Mapping[str, PersonId], first: PersonId) -> CardPart:
    return CardPart(author=people[words.author] if words.author else first, role=words.role, text=words.text)


async def _audit(uow: UnitOfWork, operator: str, count: int, at: datetime) -> None:
    entry = AuditEntry(at=at, action=IMPORTED, actor=operator, subject=None, detail=str(count))
    await uow.audit.add(entry)
