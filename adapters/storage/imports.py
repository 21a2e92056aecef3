"""How far the imports of one workspace have come, as rows."""

from collections.abc import Sequence

from sqlalchemy import select

from adapters.storage.session import Session
from adapters.storage.tables import import_progress
from expertise.types import WorkspaceId


class SqlImportStore:
    """Implements ``bot.ports.ImportStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def done(self, fingerprint: str) -> frozenset[str]:
        """Parts of that file that are in."""
        statement = select(import_progress.c.part).where(
            import_progress.c.workspace_id == self._workspace_id,
            import_progress.c.fingerprint == fingerprint,
        )
        return frozenset(await self._session.values(statement))

    async def mark(self, fingerprint: str, parts: Sequence[str]) -> None:
        """Say that these are in; once more does no harm."""
        keys = {"workspace_id": self._workspace_id, "fingerprint": fingerprint}
        await self._session.upsert(import_progress, [{**keys, "part": part} for part in parts])
