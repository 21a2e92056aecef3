"""What the use cases need from outside: storage, index, clock. Adapters implement these."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.accounts import EmailStore, IdentityStore, PartedStore
from bot.addresses import AddressStore
from bot.aloud import AloudStore
from bot.bar_ports import BarStore
from bot.card_ports import CardHistory, CardShelf, CardStore, ProposalStore
from bot.chat_ports import (
    FeedbackStore,
    InboxStore,
    MutedStore,
    OutgoingStore,
    OwedStore,
    QuestionStore,
    Upkeep,
)
from bot.consent_ports import HiddenTopicStore, NamingStore, OwnWords, PreferenceStore
from bot.follow_ports import FollowStore, SolvedStore
from bot.listened import ListenedStore
from bot.notebook_ports import NotebookStore
from bot.round_ports import AvailabilityStore, InvitationStore, OutcomeStore, RoundStore, UnaskedStore
from bot.suggestion_ports import SuggestingStore, SuggestionStore
from bot.types import (
    Answered,
    AuditEntry,
    DeclaredRows,
    IndexChange,
    MessageKey,
    Platform,
    Ranker,
    Unembedded,
    Workspace,
)
from bot.weekly_ports import DueNoteStore, WeekStore
from expertise import ports as expertise_ports
from expertise.types import (
    Activity,
    Channel,
    ChannelId,
    Declared,
    Message,
    MessageTs,
    Passage,
    Person,
    PersonId,
    WorkspaceId,
)
from index.types import Entry, Partition, PassageId, Vectors

Clock = Callable[[], datetime]
"""Now, aware, in UTC."""


class WorkspaceStore(Protocol):
    """The workspaces of this installation."""

    async def all(self) -> list[Workspace]:
        """Ordered by name, then id."""

    async def ensure(self, workspace: Workspace) -> Workspace:
        """Insert, or update name and url (an empty one never replaces one that is set)."""

    async def by_platform_id(self, platform: Platform, platform_id: str) -> Workspace | None: ...


class PersonStore(expertise_ports.PersonStore, Protocol):
    """People of one workspace."""

    async def save(self, people: Sequence[Person]) -> None:
        """Insert or update by id."""

    async def by_platform_ids(self, platform_ids: Collection[str]) -> dict[str, Person]: ...

    async def find(self, texts: Collection[str]) -> dict[str, list[Person]]:
        """By text: people whose platform id, handle or name equals it, ignoring case; ordered by id."""

    async def count(self) -> int:
        """People who are not bots."""


class ChannelStore(Protocol):
    """Channels of one workspace, and who is in them.

    In those that are not public, members are who may read. In public ones they are who may be suggested for
    being there; of crowds none are kept.
    """

    async def save(self, channels: Sequence[Channel]) -> None:
        """Insert or update by id. Does not move passages: see ``PassageStore.move``."""

    async def all(self) -> list[Channel]:
        """Ordered by id."""

    async def shared(self) -> list[Channel]:
        """Those that outsiders are in too, ordered by id."""

    async def by_ids(self, ids: Collection[ChannelId]) -> dict[ChannelId, Channel]:
        """Unknown ones are left out."""

    async def set_members(self, channel_id: ChannelId, people: Collection[PersonId]) -> None:
        """Replace the members of a channel."""

    async def channels_of(self, person_id: PersonId) -> frozenset[ChannelId]:
        """Channels that the person is known to be a member of."""

    async def members(self, channel_id: ChannelId) -> frozenset[PersonId]: ...


class MessageStore(Protocol):
    """Messages of one workspace: writing."""

    async def add(self, channel_id: ChannelId, messages: Sequence[Message]) -> int:
        """Insert those that are new, update those whose content differs; how many of both.

        All belong to the channel. No key occurs twice in one call.
        """

    async def remove(self, key: MessageKey) -> None:
        """Forget a message; nothing happens where there is none."""

    async def stale_channels(self) -> list[ChannelId]:
        """Channels with messages added in bulk whose passages are not cut yet, by id."""

    async def set_stale(self, channel_id: ChannelId, *, is_stale: bool) -> None: ...


class Transcript(Protocol):
    """Messages of one workspace: reading, in the order of (time, ts)."""

    async def by_keys(self, keys: Collection[MessageKey]) -> dict[MessageKey, Message]: ...

    async def thread(self, channel_id: ChannelId, ts: MessageTs) -> list[Message]:
        """The message ``ts``, if it is there, and every reply to it."""

    def threads(self, channel_id: ChannelId) -> AsyncIterator[list[Message]]:
        """Every thread of the channel (messages that carry its ``thread_ts``), by thread_ts; streamed."""

    def top_level(
        self, channel_id: ChannelId, since: datetime | None = None, *, backwards: bool = False
    ) -> AsyncIterator[Message]:
        """Messages that are not replies (thread parents too), streamed in pages.

        Forwards from ``since`` (inclusive) or the beginning; backwards from just before ``since``.
        """

    async def count(self) -> int: ...


class PassageStore(Protocol):
    """Passages of one workspace. Every change is also a line of the index log."""

    async def by_ids(self, ids: Sequence[PassageId]) -> list[Passage]:
        """In the order asked for; those that are gone are left out."""

    async def replace(
        self, channel: Channel, thread_ts: Collection[MessageTs], passages: Sequence[Passage]
    ) -> int:
        """Make these the only passages of these threads; how many rows came or went.

        A passage that is there already, alike in everything but its id, keeps its row and id:
        it is not embedded again.
        """

    async def clear(self, channel: Channel, keep: Collection[MessageTs]) -> int:
        """Remove the channel's passages of threads other than these; how many."""

    async def move(self, channel: Channel) -> None:
        """Bring all passages and activity of the channel into ``channel.partition``."""

    async def count(self) -> int: ...


