"""Puts the stores in memory together. One process, one event loop, and all of it in RAM."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count

from adapters.storage.activity import CountedActivity
from adapters.storage.engine import LOCK_SECONDS
from adapters.storage.memory.accounts import (
    AccountRows,
    Known,
    MemoryEmailStore,
    MemoryIdentityStore,
    MemoryPartedStore,
)
from adapters.storage.memory.addresses import MemoryAddressStore
from adapters.storage.memory.aloud import MemoryAloudStore
from adapters.storage.memory.audit import MemoryAuditStore
from adapters.storage.memory.bars import MemoryBarStore
from adapters.storage.memory.cards import (
    MemoryCardHistory,
    MemoryCardShelf,
    MemoryCardStore,
    MemoryProposalStore,
)
from adapters.storage.memory.channels import MemoryChannelStore
from adapters.storage.memory.consent import MemoryHiddenTopicStore, MemoryNamingStore, MemoryPreferenceStore
from adapters.storage.memory.counts import MemoryCounts
from adapters.storage.memory.declared import MemoryDeclaredStore
from adapters.storage.memory.evidence import MemoryEvidenceStore
from adapters.storage.memory.feedback import MemoryFeedbackStore
from adapters.storage.memory.follows import MemoryFollowStore, MemorySolvedStore
from adapters.storage.memory.imports import MemoryImportStore
from adapters.storage.memory.inbox import MemoryInboxStore
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.listened import MemoryListenedStore
from adapters.storage.memory.load import MemoryLoadStore
from adapters.storage.memory.log import MemoryIndexLog
from adapters.storage.memory.messages import MemoryMessageStore
from adapters.storage.memory.muted import MemoryMutedStore
from adapters.storage.memory.notebook import MemoryNotebookStore
from adapters.storage.memory.outgoing import MemoryOutgoingStore
from adapters.storage.memory.owed import MemoryOwedStore
from adapters.storage.memory.own_words import MemoryOwnWords
from adapters.storage.memory.passages import MemoryPassageStore
from adapters.storage.memory.people import MemoryPersonStore
from adapters.storage.memory.questions import MemoryQuestionStore
from adapters.storage.memory.rankers import MemoryRankerStore
from adapters.storage.memory.rounds import (
    MemoryAvailabilityStore,
    MemoryInvitationStore,
    MemoryOutcomeStore,
    MemoryRoundStore,
    MemoryUnaskedStore,
)
from adapters.storage.memory.rows import Rows
from adapters.storage.memory.suggestions import MemorySuggestingStore, MemorySuggestionStore
from adapters.storage.memory.ties import MemoryTieStore
from adapters.storage.memory.transcript import MemoryTranscript
from adapters.storage.memory.upkeep import MemoryUpkeep
from adapters.storage.memory.vectors import MemoryVectorStore
from adapters.storage.memory.weekly import MemoryDueNoteStore, MemoryWeekStore
from adapters.storage.memory.workspaces import MemoryWorkspaceStore
from bot import accounts, chat_ports, consent_ports, ports, round_ports
from bot.addresses import AddressStore
from bot.aloud import AloudStore
from bot.bar_ports import BarStore
from bot.card_ports import CardHistory, CardShelf, CardStore, ProposalStore
from bot.follow_ports import FollowStore, SolvedStore
from bot.listened import ListenedStore
from bot.notebook_ports import NotebookStore
from bot.suggestion_ports import SuggestingStore, SuggestionStore
from bot.types import Workspace
from bot.weekly_ports import DueNoteStore, WeekStore
from expertise.ports import EvidenceStore
from expertise.types import WorkspaceId


class MemoryUnitOfWork:
    """Implements ``bot.ports.UnitOfWork``."""

    def __init__(self, rows: Rows, journal: Journal, numbers: Iterator[int]) -> None:
        self._journal = journal
        activity = CountedActivity(MemoryCounts(rows, journal))
        log = MemoryIndexLog(rows, journal)
        self.people: ports.PersonStore = MemoryPersonStore(rows, journal)
        self.channels: ports.ChannelStore = MemoryChannelStore(rows, journal)
        self.messages: ports.MessageStore = MemoryMessageStore(rows, journal)
        self.transcript: ports.Transcript = MemoryTranscript(rows)
        self.passages: ports.PassageStore = MemoryPassageStore(
            rows, journal, log=log, activity=activity, numbers=numbers
        )
        self.evidence: EvidenceStore = MemoryEvidenceStore(rows)
        self.vectors: ports.VectorStore = MemoryVectorStore(rows, journal)
        self.log: ports.IndexLog = log
        self.activity: ports.ActivityStore = activity
        self.ties: ports.TieStore = MemoryTieStore(rows)
        self.load: ports.LoadStore = MemoryLoadStore(rows, journal)
        self.declared: ports.DeclaredStore = MemoryDeclaredStore(rows, journal)
        self.rankers: ports.RankerStore = MemoryRankerStore(rows, journal)
        self.listened: ListenedStore = MemoryListenedStore(rows, journal)
        self.addresses: AddressStore = MemoryAddressStore(rows, journal)
        self.own_words: consent_ports.OwnWords = MemoryOwnWords(rows)
        self.preferences: consent_ports.PreferenceStore = MemoryPreferenceStore(rows, journal)
        self.hidden_topics: consent_ports.HiddenTopicStore = MemoryHiddenTopicStore(rows, journal)
        self.namings: consent_ports.NamingStore = MemoryNamingStore(rows, journal)
        self.audit: ports.AuditStore = MemoryAuditStore(rows, journal)
        self.imports: ports.ImportStore = MemoryImportStore(rows, journal)
        self.inbox: chat_ports.InboxStore = MemoryInboxStore(rows, journal)
        self.outgoing: chat_ports.OutgoingStore = MemoryOutgoingStore(rows, journal)
        self.owed: chat_ports.OwedStore = MemoryOwedStore(rows, journal)
        self.questions: chat_ports.QuestionStore = MemoryQuestionStore(rows, journal)
        self.feedback: chat_ports.FeedbackStore = MemoryFeedbackStore(rows, journal)
        self.muted: chat_ports.MutedStore = MemoryMutedStore(rows, journal)
        self.rounds: round_ports.RoundStore = MemoryRoundStore(rows, journal)
        self.invitations: round_ports.InvitationStore = MemoryInvitationStore(rows)
        self.availability: round_ports.AvailabilityStore = MemoryAvailabilityStore(rows, journal)
        self.unasked: round_ports.UnaskedStore = MemoryUnaskedStore(rows, journal)
        self.notebook: NotebookStore = MemoryNotebookStore(rows, journal)
        self.cards: CardStore = MemoryCardStore(rows, journal)
        self.card_shelf: CardShelf = MemoryCardShelf(rows, journal)
        self.card_history: CardHistory = MemoryCardHistory(rows, journal)
        self.proposals: ProposalStore = MemoryProposalStore(rows, journal)
        self.outcomes: round_ports.OutcomeStore = MemoryOutcomeStore(rows, journal)
        self.aloud: AloudStore = MemoryAloudStore(rows, journal)
        self.weeks: WeekStore = MemoryWeekStore(rows, journal)
        self.due_notes: DueNoteStore = MemoryDueNoteStore(rows, journal)
        self.suggestions: SuggestionStore = MemorySuggestionStore(rows, journal)
        self.suggesting: SuggestingStore = MemorySuggestingStore(rows, journal)
        self.follows: FollowStore = MemoryFollowStore(rows, journal)
        self.solved: SolvedStore = MemorySolvedStore(rows)
        self.bars: BarStore = MemoryBarStore(rows, journal)
        self.upkeep: chat_ports.Upkeep = MemoryUpkeep(rows, journal)

    async def hold(self, seconds: float | None = None) -> None:
        """Be the workspace's only writer from here on: for a use case that reads before it writes."""
        await self._journal.hold(seconds)

    async def commit(self) -> None:
        """Make everything since the beginning last."""
        self._journal.commit()


