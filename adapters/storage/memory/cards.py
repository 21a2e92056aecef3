"""Knowledge cards in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Embedded, Rows
from bot.card_ports import CardRows
from bot.card_types import Card, CardId, CardState, Proposal, ProposalId, ProposalState, Revision
from expertise.types import ChannelId, MessageTs, PersonId
from index.types import Vectors


class MemoryCardStore:
    """Implements ``bot.card_ports.CardStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, card_id: CardId) -> Card | None:
        """Without its vector."""
        return self._rows.cards.get(card_id)

    async def of_thread(self, channel_id: ChannelId, thread_ts: MessageTs) -> Card | None:
        """None where nothing was kept of it."""
        every = self._rows.cards.values()
        return next((c for c in every if (c.channel_id, c.thread_ts) == (channel_id, thread_ts)), None)

    async def put(self, card: Card) -> None:
        """Insert or replace, with its authors."""
        await self._journal.hold()
        if not {each.person_id for each in card.authors} <= self._rows.people.keys():
            raise ConflictError("a card of nobody")
        known = card.channel_id and card.thread_ts and await self.of_thread(card.channel_id, card.thread_ts)
        if known and known.id != card.id:
            raise ConflictError("two cards of one thread")
        if card.channel_id and card.channel_id not in self._rows.channels:
            raise ConflictError("a card of no channel")
        self._journal.put(self._rows.cards, card.id, replace(card, vector=None))
        self._journal.drop(self._rows.card_vectors, card.id)
        _count_change(self._rows, self._journal)

    async def with_author(self, person_id: PersonId) -> list[Card]:
        """The latest first; no withdrawn ones."""
        found = [
            each
            for each in self._rows.cards.values()
            if each.state is not CardState.WITHDRAWN
            and (each.author(person_id) is not None or each.made_by == person_id)
        ]
        return sorted(sorted(found, key=lambda c: c.id), key=lambda c: c.made_at, reverse=True)

    async def of_channel(self, channel_id: ChannelId) -> list[Card]:
        """By id."""
        every = self._rows.cards.values()
        return sorted((c for c in every if c.channel_id == channel_id), key=lambda c: c.id)


class MemoryCardShelf:
    """Implements ``bot.card_ports.CardShelf``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def changed(self, since: int, model_id: str) -> CardRows | None:
        """Everything, if anything was changed after that many changes."""
        changes = self._rows.card_changes.get(None, 0)
        if changes == since:
            return None
        rows = [self._with_vector(card, model_id) for card in self._kept()]
        return CardRows(changes=changes, rows=rows)

    async def put_vectors(self, model_id: str, rows: Sequence[Card], vectors: Vectors) -> None:
        """What is not the same any more is passed over."""
        await self._journal.hold()
        for card, vector in zip(rows, np.array(vectors, dtype=np.float32), strict=True):
            known = self._rows.cards.get(card.id)
            if known is not None and (known.title, known.parts) == (card.title, card.parts):
                self._journal.put(self._rows.card_vectors, card.id, Embedded(model_id, vector))
        _count_change(self._rows, self._journal)

    async def untold(self) -> list[CardId]:
        """By id."""
        return [c.id for c in self._kept() if any(each.told_at is None for each in c.authors)]

    async def counts(self) -> dict[CardState, int]:
        """States without a card are missing."""
        return dict(Counter(card.state for card in self._rows.cards.values()))

    def _kept(self) -> list[Card]:
        kept = [card for card in self._rows.cards.values() if card.state is CardState.KEPT]
        return sorted(kept, key=lambda card: card.id)

    def _with_vector(self, card: Card, model_id: str) -> Card:
        embedded = self._rows.card_vectors.get(card.id)
        is_of_model = embedded is not None and embedded.model_id == model_id
        return replace(card, vector=embedded.vector if embedded is not None and is_of_model else None)


class MemoryCardHistory:
    """Implements ``bot.card_ports.CardHistory``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, card_id: CardId) -> list[Revision]:
        """The first first."""
        return [each for (own, _), each in sorted(self._rows.card_revisions.items()) if own == card_id]

    async def put(self, revisions: Sequence[Revision]) -> None:
        """Insert or replace, by card and number."""
        await self._journal.hold()
        for each in revisions:
            _must_be_there(self._rows, each.card_id)
            self._journal.put(self._rows.card_revisions, (each.card_id, each.number), each)


class MemoryProposalStore:
    """Implements ``bot.card_ports.ProposalStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def of(self, proposal_id: ProposalId) -> Proposal | None:
        """None where there is none."""
        return self._rows.proposals.get(proposal_id)

    async def put(self, proposal: Proposal) -> None:
        """Insert or replace."""
        await self._journal.hold()
        _must_be_there(self._rows, proposal.card_id)
        if proposal.person_id not in self._rows.people:
            raise ConflictError("a proposal of nobody")
        self._journal.put(self._rows.proposals, proposal.id, proposal)

    async def for_card(self, card_id: CardId) -> list[Proposal]:
        """Those that nobody has decided yet, the earliest first."""
        return [p for p in self._ordered() if p.card_id == card_id and p.state is ProposalState.OPEN]

    async def by(self, person_id: PersonId) -> list[Proposal]:
        """The earliest first."""
        return [each for each in self._ordered() if each.person_id == person_id]

    async def forget(self, person_id: PersonId) -> None:
        """All of somebody's."""
        await self._journal.hold()
        for each in await self.by(person_id):
            self._journal.drop(self._rows.proposals, each.id)

    def _ordered(self) -> list[Proposal]:
        return sorted(self._rows.proposals.values(), key=lambda each: (each.at, each.id))


def _must_be_there(rows: Rows, card_id: CardId) -> None:
    if card_id not in rows.cards:
        raise ConflictError("about no card")


def _count_change(rows: Rows, journal: Journal) -> None:
    journal.put(rows.card_changes, None, rows.card_changes.get(None, 0) + 1)