class VectorStore(Protocol):
    """Vectors as rows, each with its model."""

    async def unembedded(
        self, model_id: str, after: PassageId, limit: int, languages: Collection[str] | None
    ) -> list[Unembedded]:
        """Passages without a vector of this model and in these languages (None: any), by id."""

    async def put(self, model_id: str, ids: Sequence[PassageId], vectors: Vectors) -> None:
        """Store rows of shape (len(ids), dimension); a passage has one vector, the latest."""

    async def entries(self, model_id: str, ids: Sequence[PassageId]) -> list[Entry]:
        """What the index holds of these passages; without a vector of this model, words alone."""

    async def languages(self) -> Mapping[str, int]:
        """Passages by language."""

    async def count(self, model_id: str) -> int: ...


class IndexLog(Protocol):
    """What happened to passages, in order, for the index to follow."""

    async def since(self, sequence: int, limit: int) -> list[IndexChange]: ...

    async def head(self) -> int:
        """The last sequence, 0 when nothing happened yet."""

    async def partitions(self) -> list[Partition]:
        """Partitions that hold passages now, ordered."""

    async def ids(self, partition: Partition, after: PassageId, limit: int) -> list[PassageId]:
        """Passages of a partition in the order of their ids, for a rebuild."""

    async def trim(self, sequence: int) -> None:
        """Forget lines up to and including this one: every index generation has them."""


class ActivityStore(expertise_ports.ActivityStore, Protocol):
    """Forward-decayed counts, per channel and per partition."""

    async def add(self, partition: Partition, events: Sequence[Answered]) -> None:
        """Apply the events in order. A count that comes to zero leaves exactly nothing behind."""

    async def clear(self, partition: Partition, channel_id: ChannelId) -> None:
        """Take everything of one channel out of its own and its partition's counts."""

    async def busiest(
        self, partitions: Collection[Partition], channel_id: ChannelId | None, at: datetime, limit: int
    ) -> dict[PersonId, Activity]:
        """The ``limit`` most active anywhere in the scope and, if a channel is given, here; in that order."""

    async def of_channel(self, channel_id: ChannelId, at: datetime) -> dict[PersonId, Activity]: ...


class LoadStore(Protocol):
    """How often people have lately come first, in answers that everyone may read: decayed counts."""

    async def of(self, people: Collection[PersonId], at: datetime) -> Mapping[PersonId, float]:
        """Of these people, at that time; who never came first is missing."""

    async def add(self, person_id: PersonId, at: datetime) -> None:
        """Count one more."""


