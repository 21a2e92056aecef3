"""Knowledge cards about a topic, told to whoever may read them; their authors by name where they agreed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import consent
from bot import follow_phrases as say
from bot.audience import readable_channels
from bot.card_finding import kept
from bot.card_readers import as_it_stands, is_readable
from bot.card_types import Card, CardId
from bot.card_views import card_buttons, shown_card
from bot.desk import Desk
from bot.ports import UnitOfWork
from bot.topic_types import Thing
from bot.topics_near import near
from bot.views import Entry
from bot.weekly_types import Reader


class CardsOnTopics:
    """Implements ``bot.topic_types.TopicSource``."""

    name = "cards"
    heading = say.CARDS_TITLE

    async def near(
        self, desk: Desk, topics: Sequence[str], since: datetime | None, until: datetime
    ) -> Mapping[str, Sequence[str]]:
        """Those that were made between these, the latest first; None: all that are kept."""
        tools = desk.tools()
        async with desk.storage.begin(desk.workspace.id) as uow:
            found = await uow.card_shelf.changed(0, tools.embedder.model_id)
        cards = [each for each in found.rows if _is_of_then(each, since, until)] if found else []
        cards.sort(key=lambda each: (each.made_at, each.id), reverse=True)
        texts = {str(each.id): " ".join((each.title, *each.topics)) for each in cards}
        known = {str(each.id): each.vector for each in cards if each.vector is not None}
        return await near(tools, topics, texts, known)

    async def things(
        self, uow: UnitOfWork, desk: Desk, reader: Reader, ids: Sequence[str]
    ) -> Sequence[Thing]:
        """As they stand, those that the reader may read."""
        channels = await readable_channels(uow, reader.scope)
        told = []
        for each in ids:
            card = await uow.cards.of(CardId(each))
            standing = await as_it_stands(uow, card) if card else None
            if standing and standing.is_whole and is_readable(standing, reader.scope, channels):
                found = await kept(uow, desk.workspace, standing, channels)
                about = " ".join((standing.title, *standing.topics))
                levels = await consent.namings(uow, found.authors.keys(), about, desk.clock(), desk.policy)
                shown = shown_card(found, levels)
                entry = Entry(title=shown.title, detail=shown.by, buttons=tuple(card_buttons([shown])))
                told.append(Thing(entry=entry, about=f"card {each}"))
        return told


def _is_of_then(card: Card, since: datetime | None, until: datetime) -> bool:
    return (since is None or card.made_at >= since) and card.made_at < until
