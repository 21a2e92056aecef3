"""A card changes: its authors say it otherwise, anybody who may read it proposes, and an author takes it in.

Only their own words are changed by authors; the title and the topics are everybody's who wrote in it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from bot import cards_phrases as say
from bot.card_editing_pages import edit_page, propose_page
from bot.card_making import forget_words, note, take_back
from bot.card_readers import untitled
from bot.card_seeing import looked_at, page_to, show_card, tell
from bot.card_telling import tell_of_proposal
from bot.card_types import (
    LONGEST_PART,
    LONGEST_TITLE,
    MOST_PARTS,
    Author,
    Card,
    CardId,
    CardPart,
    CardState,
    Leave,
    Proposal,
    ProposalId,
    ProposalState,
    What,
    tidy_topics,
)
from bot.presses import Press, Todo
from bot.views import Action
from expertise.extracting import ANSWER, part_of
from expertise.types import MessageKind, PersonId, Role


async def _edit(what: Press) -> Todo:
    """Lines to type into; ``value``: the card, and perhaps the place of one's words."""
    card_id, _, place = what.value.partition(" ")
    found = await looked_at(what, CardId(card_id))
    if found is None or not found.card.is_author(what.person.id):
        return await tell(what, say.GONE)
    page = edit_page(found, what.person.id, int(place) if place.isdecimal() else None)
    return await page_to(what, f"card-edit:{what.event_id}", page)


async def _title(what: Press) -> Todo:
    """An author calls it otherwise."""
    card, words = await _own(what)
    title = " ".join(words.split())[:LONGEST_TITLE]
    if card is None:
        return await tell(what, say.GONE)
    if not any(map(str.isalnum, title)):
        return await tell(what, say.NO_WORDS)
    return await _edited(what, replace(card, title=title, titled_by=what.person.id, title_ts=None))


async def _topics(what: Press) -> Todo:
    """An author says what it is about."""
    card, words = await _own(what)
    if card is None:
        return await tell(what, say.GONE)
    return await _edited(what, replace(card, topics=tidy_topics(words)))


async def _words(what: Press) -> Todo:
    """An author says anew what they wrote: theirs on the card, whatever the message says from then on."""
    card_id, _, rest = what.value.partition(" ")
    place, _, words = rest.partition(" ")
    card, _ = await _own(what)
    part = _part(card, place, what)
    if card is None or part is None or CardId(card_id) != card.id:
        return await tell(what, say.GONE)
    if not words.strip():
        return await tell(what, say.NO_WORDS)
    said = replace(part, text=words.strip()[:LONGEST_PART], ts=None, is_changed=False)
    return await _edited(what, _with(card, place, said))


async def _anew(what: Press) -> Todo:
    """An author changed a message: the card takes in what it says now."""
    card, place = await _own(what)
    part = _part(card, place, what)
    if card is None or part is None or part.ts is None or card.channel_id is None:
        return await tell(what, say.GONE)
    key = (card.channel_id, part.ts)
    message = (await what.uow.transcript.by_keys([key])).get(key)
    if message is None or message.kind is MessageKind.TOMBSTONE:
        return await tell(what, say.GONE)
    said = replace(part, text=part_of(message, ANSWER, card.title), is_changed=False)
    return await _edited(what, _with(card, place, said))


def _part(card: Card | None, place: str, what: Press) -> CardPart | None:
    """What stands in that place, from 1, if it is theirs."""
    if card is None or not place.isdecimal() or not 1 <= int(place) <= len(card.parts):
        return None
    part = card.parts[int(place) - 1]
    return part if part.author == what.person.id else None


def _with(card: Card, place: str, said: CardPart) -> Card:
    return replace(
        card, parts=tuple(said if n == int(place) else part for n, part in enumerate(card.parts, 1))
    )


async def _edited(what: Press, card: Card) -> Todo:
    await note(what.uow, card, What.EDITED, what.person.id, what.desk.clock())
    return await show_card(what, card.id, joined_to=say.EDITED)


async def _own(what: Press) -> tuple[Card | None, str]:
    """The card that the value begins with, if it is theirs to change, and the rest of the value."""
    await what.uow.hold()
    card_id, _, rest = what.value.partition(" ")
    card = await what.uow.cards.of(CardId(card_id))
    if card is None or card.state is not CardState.KEPT or not card.is_author(what.person.id):
        return None, rest
    return card, rest


# ------------------------------------------------------------------ taking back


async def _leave(what: Press) -> Todo:
    """Somebody's words go, from all that the card ever was. Whoever was asked and said no says no more."""
    card, _ = await _own(what)
    if card is None:
        return await tell(what, say.GONE)
    await without(what, card)
    return await tell(what, say.LEFT)


async def without(what: Press, card: Card) -> None:
    """A card without what whoever pressed wrote in it; gone where nothing is left that answers."""
    at, who = what.desk.clock(), what.person.id
    left = left_by(card, who, at)
    if left.state is CardState.WITHDRAWN:
        await take_back(what.uow, card, who, at)
        return
    await forget_words(what.uow, card, of=who)
    await note(what.uow, left, What.LEFT_OUT, who, at)


