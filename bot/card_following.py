"""Cards follow their messages: deleted words go, changed ones are shown no more until their author says so.

In the unit of work of the event, before its rows follow. What is shown of a card is held against its messages
whenever it is shown (``card_readers.py``), so nothing that was missed here is ever told.
"""

from dataclasses import replace

from bot.card_making import forget_words, note, take_back
from bot.card_notes import changed_note
from bot.card_readers import is_title_of, untitled
from bot.card_types import Card, CardState, What
from bot.chat_types import Outgoing, OutgoingKind
from bot.desk import Desk
from bot.identity import channel_id
from bot.incoming import Deleted, Incoming, Posted
from bot.outbox import intend
from bot.ports import UnitOfWork
from expertise.extracting import is_said_in
from expertise.types import Channel, MessageKind, MessageTs, PersonId


async def follow(uow: UnitOfWork, desk: Desk, happened: Incoming) -> list[str]:
    """Let the card that it concerns follow; keys to be delivered."""
    match happened:
        case Deleted() | Posted(kind=MessageKind.TOMBSTONE):
            return await _deleted(uow, desk, happened)
        case Posted() if happened.edited_at is not None:
            return await _edited(uow, desk, happened)
        case _:
            return []


async def withdraw_all(uow: UnitOfWork, channel: Channel) -> None:
    """A channel is deleted, with everything in it."""
    for card in await uow.cards.of_channel(channel.id):
        await forget_words(uow, card)
        await uow.cards.put(replace(card, authors=()).withdrawn())


async def forget(uow: UnitOfWork, desk: Desk, person_id: PersonId) -> None:
    """Somebody is erased: their words go from every card, and whatever they proposed."""
    await uow.proposals.forget(person_id)
    for card in await uow.cards.with_author(person_id):
        await forget_words(uow, card, of=person_id)
        left = card.with_parts(tuple(part for part in card.parts if part.author != person_id))
        if card.titled_by == person_id and left.parts:
            left = untitled(left)
        authors = tuple(each for each in left.authors if each.person_id != person_id)
        after = replace(
            left,
            authors=authors,
            made_by=_not(card.made_by, person_id),
            confirmed_by=_not(card.confirmed_by, person_id),
        )
        if after.state is CardState.WITHDRAWN:
            await forget_words(uow, card)  # what others wrote in it has nowhere to be shown any more
        await note(uow, after, What.LEFT_OUT, None, desk.clock())


def _not(one: PersonId | None, other: PersonId) -> PersonId | None:
    return None if one == other else one


async def _deleted(uow: UnitOfWork, desk: Desk, gone: Deleted | Posted) -> list[str]:
    card = await _card_with(uow, desk, gone.channel, gone.ts)
    if card is None:
        return []
    left = card.with_parts(tuple(part for part in card.parts if part.ts != gone.ts))
    if left.state is CardState.WITHDRAWN:
        await take_back(uow, card, None, desk.clock())
        return []
    await forget_words(uow, card, said_at=gone.ts)
    named_anew = untitled(left) if card.title_ts == gone.ts else left
    await note(uow, named_anew, What.FOLLOWED, None, desk.clock())
    return []


async def _edited(uow: UnitOfWork, desk: Desk, said: Posted) -> list[str]:
    card = await _card_with(uow, desk, said.channel, said.ts)
    if card is None:
        return []
    parts = tuple(
        replace(part, is_changed=not is_said_in(part.text, said.text)) if part.ts == said.ts else part
        for part in card.parts
    )
    after = replace(card, parts=parts)
    if card.title_ts == said.ts and not is_title_of(card.title, said.text):
        after = untitled(after)
    if after == card:
        return []
    await note(uow, after, What.FOLLOWED, None, desk.clock())
    return await _ask(uow, desk, after, said) if card.state is CardState.KEPT else []


async def _ask(uow: UnitOfWork, desk: Desk, card: Card, said: Posted) -> list[str]:
    """Whoever changed it, once: they have just been here."""
    place = next((n for n, part in enumerate(card.parts, 1) if part.ts == said.ts), None)
    if said.author is None or place is None:
        return []
    asked = Outgoing(
        key=f"card-changed:{card.id}:{said.ts}",
        kind=OutgoingKind.DIRECT,
        payload=desk.drawing.note(changed_note(card.id, place, card.title)),
        intended_at=desk.clock(),
        recipient=said.author,
    )
    return [asked.key] if await intend(uow, asked) else []


async def _card_with(uow: UnitOfWork, desk: Desk, platform_id: str, ts: MessageTs) -> Card | None:
    """The card that holds words of a message, or is called by them; nobody else writes from here on."""
    channel = channel_id(desk.workspace.id, platform_id)
    message = (await uow.transcript.by_keys([(channel, ts)])).get((channel, ts))
    if message is None:
        return None
    card = await uow.cards.of_thread(channel, message.thread_ts or message.ts)
    if card is None or ts not in {card.title_ts, *(part.ts for part in card.parts)}:
        return None
    await uow.hold()
    return await uow.cards.of(card.id)
