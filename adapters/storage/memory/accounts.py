"""Who is who, in memory."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from adapters.storage.accounts import KEY_BYTES, refuse_others
from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from bot.accounts import Account, Identity, Parted
from expertise.types import WorkspaceId

Known = Callable[[Account], bool]
"""Whether there is such a person."""


@dataclass(slots=True, kw_only=True)
class AccountRows:
    """Tables of the installation."""

    identities: dict[tuple[Account, ...], Identity] = field(default_factory=dict)
    linked: dict[Account, tuple[Account, ...]] = field(default_factory=dict)
    parted: dict[tuple[Account, Account], Parted] = field(default_factory=dict)
    emails: dict[Account, str] = field(default_factory=dict)
    keys: dict[None, bytes] = field(default_factory=dict)


class MemoryIdentityStore:
    """Implements ``bot.accounts.IdentityStore``."""

    def __init__(self, rows: AccountRows, journal: Journal, knows: Known) -> None:
        self._rows = rows
        self._journal = journal
        self._knows = knows

    async def of(self, accounts: Collection[Account]) -> dict[Account, Identity]:
        """Accounts that stand alone are missing."""
        linked = self._rows.linked
        return {own: self._rows.identities[linked[own]] for own in accounts if own in linked}

    async def save(self, identity: Identity) -> None:
        """Insert, or replace one of the same accounts."""
        await self._journal.hold()
        _must_be_known(self._knows, identity.accounts)
        refuse_others(identity, (await self.of(identity.accounts)).values())
        for own in identity.accounts:
            self._journal.put(self._rows.linked, own, identity.accounts)
        self._journal.put(self._rows.identities, identity.accounts, identity)

    async def end(self, identity: Identity) -> None:
        """Its accounts stand alone from here on."""
        await self._journal.hold()
        for own in identity.accounts:
            self._journal.drop(self._rows.linked, own)
        self._journal.drop(self._rows.identities, identity.accounts)

    async def unsettled(self) -> list[Identity]:
        """By their accounts."""
        open_ = (each for each in self._rows.identities.values() if not each.is_settled)
        return sorted(open_, key=lambda each: each.accounts)

    async def count(self, workspaces: Collection[WorkspaceId]) -> int:
        """How many people have an account in one of these, and another somewhere else."""
        return sum(any(own.workspace_id in workspaces for own in each) for each in self._rows.identities)


class MemoryPartedStore:
    """Implements ``bot.accounts.PartedStore``."""

    def __init__(self, rows: AccountRows, journal: Journal, knows: Known) -> None:
        self._parted = rows.parted
        self._journal = journal
        self._knows = knows

    async def add(self, parted: Parted) -> None:
        """Insert or replace."""
        await self._journal.hold()
        _must_be_known(self._knows, parted.accounts)
        self._journal.put(self._parted, parted.accounts, parted)

    async def remove(self, accounts: tuple[Account, Account]) -> None:
        """Nothing happens where they are not parted."""
        await self._journal.hold()
        first, second = sorted(accounts)
        self._journal.drop(self._parted, (first, second))

    async def among(self, accounts: Collection[Account]) -> list[Parted]:
        """Those that concern two of these; by their accounts."""
        wanted = frozenset(accounts)
        return [self._parted[pair] for pair in sorted(self._parted) if wanted.issuperset(pair)]


class MemoryEmailStore:
    """Implements ``bot.accounts.EmailStore``."""

    def __init__(self, rows: AccountRows, journal: Journal, knows: Known) -> None:
        self._rows = rows
        self._journal = journal
        self._knows = knows

    async def key(self, fresh: Callable[[int], bytes]) -> bytes:
        """Made where there is none."""
        if None not in self._rows.keys:
            await self._journal.hold()
            self._journal.put(self._rows.keys, None, fresh(KEY_BYTES))
        return self._rows.keys[None]

    async def of(self, accounts: Collection[Account]) -> dict[Account, str]:
        """Accounts without one are missing."""
        return {own: self._rows.emails[own] for own in accounts if own in self._rows.emails}

    async def note(self, digests: Mapping[Account, str]) -> None:
        """Insert or replace; an empty one is forgotten."""
        await self._journal.hold()
        for own, digest in digests.items():
            if digest:
                _must_be_known(self._knows, [own])
                self._journal.put(self._rows.emails, own, digest)
            else:
                self._journal.drop(self._rows.emails, own)

    async def sharing(self, digests: Collection[str]) -> dict[str, list[Account]]:
        """All accounts that have these, sorted; digests that nobody has are missing."""
        found: defaultdict[str, list[Account]] = defaultdict(list)
        for own, digest in sorted(self._rows.emails.items()):
            if digest in digests:
                found[digest].append(own)
        return dict(found)


def _must_be_known(knows: Known, accounts: Collection[Account]) -> None:
    if not all(map(knows, accounts)):
        raise ConflictError("an account of nobody")
