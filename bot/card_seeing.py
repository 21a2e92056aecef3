"""A card is shown to one person: as it stands now, within what they may read, named as its authors chose."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import cards_phrases as say
from bot import consent
from bot.audience import readable_channels, scope_for
from bot.card_finding import Kept
from bot.card_finding import kept as with_authors
from bot.card_notes import called
from bot.card_readers import as_it_stands, is_readable, untitled
from bot.card_types import Card, CardId, CardState, Leave, Proposal
from bot.card_views import Looking, MyCard, card_page
from bot.chat_types import Outgoing, OutgoingKind
from bot.desk import Desk
from bot.outbox import intend
from bot.ports import UnitOfWork
from bot.presses import Press, Todo, private
from bot.presses import say as tell_note
from bot.views import Note, Page
from expertise.consent import Naming
from expertise.types import ChannelKind, MessageTs, Person


async def tell(what: Press, words: str) -> Todo:
    """One sentence, to whoever pressed."""
    return await tell_note(what, Note(paragraphs=(words,)))


async def show_card(what: Press, card_id: CardId, joined_to: str = "") -> Todo:
    """The card, to whoever pressed, alone; ``joined_to`` is what is said with it."""
    found = await looked_at(what, card_id)
    if found is None:
        return await tell(what, say.GONE)
    page = await page_of(what.uow, what.desk, found, what.person)
    if joined_to:
        page = Page(opening=f"{joined_to}\n{page.opening}", sections=page.sections, footer=page.footer)
    key = f"card:{what.event_id}"
    await intend(what.uow, private(what, key, what.desk.drawing.page(page, what.reply_url)))
    return Todo(keys=(key,))


async def looked_at(what: Press, card_id: CardId) -> Kept | None:
    """A card as it stands, if whoever pressed may see it."""
    return await seen(what.uow, what.desk, card_id, what.person)


async def seen(uow: UnitOfWork, desk: Desk, card_id: CardId, viewer: Person) -> Kept | None:
    """A card as it stands; None where it is gone, or not for them. A draft is for who may read its thread.

    Its authors see it also where they have left its channel: the words are theirs.
    """
    card = await uow.cards.of(card_id)
    if card is None or card.state is CardState.WITHDRAWN:
        return None
    scope = await scope_for(uow, viewer.id)
    channels = await readable_channels(uow, scope)
    is_draft = card.state is CardState.DRAFT
    may_see = card.channel_id in channels if is_draft else is_readable(card, scope, channels)
    if not may_see and (is_draft or not card.is_author(viewer.id)):
        return None
    standing = await as_it_stands(uow, card)
    if standing.state is CardState.WITHDRAWN:
        return None
    own = standing if may_see else _own_words(standing, viewer)
    return await with_authors(uow, desk.workspace, own, channels)


def _own_words(card: Card, viewer: Person) -> Card:
    """To an author who may not read its channel any more: what others wrote there since is not theirs."""
    own = replace(card, parts=tuple(part for part in card.parts if part.author == viewer.id))
    return own if card.titled_by == viewer.id else untitled(own)


async def page_of(uow: UnitOfWork, desk: Desk, found: Kept, viewer: Person) -> Page:
    """As it is shown to somebody who may see it."""
    card = found.card
    about = " ".join((card.title, *card.topics))
    levels = await consent.namings(uow, found.authors.keys(), about, desk.clock(), desk.policy)
    own = card.author(viewer.id) if card.is_author(viewer.id) else None
    is_limited = _is_limited(found)
    looking = Looking(
        viewer=viewer.id,
        levels=dict(levels) | ({viewer.id: Naming.BY_NAME} if own else {}),
        at=await _times(uow, card),
        proposals=await _proposed(uow, card) if own else (),
        may_open=own is not None and is_limited and own.leave is not Leave.YES,
        has_opened=own is not None and is_limited and own.leave is Leave.YES,
    )
    return card_page(found, looking)


def _is_limited(found: Kept) -> bool:
    """Whether not everybody here can read it without its authors' leave."""
    is_public = found.channel is not None and found.channel.kind is ChannelKind.PUBLIC
    return found.card.state is CardState.KEPT and found.card.channel_id is not None and not is_public


async def _times(uow: UnitOfWork, card: Card) -> dict[MessageTs, datetime]:
    if card.channel_id is None:
        return {}
    keys = [(card.channel_id, part.ts) for part in card.parts if part.ts]
    return {ts: message.at for (_, ts), message in (await uow.transcript.by_keys(keys)).items()}


async def _proposed(uow: UnitOfWork, card: Card) -> Sequence[tuple[Proposal, str]]:
    proposals = await uow.proposals.for_card(card.id)
    people = {p.id: p for p in await uow.people.by_ids({each.person_id for each in proposals})}
    return [(each, called(people.get(each.person_id))) for each in proposals]


async def page_to(what: Press, key: str, page: Page) -> Todo:
    """A page with lines to type into, in the conversation with the bot, where these work everywhere."""
    card = Outgoing(
        key=key,
        kind=OutgoingKind.DIRECT,
        payload=what.desk.drawing.page(page),
        intended_at=what.desk.clock(),
        recipient=what.person.platform_id,
    )
    await intend(what.uow, card)
    return Todo(keys=(key,))


async def cards_of(uow: UnitOfWork, desk: Desk, person: Person) -> list[MyCard]:
    """Those with words of somebody's, as they may see them; the latest first."""
    found = []
    for card in await uow.cards.with_author(person.id):
        if card.state is not CardState.KEPT or not card.is_author(person.id):
            continue
        own, standing = card.author(person.id), await seen(uow, desk, card.id, person)
        if standing is None or own is None:
            continue
        is_asked = own.leave in (Leave.ASKED, Leave.UNASKED) and _is_limited(standing)
        is_waiting = is_asked or bool(await uow.proposals.for_card(card.id))
        found.append(
            MyCard(
                id=card.id,
                title=standing.card.title,
                confirmed=card.confirmed_at.date(),
                is_waiting=is_waiting,
            )
        )
    return found
