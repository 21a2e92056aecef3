"""Puts the stores together: one connection and one transaction for each unit of work."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.storage.accounts import SqlEmailStore, SqlIdentityStore, SqlPartedStore
from adapters.storage.activity import CountedActivity
from adapters.storage.addresses import SqlAddressStore
from adapters.storage.aloud import SqlAloudStore
from adapters.storage.audit import SqlAuditStore
from adapters.storage.availability import SqlAvailabilityStore, SqlUnaskedStore
from adapters.storage.bars import SqlBarStore
from adapters.storage.card_history import SqlCardHistory, SqlProposalStore
from adapters.storage.cards import SqlCardShelf, SqlCardStore
from adapters.storage.channels import SqlChannelStore
from adapters.storage.consent import SqlHiddenTopicStore, SqlNamingStore, SqlPreferenceStore
from adapters.storage.counts import SqlCounts
from adapters.storage.declared import SqlDeclaredStore
from adapters.storage.engine import open_engine
from adapters.storage.errors import translated
from adapters.storage.evidence import SqlEvidenceStore
from adapters.storage.feedback import SqlFeedbackStore
from adapters.storage.follows import SqlFollowStore, SqlSolvedStore
from adapters.storage.imports import SqlImportStore
from adapters.storage.inbox import SqlInboxStore
from adapters.storage.listened import SqlListenedStore
from adapters.storage.load import SqlLoadStore
from adapters.storage.log import SqlIndexLog
from adapters.storage.messages import SqlMessageStore
from adapters.storage.muted import SqlMutedStore
from adapters.storage.notebook import SqlNotebookStore
from adapters.storage.outcomes import SqlOutcomeStore
from adapters.storage.outgoing import SqlOutgoingStore
from adapters.storage.owed import SqlOwedStore
from adapters.storage.own_words import SqlOwnWords
from adapters.storage.passages import SqlPassageStore
from adapters.storage.people import SqlPersonStore
from adapters.storage.questions import SqlQuestionStore
from adapters.storage.rankers import SqlRankerStore
from adapters.storage.rounds import SqlInvitationStore, SqlRoundStore
from adapters.storage.session import Session
from adapters.storage.suggestions import SqlSuggestingStore, SqlSuggestionStore
from adapters.storage.ties import SqlTieStore
from adapters.storage.transcript import SqlTranscript
from adapters.storage.turns import Turns
from adapters.storage.upkeep import SqlUpkeep
from adapters.storage.vectors import SqlVectorStore
from adapters.storage.weekly import SqlDueNoteStore, SqlWeekStore
from adapters.storage.workspaces import SqlWorkspaceStore
from bot import accounts, chat_ports, consent_ports, ports, round_ports
from bot.addresses import AddressStore
from bot.aloud import AloudStore
from bot.bar_ports import BarStore
from bot.card_ports import CardHistory, CardShelf, CardStore, ProposalStore
from bot.follow_ports import FollowStore, SolvedStore
from bot.listened import ListenedStore
from bot.notebook_ports import NotebookStore
from bot.suggestion_ports import SuggestingStore, SuggestionStore
from bot.weekly_ports import DueNoteStore, WeekStore
from expertise.ports import EvidenceStore
from expertise.types import WorkspaceId

INSTALLATION = "installation"


class SqlUnitOfWork:
    """Implements ``bot.ports.UnitOfWork``. Of its many stores most are never asked for, and so not made."""

    people: ports.PersonStore
    channels: ports.ChannelStore
    messages: ports.MessageStore
    transcript: ports.Transcript
    passages: ports.PassageStore
    evidence: EvidenceStore
    vectors: ports.VectorStore
    log: ports.IndexLog
    activity: ports.ActivityStore
    ties: ports.TieStore
    load: ports.LoadStore
    declared: ports.DeclaredStore
    rankers: ports.RankerStore
    listened: ListenedStore
    addresses: AddressStore
    own_words: consent_ports.OwnWords
    preferences: consent_ports.PreferenceStore
    hidden_topics: consent_ports.HiddenTopicStore
    namings: consent_ports.NamingStore
    audit: ports.AuditStore
    imports: ports.ImportStore
    inbox: chat_ports.InboxStore
    outgoing: chat_ports.OutgoingStore
    owed: chat_ports.OwedStore
    questions: chat_ports.QuestionStore
    feedback: chat_ports.FeedbackStore
    muted: chat_ports.MutedStore
    rounds: round_ports.RoundStore
    invitations: round_ports.InvitationStore
    availability: round_ports.AvailabilityStore
    unasked: round_ports.UnaskedStore
    notebook: NotebookStore
    cards: CardStore
    card_shelf: CardShelf
    card_history: CardHistory
    proposals: ProposalStore
    outcomes: round_ports.OutcomeStore
    aloud: AloudStore
    weeks: WeekStore
    due_notes: DueNoteStore
    suggestions: SuggestionStore
    suggesting: SuggestingStore
    follows: FollowStore
    solved: SolvedStore
    bars: BarStore
    upkeep: chat_ports.Upkeep

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    def __getattr__(self, name: str) -> object:
        """A store, when it is first asked for."""
        if name not in _STORES:
            raise AttributeError(name)
        store = _STORES[name](self._session, self._workspace_id)
        setattr(self, name, store)
        return store

    async def hold(self, seconds: float | None = None) -> None:
        """Be the workspace's only writer from here on: for a use case that reads before it writes."""
        await self._session.hold(seconds)

    async def commit(self) -> None:
        """Make everything since the beginning last."""
        await self._session.commit()


