"""Authors hear that their words are kept: each once, in their hours, and as part of what they get unasked.

A card is found in its channel meanwhile; beyond it only once each of them said yes. Somebody adds to a card:
one of its authors hears of it in the same way.
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.card_notes import called, proposed_note, wrote_note
from bot.card_seeing import seen
from bot.card_types import Author, Card, CardId, CardState, Leave, Proposal
from bot.chat_types import Outgoing, OutgoingKind
from bot.consent import week_of
from bot.desk import Desk
from bot.hours import next_working
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.quoting import CHANNEL, tidy
from bot.round_ports import Availability
from bot.standing_by import budget, hours_of
from expertise.consent import Naming, Preferences
from expertise.types import ChannelKind, Person

_NOTHING_SAID = Availability()
_log = structlog.get_logger()


async def tell_authors(desk: Desk) -> list[str]:
    """Tell whoever may be told now; keys to be delivered."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        waiting = await uow.card_shelf.untold()
    return [key for card_id in waiting for key in await _tried(desk, card_id)]


async def _tried(desk: Desk, card_id: CardId) -> list[str]:
    """One that fails holds up no other."""
    try:
        return await _tell(desk, card_id)
    except Exception as error:  # noqa: BLE001 they are told later
        _log.error("authors not told", workspace=desk.workspace.id, card=card_id, exc_info=error)
        return []


async def _tell(desk: Desk, card_id: CardId) -> list[str]:
    """Looked at first: most wait for a morning, or for another week, and keep nobody else from writing."""
    async with desk.storage.begin(desk.workspace.id) as uow:
        if not await _ready(uow, desk, await uow.cards.of(card_id)):
            return []
        await uow.hold()
        card = await uow.cards.of(card_id)
        if card is None:
            return []
        keys = await _tell_each(uow, desk, card, await _ready(uow, desk, card))
        await uow.commit()
    return keys


async def _tell_each(
    uow: UnitOfWork, desk: Desk, card: Card, ready: Sequence[tuple[Author, Person]]
) -> list[str]:
    keys = []
    for own, person in ready:
        if await is_never_told(uow, person):
            card = card.with_author(replace(own, told_at=desk.clock()))
        else:
            card = card.with_author(await _told(uow, desk, card, own, person))
            keys.append(_key(card, person))
    await uow.cards.put(card)
    return keys


async def _ready(uow: UnitOfWork, desk: Desk, card: Card | None) -> list[tuple[Author, Person]]:
    """Who may be told now, and who never is, so that nobody looks again."""
    if card is None or card.state is not CardState.KEPT:
        return []
    untold = {each.person_id: each for each in card.authors if each.told_at is None}
    return [
        (untold[person.id], person)
        for person in await uow.people.by_ids(untold)
        if await is_never_told(uow, person) or await may_be_told(uow, desk, person)
    ]


async def _told(uow: UnitOfWork, desk: Desk, card: Card, own: Author, person: Person) -> Author:
    makers = await uow.people.by_ids([card.made_by] if card.made_by else [])
    maker = called(makers[0]) if makers else ""
    channels = await uow.channels.by_ids({card.channel_id} if card.channel_id else set())
    channel = next((c for c in channels.values() if c.kind is not ChannelKind.PUBLIC), None)
    where = tidy(channel.name, CHANNEL) if channel else ""
    told = Outgoing(
        key=_key(card, person),
        kind=OutgoingKind.DIRECT,
        payload=desk.drawing.note(wrote_note(card.id, card.title, maker, where)),
        intended_at=desk.clock(),
        recipient=person.platform_id,
    )
    await intend(uow, told)
    await uow.unasked.add([person.id], week_of(desk.clock()))
    is_asked = bool(where) and own.leave is Leave.UNASKED
    return replace(own, told_at=desk.clock(), leave=Leave.ASKED if is_asked else own.leave)


def _key(card: Card, person: Person) -> str:
    return f"card-of:{card.id}:{person.id}:{card.made_at.isoformat()}"


async def is_never_told(uow: UnitOfWork, person: Person) -> bool:
    """Whether they are a bot, gone, from outside, or want to hear nothing of Kenner at all."""
    own = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    return person.is_bot or person.has_left or person.is_outsider or own.naming is Naming.NOT_AT_ALL


async def may_be_told(uow: UnitOfWork, desk: Desk, person: Person) -> bool:
    """Whether something unasked may come to them now: no break, in their hours, not too much a week."""
    at = desk.clock()
    own = (await uow.preferences.of([person.id])).get(person.id, Preferences())
    if own.paused_until and own.paused_until > at:
        return False
    said = (await uow.availability.of([person.id])).get(person.id, _NOTHING_SAID)
    spent = (await uow.unasked.of([person.id], week_of(at))).get(person.id, 0)
    begins = next_working(hours_of(person, said, desk.manners), at)
    return spent < budget(said, desk.manners) and begins is not None and begins <= at


async def tell_of_proposal(uow: UnitOfWork, desk: Desk, proposal: Proposal) -> list[str]:
    """To the first author who may hear of it now; on the card all of them see it."""
    card = await uow.cards.of(proposal.card_id)
    authors: Sequence[Person] = await uow.people.by_ids(card.writers) if card else ()
    proposers = await uow.people.by_ids([proposal.person_id])
    proposer = called(proposers[0] if proposers else None)
    for person in authors:
        if person.id == proposal.person_id or await is_never_told(uow, person):
            continue
        found = await seen(uow, desk, proposal.card_id, person)
        if found is None or not await may_be_told(uow, desk, person):
            continue
        told = Outgoing(
            key=f"card-proposal:{proposal.id}",
            kind=OutgoingKind.DIRECT,
            payload=desk.drawing.note(proposed_note(found, proposal, proposer)),
            intended_at=desk.clock(),
            recipient=person.platform_id,
        )
        await intend(uow, told)
        await uow.unasked.add([person.id], week_of(desk.clock()))
        return [told.key]
    return []
