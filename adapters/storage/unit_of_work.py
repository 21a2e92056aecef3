"""Puts the stores together: one connection and one transaction for each unit of work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.storage.activity import CountedActivity
from adapters.storage.addresses import SqlAddressStore
from adapters.storage.audit import SqlAuditStore
from adapters.storage.channels import SqlChannelStore
from adapters.storage.consent import SqlHiddenTopicStore, SqlNamingStore, SqlPreferenceStore
from adapters.storage.counts import SqlCounts
from adapters.storage.declared import SqlDeclaredStore
from adapters.storage.engine import open_engine
from adapters.storage.errors import translated
from adapters.storage.evidence import SqlEvidenceStore
from adapters.storage.feedback import SqlFeedbackStore
from adapters.storage.imports import SqlImportStore
from adapters.storage.inbox import SqlInboxStore
from adapters.storage.listened import SqlListenedStore
from adapters.storage.load import SqlLoadStore
from adapters.storage.log import SqlIndexLog
from adapters.storage.messages import SqlMessageStore
from adapters.storage.muted import SqlMutedStore
from adapters.storage.outgoing import SqlOutgoingStore
from adapters.storage.own_words import SqlOwnWords
from adapters.storage.passages import SqlPassageStore
from adapters.storage.people import SqlPersonStore
from adapters.storage.questions import SqlQuestionStore
from adapters.storage.rankers import SqlRankerStore
from adapters.storage.session import Session
from adapters.storage.ties import SqlTieStore
from adapters.storage.transcript import SqlTranscript
from adapters.storage.turns import Turns
from adapters.storage.upkeep import SqlUpkeep
from adapters.storage.vectors import SqlVectorStore
from adapters.storage.workspaces import SqlWorkspaceStore
from bot import chat_ports, consent_ports, ports
from bot.addresses import AddressStore
from bot.listened import ListenedStore
from expertise.ports import EvidenceStore
from expertise.types import WorkspaceId

INSTALLATION = "installation"


class SqlUnitOfWork:
    """Implements ``bot.ports.UnitOfWork``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        activity = CountedActivity(SqlCounts(session, workspace_id))
        log = SqlIndexLog(session, workspace_id)
        self.people: ports.PersonStore = SqlPersonStore(session, workspace_id)
        self.channels: ports.ChannelStore = SqlChannelStore(session, workspace_id)
        self.messages: ports.MessageStore = SqlMessageStore(session, workspace_id)
        self.transcript: ports.Transcript = SqlTranscript(session, workspace_id)
        self.passages: ports.PassageStore = SqlPassageStore(session, workspace_id, log, activity)
        self.evidence: EvidenceStore = SqlEvidenceStore(session, workspace_id)
        self.vectors: ports.VectorStore = SqlVectorStore(session, workspace_id)
        self.log: ports.IndexLog = log
        self.activity: ports.ActivityStore = activity
        self.ties: ports.TieStore = SqlTieStore(session, workspace_id)
        self.load: ports.LoadStore = SqlLoadStore(session, workspace_id)
        self.declared: ports.DeclaredStore = SqlDeclaredStore(session, workspace_id)
        self.rankers: ports.RankerStore = SqlRankerStore(session, workspace_id)
        self.listened: ListenedStore = SqlListenedStore(session, workspace_id)
        self.addresses: AddressStore = SqlAddressStore(session, workspace_id)
        self.own_words: consent_ports.OwnWords = SqlOwnWords(session, workspace_id)
        self.preferences: consent_ports.PreferenceStore = SqlPreferenceStore(session, workspace_id)
        self.hidden_topics: consent_ports.HiddenTopicStore = SqlHiddenTopicStore(session, workspace_id)
        self.namings: consent_ports.NamingStore = SqlNamingStore(session, workspace_id)
        self.audit: ports.AuditStore = SqlAuditStore(session, workspace_id)
        self.imports: ports.ImportStore = SqlImportStore(session, workspace_id)
        self.inbox: chat_ports.InboxStore = SqlInboxStore(session, workspace_id)
        self.outgoing: chat_ports.OutgoingStore = SqlOutgoingStore(session, workspace_id)
        self.questions: chat_ports.QuestionStore = SqlQuestionStore(session, workspace_id)
        self.feedback: chat_ports.FeedbackStore = SqlFeedbackStore(session, workspace_id)
        self.muted: chat_ports.MutedStore = SqlMutedStore(session, workspace_id)
        self.upkeep: chat_ports.Upkeep = SqlUpkeep(session, workspace_id)

    async def hold(self, seconds: float | None = None) -> None:
        """Be the workspace's only writer from here on: for a use case that reads before it writes."""
        await self._session.hold(seconds)

    async def commit(self) -> None:
        """Make everything since the beginning last."""
        await self._session.commit()


class SqlRegistry:
    """Implements ``bot.ports.Registry``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.workspaces: ports.WorkspaceStore = SqlWorkspaceStore(session)

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
