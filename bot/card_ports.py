"""What knowledge cards need from storage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.card_types import Card, CardId, CardState, Proposal, ProposalId, Revision
from expertise.types import ChannelId, MessageTs, PersonId
from index.types import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRows:
    """All cards that are kept, after so many changes; by id, with the vectors that a model made of them."""

    changes: int
    rows: Sequence[Card]


class CardStore(Protocol):
    """The cards of one workspace: at most one of each thread."""

    async def of(self, card_id: CardId) -> Card | None:
        """Without its vector."""

    async def of_thread(self, channel_id: ChannelId, thread_ts: MessageTs) -> Card | None: ...

    async def put(self, card: Card) -> None:
        """Insert or replace, with its authors. Its vector goes, for it was made of other words."""

    async def with_author(self, person_id: PersonId) -> list[Card]:
        """Those with words of somebody's, and those that they made, the latest first; no withdrawn ones."""

    async def of_channel(self, channel_id: ChannelId) -> list[Card]:
        """By id."""


class CardShelf(Protocol):
    """The cards of one workspace as a whole."""

    async def changed(self, since: int, model_id: str) -> CardRows | None:
        """Every card that is kept; None after as many changes as ``since``, 0 at first."""

    async def put_vectors(self, model_id: str, cards: Sequence[Card], vectors: Vectors) -> None:
        """Keep a vector with each; what is not the same any more is passed over."""

    async def untold(self) -> list[CardId]:
        """Those that are kept and have an author who has not heard of it, by id."""

    async def counts(self) -> Mapping[CardState, int]:
        """States without a card are missing."""


class CardHistory(Protocol):
    """What became of cards."""

    async def of(self, card_id: CardId) -> list[Revision]:
        """The first first."""

    async def put(self, revisions: Sequence[Revision]) -> None:
        """Insert or replace, by card and number."""


class ProposalStore(Protocol):
    """What people would add to cards."""

    async def of(self, proposal_id: ProposalId) -> Proposal | None: ...

    async def put(self, proposal: Proposal) -> None:
        """Insert or replace."""

    async def for_card(self, card_id: CardId) -> list[Proposal]:
        """Those that nobody has decided yet, the earliest first."""

    async def by(self, person_id: PersonId) -> list[Proposal]:
        """Somebody's, the earliest first, decided or not."""

    async def forget(self, person_id: PersonId) -> None:
        """All of somebody's."""
