"""The workspaces of this installation, in memory."""

from dataclasses import replace

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from bot.types import Platform, Workspace
from expertise.types import WorkspaceId


class MemoryWorkspaceStore:
    """Implements ``bot.ports.WorkspaceStore``."""

    def __init__(self, workspaces: dict[WorkspaceId, Workspace], journal: Journal) -> None:
        self._workspaces = workspaces
        self._journal = journal

    async def all(self) -> list[Workspace]:
        """Ordered by name, then id."""
        return sorted(self._workspaces.values(), key=lambda workspace: (workspace.name, workspace.id))

    async def ensure(self, workspace: Workspace) -> Workspace:
        """The first one's id stays."""
        await self._journal.hold()
        known = await self.by_platform_id(workspace.platform, workspace.platform_id)
        if known is None and workspace.id in self._workspaces:
            raise ConflictError("two workspaces with one id")
        if known is not None:
            name, url = workspace.name or known.name, workspace.url or known.url
            workspace = replace(known, name=name, url=url)
        self._journal.put(self._workspaces, workspace.id, workspace)
        return workspace

    async def by_platform_id(self, platform: Platform, platform_id: str) -> Workspace | None:
        """None where it is not known."""
        wanted = platform, platform_id
        same = (each for each in self._workspaces.values() if (each.platform, each.platform_id) == wanted)
        return next(same, None)
