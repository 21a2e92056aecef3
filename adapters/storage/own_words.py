"""What one person wrote in threads, through the index on authors."""

from sqlalchemy import select

from adapters.storage.messages import COLUMNS, message_of
from adapters.storage.session import Session
from adapters.storage.tables import messages
from expertise.types import Message, PersonId, WorkspaceId


class SqlOwnWords:
    """Implements ``bot.consent_ports.OwnWords``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def latest(self, person_id: PersonId, limit: int) -> list[Message]:
        """The newest first; ties by channel and ts."""
        own = messages.c.author_id == person_id, messages.c.thread_ts.is_not(None)
        order = messages.c.posted_us.desc(), messages.c.channel_id, messages.c.ts
        statement = select(*COLUMNS).where(*own, messages.c.workspace_id == self._workspace_id)
        return list(map(message_of, await self._session.rows(statement.order_by(*order).limit(limit))))
