"""Cards near a question: found before raw threads, within what everybody who sees the reply may read.

Which cards are looked through is decided before any is. The others shape nothing, neither how rare a word
is, nor whose turn it is to be read by the model.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import structlog

from bot.card_readers import as_it_stands, is_readable
from bot.card_types import Card, CardId
from bot.permalinks import permalink
from bot.ports import Storage, UnitOfWork
from bot.turns import PATIENCE
from bot.types import Workspace
from expertise.kept import Held, Titles
from expertise.matcher import Matcher
from expertise.types import Channel, ChannelId, Person, PersonId, Question, Role, Scope, WorkspaceId
from index.types import Embedder, Vectors

MOST = 2
"""Cards of one answer: who wants more asks again."""

AT_ONCE = 64
"""Cards that a question waits for while the model reads them, as of topics (`catalogue.py`)."""

_LONGEST = 1_000
"""Characters of a card that the model reads."""

_READY = 16
"""Sets of cards that are kept ready: people ask from a few places, with the same readers."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A card that was found, as it stands now: whose words are in it, and a link to its thread."""

    card: Card
    authors: Mapping[PersonId, Person]
    channel: Channel | None
    link: str | None
    nearness: float = 0.0


class Shelf:
    """The cards of each workspace, kept ready between questions, until one of them changes."""

    def __init__(self) -> None:
        self._kept: dict[WorkspaceId, tuple[str, int, dict[CardId, Card]]] = {}
        self.titles = lru_cache(maxsize=_READY)(_titles)

    async def cards(self, uow: UnitOfWork, workspace_id: WorkspaceId, model_id: str) -> Collection[Card]:
        """All that are kept, as they are in this unit of work."""
        known, changes, cards = self._kept.get(workspace_id, ("", 0, {}))
        found = await uow.card_shelf.changed(changes if known == model_id else 0, model_id)
        if found is None:
            return cards.values() if known == model_id else ()
        cards = {card.id: card for card in found.rows}
        self._kept[workspace_id] = (model_id, found.changes, cards)
        return cards.values()

    def read(self, workspace_id: WorkspaceId, cards: Sequence[Card]) -> None:
        """These have vectors now."""
        _, _, known = self._kept.get(workspace_id, ("", 0, {}))
        known.update({card.id: card for card in cards if card.id in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSearch:
    """What looking for cards needs besides a unit of work."""

    storage: Storage
    workspace: Workspace
    shelf: Shelf
    embedder: Embedder
    matching: Matcher


async def cards_near(
    uow: UnitOfWork,
    search: CardSearch,
    question: Question,
    channels: Mapping[ChannelId, Channel],
    most: int = MOST,
) -> list[Kept]:
    """The nearest first. ``channels`` are those within the question's scope. Raises EmptyQuestionError."""
    every = await search.shelf.cards(uow, search.workspace.id, search.embedder.model_id)
    readable = [card for card in every if _is_asked_for(card, question, channels)]
    if not readable:
        return []
    readable = await _with_vectors(search, readable)
    held = await search.matching.about(question, search.shelf.titles(tuple(map(_Read.of, readable))))
    found = ((readable[each.place], each) for each in held)
    return await _standing(uow, search.workspace, found, question.scope, channels, most)


def _is_asked_for(card: Card, question: Question, channels: Mapping[ChannelId, Channel]) -> bool:
    """Not that of the very thread in which it is asked."""
    thread = (card.channel_id, card.thread_ts)
    if question.thread_ts is not None and thread == (question.channel_id, question.thread_ts):
        return False
    return is_readable(card, question.scope, channels)


def _titles(cards: Sequence["_Read"]) -> Titles:
    """What they are about, with what a model made of it: the same cards are held against many questions."""
    return Titles([each.text for each in cards], [each.vector for each in cards])


@dataclass(frozen=True, slots=True)
class _Read:
    """What is searched of a card. Its vector follows from its words, and whether the model has read them."""

    id: CardId
    text: str
    is_read: bool
    vector: Vectors | None = field(compare=False)

    @classmethod
    def of(cls, card: Card) -> "_Read":
        return cls(card.id, " ".join((card.title, *card.topics)), card.vector is not None, card.vector)


def spoken(card: Card) -> str:
    """A card as the model reads it: its title, and what was asked."""
    asked = [part.text for part in card.parts if part.role is Role.ASKED]
    return "\n".join((card.title, *asked))[:_LONGEST]


async def _with_vectors(search: CardSearch, cards: list[Card]) -> list[Card]:
    """The same, some of those without a vector given one. Where that cannot be stored, the log says so."""
    unread = [card for card in cards if card.vector is None][:AT_ONCE]
    if not unread:
        return cards
    vectors = await asyncio.to_thread(search.embedder.encode, [spoken(card) for card in unread])
    read = [replace(card, vector=vector) for card, vector in zip(unread, vectors, strict=True)]
    search.shelf.read(search.workspace.id, read)
    try:
        await _store(search, unread, vectors)
    except Exception as error:  # noqa: BLE001 whatever it is, it must not cost the answer
        _log.warning("vectors of cards not stored", workspace=search.workspace.id, exc_info=error)
    known = {card.id: card for card in read}
    return [known.get(card.id, card) for card in cards]


async def _store(search: CardSearch, cards: Sequence[Card], vectors: Vectors) -> None:
    async with search.storage.begin(search.workspace.id) as uow:
        await uow.hold(PATIENCE)
        await uow.card_shelf.put_vectors(search.embedder.model_id, cards, vectors)
        await uow.commit()


async def _standing(
    uow: UnitOfWork,
    workspace: Workspace,
    found: Iterable[tuple[Card, Held]],
    scope: Scope,
    channels: Mapping[ChannelId, Channel],
    most: int,
) -> list[Kept]:
    told: list[Kept] = []
    for card, held in found:
        if len(told) == most:
            break
        standing = await as_it_stands(uow, card)
        if standing.is_whole and is_readable(standing, scope, channels):
            told.append(await kept(uow, workspace, standing, channels, held.nearness))
    return told


async def kept(
    uow: UnitOfWork,
    workspace: Workspace,
    card: Card,
    channels: Mapping[ChannelId, Channel],
    nearness: float = 0.0,
) -> Kept:
    """A card with its authors and its thread, where that is in one of these channels."""
    authors = {person.id: person for person in await uow.people.by_ids(card.writers)}
    channel = channels.get(card.channel_id) if card.channel_id else None
    link = None
    if channel is not None and card.thread_ts is not None:
        key = (channel.id, card.thread_ts)
        first = (await uow.transcript.by_keys([key])).get(key)
        link = permalink(workspace, channel, first) if first else None
    return Kept(card=card, authors=authors, channel=channel, link=link, nearness=nearness)


async def still_kept(uow: UnitOfWork, told: Kept, scope: Scope) -> bool:
    """Whether a card reads as it did, to everybody in the scope."""
    card = await uow.cards.of(told.card.id)
    if card is None:
        return False
    ids = {card.channel_id} if card.channel_id else set()
    now = {c.id: c for c in (await uow.channels.by_ids(ids)).values() if c.partition in scope.partitions}
    standing = await as_it_stands(uow, card)
    is_same = (standing, told.channel) == (told.card, now.get(card.channel_id) if card.channel_id else None)
    return is_same and is_readable(standing, scope, now)
