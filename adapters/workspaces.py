"""The rows of workspaces."""

from bot.ports import Storage
from bot.types import Workspace


async def kept(storage: Storage, workspace: Workspace) -> Workspace:
    """The row of a workspace, made where there is none yet."""
    async with storage.registry() as registry:
        row = await registry.workspaces.ensure(workspace)
        await registry.commit()
    return row
