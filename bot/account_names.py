"""Which account is meant by what an operator typed: by an e-mail address too, which only platforms know."""

from collections.abc import Collection, Sequence

from bot.accounts import Account
from bot.errors import KennerError, NoSuchEmailError, WhichPlatformWorkspaceError
from bot.linking import Linking
from bot.naming import people_called
from bot.ports import Storage
from bot.types import Platform, Workspace
from expertise.types import Person

Found = Person | KennerError
"""Who is meant, or why nobody can be told."""


async def place(storage: Storage, platform: Platform, name: str | None = None) -> Workspace:
    """The workspace of a platform: the only one, or the one of that name.

    Raises WhichPlatformWorkspaceError.
    """
    async with storage.registry() as registry:
        own = [each for each in await registry.workspaces.all() if each.platform is platform]
    wanted = (name or "").casefold()
    fits = [
        each for each in own if not wanted or wanted in {each.name.casefold(), each.platform_id.casefold()}
    ]
    if len(fits) != 1:
        raise WhichPlatformWorkspaceError(platform, [each.name for each in own])
    return fits[0]


async def people_meant(linking: Linking, workspace: Workspace, texts: Collection[str]) -> dict[str, Found]:
    """By text: an e-mail address that the platform vouches for, a platform id, a handle, or a name."""
    addresses = [text for text in texts if "@" in text.removeprefix("@")]
    owners = await _owners(linking, workspace, addresses)
    async with linking.storage.begin(workspace.id) as uow:
        people = {
            each.id: each for each in await uow.people.by_ids([own.person_id for own in owners.values()])
        }
        called = await people_called(uow, set(texts) - set(addresses))
    found: dict[str, Found] = {**called}
    for text in addresses:
        owner = owners.get(text)
        found[text] = people[owner.person_id] if owner else NoSuchEmailError(workspace.platform)
    return found


async def _owners(linking: Linking, workspace: Workspace, addresses: Sequence[str]) -> dict[str, Account]:
    """Whose the addresses are there, where they are one account's."""
    async with linking.storage.registry() as registry:
        digests = {text: await linking.digest(registry, text) for text in addresses}
        sharing = await registry.emails.sharing(digests.values())
        await registry.commit()  # the key may be new
    found = {}
    for text, digest in digests.items():
        here = [own for own in sharing.get(digest, ()) if own.workspace_id == workspace.id]
        if len(here) == 1:
            found[text] = here[0]
    return found
