"""What one workspace holds in memory, with the look-ups that its stores need."""

from bisect import bisect_left, insort
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from adapters.storage.tally import FirstPlaces, Place, Tally
from bot.addresses import Address
from bot.aloud import Aloud, AloudId
from bot.bar_ports import Bar
from bot.card_types import Card, CardId, Proposal, ProposalId, Revision
from bot.chat_types import Event, Feedback, Job, Muted, Outgoing, Question, QuestionId, Shown
from bot.consent_ports import HiddenTopic
from bot.follow_ports import Follow
from bot.listened import Listened
from bot.notebook_ports import Learned
from bot.outcomes import Outcome, What
from bot.round_ports import Availability
from bot.round_types import Round
from bot.suggestion_types import Suggested, Suggesting, SuggestionKey
from bot.types import AuditEntry, IndexChange, Ranker
from bot.weekly_ports import DueNote
from expertise.consent import Preferences
from expertise.types import Channel, ChannelId, Declared, Message, MessageTs, Passage, Person, PersonId
from index.types import Partition, PassageId, Vectors

Ids = MutableMapping[PassageId, None]
"""A set that keeps its order, and that the journal can undo."""


class Placed(NamedTuple):
    """A passage and the partition it is in."""

    partition: Partition
    passage: Passage


class Embedded(NamedTuple):
    """A vector and the model that made it."""

    model_id: str
    vector: Vectors


class Talk:
    """The messages of one channel: by ts, by thread, in time order, and those in threads by author."""

    def __init__(self) -> None:
        self.by_ts: dict[MessageTs, Message] = {}
        self.threads: dict[MessageTs, set[MessageTs]] = {}
        self.order: list[tuple[datetime, MessageTs]] = []
        self.by_author: dict[PersonId, list[tuple[datetime, MessageTs]]] = {}

    def put(self, message: Message) -> None:
        """Insert or replace."""
        self.drop(message.ts)
        self.by_ts[message.ts] = message
        insort(self.order, (message.at, message.ts))
        if message.thread_ts is not None:
            self.threads.setdefault(message.thread_ts, set()).add(message.ts)
            if message.author_id is not None:
                insort(self.by_author.setdefault(message.author_id, []), (message.at, message.ts))

    def drop(self, ts: MessageTs) -> None:
        """Remove, if it is there."""
        message = self.by_ts.pop(ts, None)
        if message is None:
            return
        del self.order[bisect_left(self.order, (message.at, ts))]
        if message.thread_ts is not None:
            thread = self.threads[message.thread_ts]
            thread.discard(ts)
            if not thread:
                del self.threads[message.thread_ts]
            if message.author_id is not None:
                written = self.by_author[message.author_id]
                del written[bisect_left(written, (message.at, ts))]


@dataclass(slots=True, kw_only=True)
class Rows:
    """Tables of one workspace."""

    people: dict[PersonId, Person] = field(default_factory=dict)
    people_by_platform_id: dict[str, PersonId] = field(default_factory=dict)
    channels: dict[ChannelId, Channel] = field(default_factory=dict)
    channels_by_platform_id: dict[str, ChannelId] = field(default_factory=dict)
    members: dict[ChannelId, frozenset[PersonId]] = field(default_factory=dict)
    stale: dict[ChannelId, None] = field(default_factory=dict)
    talk: dict[ChannelId, Talk] = field(default_factory=dict)
    passages: dict[PassageId, Placed] = field(default_factory=dict)
    threads: dict[ChannelId, dict[MessageTs, Ids]] = field(default_factory=dict)
    partitions: dict[Partition, Ids] = field(default_factory=dict)
    vectors: dict[PassageId, Embedded] = field(default_factory=dict)
    vectorless: dict[PassageId, None] = field(default_factory=dict)
    models: dict[str, None] = field(default_factory=dict)
    log: dict[int, IndexChange] = field(default_factory=dict)
    log_ends: dict[str, int] = field(default_factory=lambda: {"trimmed": 0, "head": 0})
    tallies: dict[Place, dict[PersonId, Tally]] = field(default_factory=dict)
    first_places: dict[PersonId, FirstPlaces] = field(default_factory=dict)
    declared: dict[tuple[PersonId, str], Declared] = field(default_factory=dict)
    declared_vectors: dict[tuple[PersonId, str], Embedded] = field(default_factory=dict)
    declared_changes: dict[None, int] = field(default_factory=dict)
    rankers: dict[int, Ranker] = field(default_factory=dict)
    ranker_in_use: dict[None, int] = field(default_factory=dict)
    listened: dict[ChannelId, Listened] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)  # by conversation
    preferences: dict[PersonId, Preferences] = field(default_factory=dict)
    hidden_topics: dict[tuple[PersonId, str], HiddenTopic] = field(default_factory=dict)
    namings: dict[tuple[int, PersonId], int] = field(default_factory=dict)
    audit: dict[int, AuditEntry] = field(default_factory=dict)
    imported: dict[tuple[str, str], None] = field(default_factory=dict)
    inbox: dict[int, Event] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    outgoing: dict[str, Outgoing] = field(default_factory=dict)
    owed: dict[Job, datetime] = field(default_factory=dict)
    questions: dict[QuestionId, Question] = field(default_factory=dict)
    shown: dict[QuestionId, tuple[Shown, ...]] = field(default_factory=dict)
    feedback: dict[tuple[QuestionId, PersonId], Feedback] = field(default_factory=dict)
    muted: dict[Muted, None] = field(default_factory=dict)
    rounds: dict[QuestionId, Round] = field(default_factory=dict)
    availabilities: dict[PersonId, Availability] = field(default_factory=dict)
    unasked: dict[tuple[int, PersonId], int] = field(default_factory=dict)
    notes: dict[tuple[PersonId, QuestionId], Learned] = field(default_factory=dict)
    aloud: dict[AloudId, Aloud] = field(default_factory=dict)
    bars: dict[tuple[str, str, str], Bar] = field(default_factory=dict)  # by channel, language, mode
    outcomes: dict[tuple[PersonId, QuestionId, What], Outcome] = field(default_factory=dict)
    weeks: dict[None, date] = field(default_factory=dict)
    due_notes: dict[PersonId, DueNote] = field(default_factory=dict)
    suggestions: dict[SuggestionKey, Suggested] = field(default_factory=dict)
    suggesting: dict[ChannelId, Suggesting] = field(default_factory=dict)
    cards: dict[CardId, Card] = field(default_factory=dict)
    card_vectors: dict[CardId, Embedded] = field(default_factory=dict)
    card_changes: dict[None, int] = field(default_factory=dict)
    card_revisions: dict[tuple[CardId, int], Revision] = field(default_factory=dict)
    proposals: dict[ProposalId, Proposal] = field(default_factory=dict)
    follows: dict[tuple[PersonId, str], Follow] = field(default_factory=dict)
