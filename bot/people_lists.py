"""A list of who is who, by an operator: all of it is linked, or nothing. And one person alone again.

Each act goes to the audit log of both workspaces, with who did it, before it is done: never with names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.account_names import Found, people_meant
from bot.accounts import Account, How, Identity, Parted
from bot.errors import (
    KennerError,
    LinkedOtherwiseError,
    NamedTwiceError,
    NotAMemberError,
    PartedError,
    PeopleLinesError,
)
from bot.linking import Linking, pair_of, settle
from bot.ports import Registry, Storage
from bot.types import AuditEntry, Workspace

LINKED, UNLINKED = "accounts-linked", "accounts-unlinked"
"""Acts in the audit log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleLine:
    """One line of a list, with its number in the file: an account of each, by id, unique name or address."""

    number: int
    slack: str
    teams: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many people were linked, and how many had been before."""

    new: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The two workspaces that a list is about."""

    slack: Workspace
    teams: Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A line that is understood; ``name`` is what to call the person where something is wrong."""

    number: int
    name: str
    accounts: tuple[Account, Account]


async def link_list(
    linking: Linking, places: Places, lines: Sequence[PeopleLine], operator: str, *, after_all: bool = False
) -> Linked:
    """Link what the lines say. ``after_all``: also where somebody said that these are not both them.

    Raises PeopleLinesError with every line that stands in the way.
    """
    pairs = await _understood(linking, places, lines)
    async with linking.storage.registry() as registry:
        new = await _checked(registry, pairs, after_all=after_all)
    at = linking.clock()
    for pair in new:
        await _audit(linking.storage, pair.accounts, LINKED, operator, at)
    async with linking.storage.registry() as registry:
        await registry.hold()
        for pair in await _checked(registry, pairs, after_all=after_all):
            await _link(registry, pair.accounts, at)
        await registry.commit()
    await settle(linking.storage, linking.clock)
    return Linked(new=len(new), known=len(pairs) - len(new))


async def unlink(linking: Linking, workspace: Workspace, text: str, operator: str) -> tuple[str, bool]:
    """One person's accounts stand alone again, and no address links them any more.

    Their name, and whether they were linked. Raises UnknownPersonError and NoSuchEmailError.
    """
    found = (await people_meant(linking, workspace, [text]))[text]
    if isinstance(found, KennerError):
        raise found
    own = Account(workspace.id, found.id)
    async with linking.storage.registry() as registry:
        identity = (await registry.identities.of([own])).get(own)
    if identity is None:
        return found.name, False
    at = linking.clock()
    await _audit(linking.storage, identity.accounts, UNLINKED, operator, at)
    async with linking.storage.registry() as registry:
        await registry.identities.end(identity)
        for other in identity.accounts:
            if other != own:
                await registry.parted.add(Parted(accounts=pair_of(own, other), at=at, by_operator=True))
        await registry.commit()
    return found.name, True


# ------------------------------------------------------------------ who is meant


async def _understood(linking: Linking, places: Places, lines: Sequence[PeopleLine]) -> list[_Pair]:
    """Every line with its accounts. Raises PeopleLinesError."""
    in_slack = await people_meant(linking, places.slack, {line.slack for line in lines})
    in_teams = await people_meant(linking, places.teams, {line.teams for line in lines})
    faults: dict[int, KennerError] = {}
    pairs: list[_Pair] = []
    first: dict[Account, int] = {}
    for line in lines:
        both = (in_slack[line.slack], places.slack), (in_teams[line.teams], places.teams)
        pair = _pair(line.number, both, first)
        if isinstance(pair, KennerError):
            faults[line.number] = pair
        else:
            pairs.append(pair)
    if faults:
        raise PeopleLinesError(faults)
    return pairs


def _pair(
    number: int, both: tuple[tuple[Found, Workspace], ...], first: dict[Account, int]
) -> _Pair | KennerError:
    accounts = []
    for found, workspace in both:
        if isinstance(found, KennerError):
            return found
        if found.is_bot or found.has_left or found.is_outsider:
            return NotAMemberError(found.name, workspace.platform)
        account = Account(workspace.id, found.id)
        if first.setdefault(account, number) != number:
            return NamedTwiceError(found.name, first[account])
        accounts.append((account, found.name))
    (one, name), (other, _) = accounts
    return _Pair(number=number, name=name, accounts=pair_of(one, other))


# ------------------------------------------------------------------ what may be linked


async def _checked(registry: Registry, pairs: Sequence[_Pair], *, after_all: bool) -> list[_Pair]:
    """Those that an operator has not linked yet. Raises PeopleLinesError."""
    known = await registry.identities.of([own for pair in pairs for own in pair.accounts])
    apart = {
        each.accounts
        for each in await registry.parted.among([own for pair in pairs for own in pair.accounts])
        if not each.by_operator and not after_all
    }
    faults: dict[int, KennerError] = {}
    new = []
    for pair in pairs:
        told = [each for own in pair.accounts if (each := known.get(own)) and each.how is How.OPERATOR]
        if pair.accounts in apart:
            faults[pair.number] = PartedError(pair.name)
        elif any(each.accounts != pair.accounts for each in told):
            faults[pair.number] = LinkedOtherwiseError(pair.name)
        elif not told:
            new.append(pair)
    if faults:
        raise PeopleLinesError(faults)
    return new


async def _link(registry: Registry, accounts: tuple[Account, Account], at: datetime) -> None:
    """What addresses told of either goes before what the operator says."""
    known: Mapping[Account, Identity] = await registry.identities.of(accounts)
    same = next((each for each in known.values() if each.accounts == accounts), None)
    for identity in {each.accounts: each for each in known.values()}.values():
        if identity != same:
            await registry.identities.end(identity)
    await registry.parted.remove(accounts)
    told = Identity(accounts=accounts, how=How.OPERATOR, since=at)
    await registry.identities.save(replace(same, how=How.OPERATOR) if same else told)


async def _audit(
    storage: Storage, accounts: Sequence[Account], action: str, operator: str, at: datetime
) -> None:
    for own in accounts:
        entry = AuditEntry(at=at, action=action, actor=operator, subject=own.person_id, detail="")
        async with storage.begin(own.workspace_id) as uow:
            await uow.audit.add(entry)
            await uow.commit()