def left_by(card: Card, who: PersonId, at: datetime) -> Card:
    """Without somebody's words, also where they are the title; withdrawn where nothing answers any more."""
    out = card.with_author(Author(person_id=who, leave=Leave.OUT, told_at=at))
    left = out.with_parts(tuple(part for part in card.parts if part.author != who))
    is_theirs = left.state is not CardState.WITHDRAWN and card.titled_by == who
    return untitled(left) if is_theirs else left


async def _withdraw(what: Press) -> Todo:
    """Any author may take the card back."""
    card, _ = await _own(what)
    if card is None:
        return await tell(what, say.GONE)
    await take_back(what.uow, card, what.person.id, what.desk.clock())
    return await tell(what, say.WITHDRAWN)


# ------------------------------------------------------------------ proposing


async def _propose(what: Press) -> Todo:
    """A line to type into, for whoever may read it."""
    found = await looked_at(what, CardId(what.value))
    if found is None or found.card.state is not CardState.KEPT:
        return await tell(what, say.GONE)
    return await page_to(what, f"card-propose:{what.event_id}", propose_page(found))


async def _proposed(what: Press) -> Todo:
    """Somebody has typed what they would add. It waits on the card, for its authors alone."""
    card_id, _, words = what.value.partition(" ")
    found = await looked_at(what, CardId(card_id))
    if found is None or found.card.state is not CardState.KEPT or what.person.is_outsider:
        return await tell(what, say.GONE)
    if not any(map(str.isalnum, words)):
        return await tell(what, say.NO_WORDS)
    if len(found.card.parts) + len(await what.uow.proposals.for_card(found.card.id)) >= MOST_PARTS:
        return await tell(what, say.FULL)
    proposal = Proposal(
        id=ProposalId(str(uuid5(UUID(what.desk.workspace.id), f"proposal:{what.event_id}"))),
        card_id=found.card.id,
        person_id=what.person.id,
        text=words.strip()[:LONGEST_PART],
        at=what.desk.clock(),
    )
    await what.uow.proposals.put(proposal)
    keys = await tell_of_proposal(what.uow, what.desk, proposal)
    heard = await tell(what, say.PROPOSED_HEARD)
    return Todo(keys=(*keys, *heard.keys))


async def _accept(what: Press) -> Todo:
    """An author takes it in: whoever proposed it is an author from now on."""
    card, proposal = await _decided(what)
    if card is None or proposal is None:
        return await tell(what, say.GONE)
    if proposal.state is not ProposalState.OPEN:
        return await tell(what, say.DECIDED)
    await what.uow.proposals.put(replace(proposal, state=ProposalState.ACCEPTED))
    at = what.desk.clock()
    added = CardPart(author=proposal.person_id, role=Role.TOLD, text=proposal.text)
    leave = Leave.YES if card.is_open else Leave.UNASKED
    author = Author(person_id=proposal.person_id, leave=leave, told_at=at)
    if card.is_author(proposal.person_id):
        author = card.author(proposal.person_id) or author
    after = replace(card, parts=(*card.parts, added), confirmed_at=at, confirmed_by=what.person.id)
    await note(what.uow, after.with_author(author), What.ADDED, what.person.id, at)
    return await show_card(what, card.id, joined_to=say.ACCEPTED)


async def _decline(what: Press) -> Todo:
    """An author leaves it out. Nobody is told."""
    card, proposal = await _decided(what)
    if card is None or proposal is None:
        return await tell(what, say.GONE)
    if proposal.state is not ProposalState.OPEN:
        return await tell(what, say.DECIDED)
    await what.uow.proposals.put(replace(proposal, state=ProposalState.DECLINED))
    return await tell(what, say.DECLINED)


async def _decided(what: Press) -> tuple[Card | None, Proposal | None]:
    """For authors alone."""
    await what.uow.hold()
    proposal = await what.uow.proposals.of(ProposalId(what.value))
    card = await what.uow.cards.of(proposal.card_id) if proposal else None
    is_theirs = card is not None and card.state is CardState.KEPT and card.is_author(what.person.id)
    return (card, proposal) if is_theirs else (None, None)


ABOUT_CHANGES: Mapping[str, Callable[[Press], Awaitable[Todo]]] = {
    Action.CARD_EDIT: _edit,
    Action.CARD_TITLE: _title,
    Action.CARD_TOPICS: _topics,
    Action.CARD_WORDS: _words,
    Action.CARD_ANEW: _anew,
    Action.CARD_LEAVE: _leave,
    Action.CARD_WITHDRAW: _withdraw,
    Action.CARD_PROPOSE: _propose,
    Action.CARD_PROPOSED: _proposed,
    Action.CARD_ACCEPT: _accept,
    Action.CARD_DECLINE: _decline,
}
