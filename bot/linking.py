"""Recognises accounts of one person by e-mail addresses that every platform vouches for, and lets them go.

What is kept of an address is a digest that only this installation can make. Two accounts of one workspace
with the same address tell nothing, and what somebody said themselves, or an operator did, goes before.
"""

import hmac
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from bot.accounts import Account, How, Identity, Parted
from bot.agreeing import agree
from bot.identity import person_id
from bot.incoming import PersonSeen
from bot.ports import Clock, Registry, Storage
from expertise.types import PersonId, WorkspaceId

ON_ITS_WAY = timedelta(minutes=1)
"""How long a press may be under way that began before two accounts were linked."""

_Digests = Mapping[Account, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """What it works with. ``random_bytes`` makes so many, for the installation's key."""

    storage: Storage
    clock: Clock
    random_bytes: Callable[[int], bytes]

    async def follow(self, workspace_id: WorkspaceId, seen: Collection[PersonSeen]) -> None:
        """Link, and let go, as the addresses of these people want it now. Their rows must be there.

        Whoever is a guest, a bot or has left is vouched for by nobody. Done again it changes nothing.
        """
        told = {Account(workspace_id, person_id(workspace_id, each.person)): _vouched(each) for each in seen}
        known = {account: email for account, email in told.items() if email is not None}
        for identity in await self._note(known) if known else ():
            await agree(self.storage, identity.accounts)

    async def digest(self, registry: Registry, email: str) -> str:
        """What is kept of an address; '' of what is none."""
        address = email.strip().casefold()
        if "@" not in address:
            return ""
        key = await registry.emails.key(self.random_bytes)
        return hmac.new(key, address.encode(), sha256).hexdigest()

    async def _note(self, told: Mapping[Account, str]) -> list[Identity]:
        """Keep the digests, and what follows from them; who is linked now that was not."""
        new: list[Identity] = []
        async with self.storage.registry() as registry:
            digests = {own: await self.digest(registry, email) for own, email in told.items()}
            if _changed(digests, await registry.emails.of(digests)):
                await registry.hold()
                before = await registry.emails.of(digests)
                changed = _changed(digests, before)
                await registry.emails.note(changed)
                new = await _relink(registry, changed, [before.get(own, "") for own in changed], self.clock())
            await registry.commit()
        return new


async def settle(storage: Storage, clock: Clock) -> None:
    """Have all who were linked lately agree on what they had chosen before.

    A press may have been on its way when they were linked: they agree again until that cannot be.
    """
    async with storage.registry() as registry:
        unsettled = await registry.identities.unsettled()
    for identity in unsettled:
        await agree(storage, identity.accounts)
        if identity.since + ON_ITS_WAY <= clock():
            await _is_settled(storage, identity)


async def part(storage: Storage, account: Account, other: PersonId, at: datetime) -> None:
    """These two are not both me, says a person: they are never linked again, whatever an address tells.

    Each keeps what it has chosen. Nothing happens where they are not linked now.
    """
    async with storage.registry() as registry:
        await registry.hold()
        identity = (await registry.identities.of([account])).get(account)
        theirs = [own for own in identity.accounts if own.person_id == other] if identity else []
        if identity and theirs:
            await registry.identities.end(identity)
            await registry.parted.add(Parted(accounts=pair_of(account, theirs[0]), at=at))
            await registry.commit()


def pair_of(one: Account, other: Account) -> tuple[Account, Account]:
    """Both, as they are kept."""
    return (one, other) if one < other else (other, one)


def _vouched(seen: PersonSeen) -> str | None:
    """Their address; None where nothing was told of it."""
    return "" if seen.is_bot or seen.has_left or seen.is_outsider else seen.email


def _changed(digests: _Digests, known: _Digests) -> dict[Account, str]:
    return {own: digest for own, digest in digests.items() if digest != known.get(own, "")}


async def _relink(
    registry: Registry, changed: _Digests, before: Collection[str], at: datetime
) -> list[Identity]:
    """Let go and link everyone whom the change may concern: it may make others' addresses tell, or not."""
    sharing = await registry.emails.sharing({*changed.values(), *before} - {""})
    together = [accounts for shared in sharing.values() if (accounts := _one_person(shared))]
    concerned = {*changed, *(own for shared in sharing.values() for own in shared)}
    known = await registry.identities.of(concerned)
    for identity in {each.accounts: each for each in known.values()}.values():
        if identity.how is How.EMAIL and identity.accounts not in together:
            await registry.identities.end(identity)
    new = [
        Identity(accounts=accounts, how=How.EMAIL, since=at)
        for accounts in together
        if await _is_open(registry, accounts)
    ]
    for identity in new:
        await registry.identities.save(identity)
    return new


def _one_person(sharing: Sequence[Account]) -> tuple[Account, ...]:
    """Accounts that are one person's for having the same address: one in each workspace; or none."""
    workspaces = {account.workspace_id for account in sharing}
    return tuple(sharing) if 1 < len(sharing) == len(workspaces) else ()


async def _is_open(registry: Registry, accounts: tuple[Account, ...]) -> bool:
    """Whether nothing is known of any of these yet."""
    return not await registry.identities.of(accounts) and not await registry.parted.among(accounts)


async def _is_settled(storage: Storage, identity: Identity) -> None:
    async with storage.registry() as registry:
        await registry.hold()
        if identity in (await registry.identities.of(identity.accounts)).values():
            await registry.identities.save(replace(identity, is_settled=True))
            await registry.commit()
