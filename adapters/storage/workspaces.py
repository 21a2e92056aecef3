"""The workspaces of this installation, as rows."""

from typing import Any

from sqlalchemy import Row, case, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from adapters.storage.session import Session
from adapters.storage.tables import workspaces
from bot.types import Platform, Workspace
from expertise.types import WorkspaceId


class SqlWorkspaceStore:
    """Implements ``bot.ports.WorkspaceStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def all(self) -> list[Workspace]:
        """Ordered by name, then id."""
        ordered = select(workspaces).order_by(workspaces.c.name, workspaces.c.id)
        return [_workspace_of(row) for row in await self._session.rows(ordered)]

    async def ensure(self, workspace: Workspace) -> Workspace:
        """One statement, so that two processes may do it at once; the first one's id stays."""
        insert = sqlite_insert if self._session.is_sqlite else postgres_insert
        row = {column: getattr(workspace, column) for column in ("id", "platform_id", "name", "url")}
        statement = insert(workspaces).values(platform=workspace.platform.value, **row)
        keep_set = {
            name: case((statement.excluded[name] == "", workspaces.c[name]), else_=statement.excluded[name])
            for name in ("name", "url")
        }
        await self._session.change(
            statement.on_conflict_do_update(index_elements=["platform", "platform_id"], set_=keep_set)
        )
        return await self.by_platform_id(workspace.platform, workspace.platform_id) or workspace

    async def by_platform_id(self, platform: Platform, platform_id: str) -> Workspace | None:
        """None where it is not known."""
        statement = select(workspaces).where(
            workspaces.c.platform == platform.value, workspaces.c.platform_id == platform_id
        )
        rows = await self._session.rows(statement)
        return _workspace_of(rows[0]) if rows else None


def _workspace_of(row: Row[*tuple[Any, ...]]) -> Workspace:
    return Workspace(
        id=WorkspaceId(row.id),
        platform=Platform(row.platform),
        platform_id=row.platform_id,
        name=row.name,
        url=row.url,
    )
