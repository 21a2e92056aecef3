"""Where, or towards whom, the bot says nothing unasked, as rows."""

from collections.abc import Collection

from sqlalchemy import delete, select, tuple_

from adapters.storage.chat_tables import muted
from adapters.storage.session import Session
from bot.chat_types import Muted
from expertise.types import WorkspaceId


class SqlMutedStore:
    """Implements ``bot.chat_ports.MutedStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def add(self, subject: Muted) -> None:
        """Once more does no harm."""
        row = {"workspace_id": self._workspace_id, "kind": subject.kind.value, "subject": subject.subject}
        await self._session.upsert(muted, [row])

    async def remove(self, subject: Muted) -> None:
        """Nothing happens where it is not muted."""
        this = muted.c.kind == subject.kind.value, muted.c.subject == subject.subject
        await self._session.change(delete(muted).where(muted.c.workspace_id == self._workspace_id, *this))

    async def any_of(self, subjects: Collection[Muted]) -> bool:
        """Whether one of these is muted."""
        if not subjects:
            return False
        pairs = [(each.kind.value, each.subject) for each in subjects]
        found = select(muted.c.kind).where(
            muted.c.workspace_id == self._workspace_id, tuple_(muted.c.kind, muted.c.subject).in_(pairs)
        )
        return await self._session.value(found.limit(1)) is not None
