"""A history to be walked through, its questions, and what came of asking them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.types import Workspace
from expertise.baselines import CHANNEL, ThreadKey
from expertise.types import Channel, ChannelId, Message, MessageTs, Person, PersonId, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class PastQuestion:
    """A question out of the past; ``helpers`` is who then answered, empty where that is not known."""

    qid: str
    text: str
    ts: MessageTs
    at: datetime
    channel_id: ChannelId | None
    asker_id: PersonId | None
    helpers: frozenset[PersonId] = frozenset()
    excluded: frozenset[PersonId] = frozenset()
    wants_threads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A history as replay needs it: everything, to be given out in time order."""

    workspace: Workspace
    people: Sequence[Person]
    channels: Sequence[Channel]
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What the bot would have said, and by name what each baseline says: people, and past threads.

    ``unbalanced`` is who would have come first without taking turns.
    """

    question: PastQuestion
    ranking: Ranking
    unbalanced: PersonId | None = None
    baselines: Mapping[str, tuple[PersonId, ...]]
    baseline_threads: Mapping[str, tuple[ThreadKey, ...]] = field(default_factory=dict)

    @property
    def habit(self) -> tuple[PersonId, ...]:
        """Whoever has been answering in the question's channel lately."""
        return self.baselines[CHANNEL]