def _activity(session: Session, workspace_id: WorkspaceId) -> CountedActivity:
    return CountedActivity(SqlCounts(session, workspace_id))


def _passages(session: Session, workspace_id: WorkspaceId) -> SqlPassageStore:
    log, activity = SqlIndexLog(session, workspace_id), _activity(session, workspace_id)
    return SqlPassageStore(session, workspace_id, log, activity)


_STORES: Mapping[str, Callable[[Session, WorkspaceId], object]] = {
    "people": SqlPersonStore,
    "channels": SqlChannelStore,
    "messages": SqlMessageStore,
    "transcript": SqlTranscript,
    "passages": _passages,
    "evidence": SqlEvidenceStore,
    "vectors": SqlVectorStore,
    "log": SqlIndexLog,
    "activity": _activity,
    "ties": SqlTieStore,
    "load": SqlLoadStore,
    "declared": SqlDeclaredStore,
    "rankers": SqlRankerStore,
    "listened": SqlListenedStore,
    "addresses": SqlAddressStore,
    "own_words": SqlOwnWords,
    "preferences": SqlPreferenceStore,
    "hidden_topics": SqlHiddenTopicStore,
    "namings": SqlNamingStore,
    "audit": SqlAuditStore,
    "imports": SqlImportStore,
    "inbox": SqlInboxStore,
    "outgoing": SqlOutgoingStore,
    "owed": SqlOwedStore,
    "questions": SqlQuestionStore,
    "feedback": SqlFeedbackStore,
    "muted": SqlMutedStore,
    "rounds": SqlRoundStore,
    "invitations": SqlInvitationStore,
    "availability": SqlAvailabilityStore,
    "unasked": SqlUnaskedStore,
    "notebook": SqlNotebookStore,
    "cards": SqlCardStore,
    "card_shelf": SqlCardShelf,
    "card_history": SqlCardHistory,
    "proposals": SqlProposalStore,
    "outcomes": SqlOutcomeStore,
    "aloud": SqlAloudStore,
    "weeks": SqlWeekStore,
    "due_notes": SqlDueNoteStore,
    "suggestions": SqlSuggestionStore,
    "suggesting": SqlSuggestingStore,
    "follows": SqlFollowStore,
    "solved": SqlSolvedStore,
    "bars": SqlBarStore,
    "upkeep": SqlUpkeep,
}


class SqlRegistry:
    """Implements ``bot.ports.Registry``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.workspaces: ports.WorkspaceStore = SqlWorkspaceStore(session)
        self.identities: accounts.IdentityStore = SqlIdentityStore(session)
        self.parted: accounts.PartedStore = SqlPartedStore(session)
        self.emails: accounts.EmailStore = SqlEmailStore(session)

    async def hold(self) -> None:
        """Be the only writer from here on: for a use case that reads before it writes."""
        await self._session.hold()

    async def commit(self) -> None:
        """Make everything since the beginning last."""
        await self._session.commit()


class SqlStorage:
    """Implements ``bot.ports.Storage`` over SQLite or PostgreSQL. Takes a URL, or an engine made by us."""

    def __init__(self, database: str | URL | AsyncEngine) -> None:
        self._engine = database if isinstance(database, AsyncEngine) else open_engine(database)
        self._turns = Turns()

    @asynccontextmanager
    async def begin(self, workspace_id: WorkspaceId) -> AsyncIterator[SqlUnitOfWork]:
        """One transaction; leaving without ``commit`` takes everything back."""
        async with self._session(workspace_id) as session:
            yield SqlUnitOfWork(session, workspace_id)

    @asynccontextmanager
    async def registry(self) -> AsyncIterator[SqlRegistry]:
        """One transaction on the installation as a whole."""
        async with self._session(INSTALLATION) as session:
            yield SqlRegistry(session)

    @asynccontextmanager
    async def _session(self, scope: str) -> AsyncIterator[Session]:
        with translated():
            session = Session(await self._engine.connect(), scope, self._turns)
        try:
            yield session
        finally:
            await session.close()

    async def close(self) -> None:
        """Close every connection; call it from the loop that used them."""
        await self._engine.dispose()