class MemoryRegistry:
    """Implements ``bot.ports.Registry``."""

    def __init__(
        self, workspaces: dict[WorkspaceId, Workspace], rows: AccountRows, journal: Journal, knows: Known
    ) -> None:
        self._journal = journal
        self.workspaces: ports.WorkspaceStore = MemoryWorkspaceStore(workspaces, journal)
        self.identities: accounts.IdentityStore = MemoryIdentityStore(rows, journal, knows)
        self.parted: accounts.PartedStore = MemoryPartedStore(rows, journal, knows)
        self.emails: accounts.EmailStore = MemoryEmailStore(rows, journal, knows)

    async def hold(self) -> None:
        """Be the only writer from here on: for a use case that reads before it writes."""
        await self._journal.hold()

    async def commit(self) -> None:
        """Make everything since the beginning last."""
        self._journal.commit()


class MemoryStorage:
    """Implements ``bot.ports.Storage``. Other units of work see changes before they are committed."""

    def __init__(self, lock_seconds: float = LOCK_SECONDS) -> None:
        self._lock_seconds = lock_seconds
        self._workspaces: dict[WorkspaceId, Workspace] = {}
        self._accounts = AccountRows()
        self._rows: defaultdict[WorkspaceId, Rows] = defaultdict(Rows)
        self._locks: defaultdict[WorkspaceId | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._numbers = count(1)

    @asynccontextmanager
    async def begin(self, workspace_id: WorkspaceId) -> AsyncIterator[MemoryUnitOfWork]:
        """One transaction; leaving without ``commit`` takes everything back."""
        with_undo = Journal(self._locks[workspace_id], self._lock_seconds)
        try:
            yield MemoryUnitOfWork(self._rows[workspace_id], with_undo, self._numbers)
        finally:
            with_undo.roll_back()

    @asynccontextmanager
    async def registry(self) -> AsyncIterator[MemoryRegistry]:
        """One transaction on the installation as a whole."""
        with_undo = Journal(self._locks[None], self._lock_seconds)
        try:
            yield MemoryRegistry(self._workspaces, self._accounts, with_undo, self._knows)
        finally:
            with_undo.roll_back()

    def _knows(self, account: accounts.Account) -> bool:
        return account.person_id in self._rows[account.workspace_id].people

    async def close(self) -> None:
        """Nothing is open; what is in memory stays until it is forgotten."""