class TieStore(Protocol):
    """Who works with whom, from the threads that both wrote in."""

    async def beside(
        self, person_id: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[tuple[PersonId, datetime]]:
        """The others in the person's ``limit`` latest threads in these channels.

        Each once a thread, with the time of their last message there; ordered.
        """

    async def together(
        self, person_id: PersonId, other: PersonId, channels: Collection[ChannelId], limit: int
    ) -> list[MessageKey]:
        """Of the person's ``limit`` latest threads in these channels those that the other wrote in too.

        The one in which the other wrote last comes first.
        """


class DeclaredStore(Protocol):
    """What people say they know. A topic is the same whatever its case; a person has it once."""

    async def changed(self, since: int, model_id: str) -> DeclaredRows | None:
        """Everything, with vectors of this model; None after as many changes as ``since``, 0 at first.

        Rows that go with an erased person are no change: their people are not found any more.
        """

    async def of(self, person_id: PersonId) -> list[Declared]:
        """By topic, ignoring case, without vectors."""

    async def add(self, rows: Sequence[Declared]) -> None:
        """Insert, or renew time and spelling of those that are there."""

    async def forget(self, person_id: PersonId, topics: Collection[str]) -> int:
        """How many of these there were."""

    async def put_vectors(self, model_id: str, rows: Sequence[Declared], vectors: Vectors) -> None:
        """Keep a vector with each; what is no longer there, or is spelled otherwise, is passed over."""


class RankerStore(Protocol):
    """Learned weights of one workspace; at most one of them is in use, else the shipped ones are."""

    async def in_use(self) -> Ranker | None: ...

    async def all(self) -> list[Ranker]:
        """By number."""

    async def add(self, ranker: Ranker) -> None:
        """Keep one, not in use yet; its number is a new one."""

    async def use(self, number: int | None) -> None:
        """Have this one in use and no other; None: no one."""


class AuditStore(Protocol):
    """Append only."""

    async def add(self, entry: AuditEntry) -> None: ...

    async def all(self) -> list[AuditEntry]: ...


class ImportStore(Protocol):
    """Which parts of which file are already in, so that an import can go on where it stopped."""

    async def done(self, fingerprint: str) -> frozenset[str]: ...

    async def mark(self, fingerprint: str, parts: Sequence[str]) -> None: ...


class UnitOfWork(Protocol):
    """One transaction on one workspace. Leaving without ``commit`` takes everything back."""

    people: PersonStore
    channels: ChannelStore
    messages: MessageStore
    transcript: Transcript
    passages: PassageStore
    evidence: expertise_ports.EvidenceStore
    vectors: VectorStore
    log: IndexLog
    activity: ActivityStore
    ties: TieStore
    load: LoadStore
    declared: DeclaredStore
    rankers: RankerStore
    listened: ListenedStore
    addresses: AddressStore
    own_words: OwnWords
    preferences: PreferenceStore
    hidden_topics: HiddenTopicStore
    namings: NamingStore
    audit: AuditStore
    imports: ImportStore
    inbox: InboxStore
    outgoing: OutgoingStore
    owed: OwedStore
    questions: QuestionStore
    feedback: FeedbackStore
    muted: MutedStore
    rounds: RoundStore
    invitations: InvitationStore
    availability: AvailabilityStore
    unasked: UnaskedStore
    notebook: NotebookStore
    cards: CardStore
    card_shelf: CardShelf
    card_history: CardHistory
    proposals: ProposalStore
    outcomes: OutcomeStore
    aloud: AloudStore
    weeks: WeekStore
    due_notes: DueNoteStore
    suggestions: SuggestionStore
    suggesting: SuggestingStore
    follows: FollowStore
    solved: SolvedStore
    bars: BarStore
    upkeep: Upkeep

    async def hold(self, seconds: float | None = None) -> None:
        """Be the workspace's only writer from here on: for whoever reads before writing.

        ``seconds`` is how long to wait for another one, where the store's own patience is too long.
        """

    async def commit(self) -> None: ...


class Registry(Protocol):
    """One transaction on the installation as a whole."""

    workspaces: WorkspaceStore
    identities: IdentityStore
    parted: PartedStore
    emails: EmailStore

    async def hold(self) -> None:
        """Be the installation's only writer from here on: for whoever reads before writing."""

    async def commit(self) -> None: ...


class Storage(Protocol):
    """Where rows live. A unit of work sees one workspace and no other."""

    def begin(self, workspace_id: WorkspaceId) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def registry(self) -> AbstractAsyncContextManager[Registry]: ...

    async def close(self) -> None: ...
