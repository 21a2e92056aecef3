"""Where else somebody is: their accounts in other workspaces, for their own page and to reach them."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.accounts import Account, How
from bot.ports import Storage
from bot.types import Platform
from expertise.types import PersonId, WorkspaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Another account of somebody; ``name`` is what they are called there, ``how`` what told."""

    account: Account
    platform: Platform
    name: str
    how: How


async def elsewhere(storage: Storage, account: Account) -> tuple[Elsewhere, ...]:
    """All other accounts of a person, by workspace."""
    async with storage.registry() as registry:
        identity = (await registry.identities.of([account])).get(account)
        workspaces = {each.id: each for each in await registry.workspaces.all()} if identity else {}
    if identity is None:
        return ()
    found = [
        Elsewhere(
            account=other,
            platform=workspaces[other.workspace_id].platform,
            name=await _name(storage, other),
            how=identity.how,
        )
        for other in identity.accounts
        if other != account
    ]
    return tuple(found)


async def reachable_elsewhere(
    storage: Storage, workspace_id: WorkspaceId, person_id: PersonId, served: Collection[WorkspaceId]
) -> Account | None:
    """The account by which somebody may be written to who cannot be here, in a workspace that is served.

    None: there is no other, or it is closed.
    """
    async with storage.registry() as registry:
        own = Account(workspace_id, person_id)
        identity = (await registry.identities.of([own])).get(own)
    for other in identity.accounts if identity else ():
        if other != own and other.workspace_id in served and await _is_there(storage, other):
            return other
    return None


async def _name(storage: Storage, account: Account) -> str:
    async with storage.begin(account.workspace_id) as uow:
        return "".join(person.name for person in await uow.people.by_ids([account.person_id]))


async def _is_there(storage: Storage, account: Account) -> bool:
    async with storage.begin(account.workspace_id) as uow:
        return bool(await uow.people.nameable([account.person_id]))
