"""Accounts of one person in several workspaces: what an installation keeps about who is who.

The one thing beside the workspaces themselves that belongs to none of them. What was said, asked and decided
stays with its account, in its workspace.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from expertise.types import PersonId, WorkspaceId


class Account(NamedTuple):
    """A person as one workspace knows them."""

    workspace_id: WorkspaceId
    person_id: PersonId


class How(StrEnum):
    """What tells that accounts are one person's."""

    EMAIL = "email"  # every platform vouches for the same e-mail address
    OPERATOR = "operator"  # an operator's list


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Accounts of one person, sorted, each of another workspace; ``how`` and since when that is known.

    ``is_settled``: what they had chosen before was taken over, from each by all.
    """

    accounts: tuple[Account, ...]
    how: How
    since: datetime
    is_settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Two accounts, sorted, that are not one person's: as they said themselves, or an operator did."""

    accounts: tuple[Account, Account]
    at: datetime
    by_operator: bool = False


class IdentityStore(Protocol):
    """Who is who. An account belongs to one identity at most."""

    async def of(self, accounts: Collection[Account]) -> Mapping[Account, Identity]:
        """Accounts that stand alone are missing."""

    async def save(self, identity: Identity) -> None:
        """Insert, or replace one of the same accounts. An account of another one is refused."""

    async def end(self, identity: Identity) -> None:
        """Its accounts stand alone from here on."""

    async def unsettled(self) -> list[Identity]:
        """By their accounts."""

    async def count(self, workspaces: Collection[WorkspaceId]) -> int:
        """How many people have an account in one of these, and another somewhere else."""


class PartedStore(Protocol):
    """Who is not who, whatever else may tell so."""

    async def add(self, parted: Parted) -> None:
        """Insert or replace."""

    async def remove(self, accounts: tuple[Account, Account]) -> None: ...

    async def among(self, accounts: Collection[Account]) -> list[Parted]:
        """Those that concern two of these; by their accounts."""


class EmailStore(Protocol):
    """What e-mail addresses accounts have, as digests: nobody can read an address from them."""

    async def key(self, fresh: Callable[[int], bytes]) -> bytes:
        """What digests are made with in this installation; made of ``fresh`` bytes where there is none."""

    async def of(self, accounts: Collection[Account]) -> Mapping[Account, str]:
        """Accounts without one are missing."""

    async def note(self, digests: Mapping[Account, str]) -> None:
        """Insert or replace; an empty one is forgotten."""

    async def sharing(self, digests: Collection[str]) -> Mapping[str, list[Account]]:
        """All accounts that have these, sorted; digests that nobody has are missing."""
