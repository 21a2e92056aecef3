"""The workspace that a tenant is."""

from bot.identity import workspace_id
from bot.ports import Storage
from bot.types import Platform, Workspace


async def workspace_of_tenant(storage: Storage, tenant: str) -> Workspace:
    """The connector does not tell the tenant's name: an earlier one stays."""
    tenant = tenant.casefold()
    async with storage.registry() as registry:
        known = await registry.workspaces.by_platform_id(Platform.TEAMS, tenant)
    return known or Workspace(
        id=workspace_id(Platform.TEAMS, tenant), platform=Platform.TEAMS, platform_id=tenant, name=tenant
    )
