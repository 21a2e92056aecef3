"""Who is who, as rows of the installation."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Table, delete, func, select

from adapters.storage.account_tables import (
    account_emails,
    installation_keys,
    linked_accounts,
    parted_accounts,
)
from adapters.storage.errors import ConflictError
from adapters.storage.session import Session, in_batches
from adapters.storage.times import from_us, to_us
from bot.accounts import Account, How, Identity, Parted
from bot.identity import identity_id
from expertise.types import PersonId, WorkspaceId

KEY_BYTES = 32
_OF_EMAILS = "email"


class SqlIdentityStore:
    """Implements ``bot.accounts.IdentityStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def of(self, accounts: Collection[Account]) -> dict[Account, Identity]:
        """Accounts that stand alone are missing."""
        wanted = frozenset(accounts)
        rows = await _rows_of(self._session, linked_accounts, wanted)
        identities = await self._with_ids({row.identity for row in rows})
        return {own: each for each in identities for own in each.accounts if own in wanted}

    async def save(self, identity: Identity) -> None:
        """Insert, or replace one of the same accounts."""
        await self._session.hold()
        refuse_others(identity, (await self.of(identity.accounts)).values())
        shared = {
            "identity": identity_id(identity.accounts),
            "how": identity.how.value,
            "since_us": to_us(identity.since),
            "is_settled": identity.is_settled,
        }
        await self._session.upsert(linked_accounts, [{**_row(own), **shared} for own in identity.accounts])

    async def end(self, identity: Identity) -> None:
        """Its accounts stand alone from here on."""
        is_one = linked_accounts.c.identity == identity_id(identity.accounts)
        await self._session.change(delete(linked_accounts).where(is_one))

    async def unsettled(self) -> list[Identity]:
        """By their accounts."""
        open_ = select(linked_accounts.c.identity).where(linked_accounts.c.is_settled.is_(False)).distinct()
        return await self._with_ids(await self._session.values(open_))

    async def count(self, workspaces: Collection[WorkspaceId]) -> int:
        """How many people have an account in one of these, and another somewhere else."""
        distinct = func.count(linked_accounts.c.identity.distinct())
        in_these = linked_accounts.c.workspace_id.in_(list(workspaces))
        return int(await self._session.value(select(distinct).where(in_these)))

    async def _with_ids(self, ids: Collection[str]) -> list[Identity]:
        found: list[Row[*tuple[Any, ...]]] = []
        table = linked_accounts.c
        for batch in in_batches(ids):
            ordered = select(linked_accounts).order_by(table.identity, table.workspace_id)
            found += await self._session.rows(ordered.where(table.identity.in_(batch)))
        grouped = groupby(found, key=lambda row: row.identity)
        return sorted((_identity_of(list(rows)) for _, rows in grouped), key=lambda each: each.accounts)


class SqlPartedStore:
    """Implements ``bot.accounts.PartedStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, parted: Parted) -> None:
        """Insert or replace."""
        pair = _pair_row(parted.accounts)
        when = {"parted_us": to_us(parted.at), "by_operator": parted.by_operator}
        await self._session.upsert(parted_accounts, [{**pair, **when}])

    async def remove(self, accounts: tuple[Account, Account]) -> None:
        """Nothing happens where they are not parted."""
        same = (parted_accounts.c[name] == value for name, value in _pair_row(accounts).items())
        await self._session.change(delete(parted_accounts).where(*same))

    async def among(self, accounts: Collection[Account]) -> list[Parted]:
        """Those that concern two of these; by their accounts."""
        wanted = frozenset(accounts)
        rows = await _rows_of(self._session, parted_accounts, wanted)
        found = [_parted_of(row) for row in rows]
        return sorted((each for each in found if wanted.issuperset(each.accounts)), key=lambda e: e.accounts)


class SqlEmailStore:
    """Implements ``bot.accounts.EmailStore``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def key(self, fresh: Callable[[int], bytes]) -> bytes:
        """Of two processes that make one at once, the first one's stays."""
        own = select(installation_keys.c.key).where(installation_keys.c.name == _OF_EMAILS)
        known = await self._session.value(own)
        if known is None:
            row = {"name": _OF_EMAILS, "key": fresh(KEY_BYTES)}
            await self._session.change(self._session.insert_if_new(installation_keys).values(row))
            known = await self._session.value(own)
        return bytes(known)

    async def of(self, accounts: Collection[Account]) -> dict[Account, str]:
        """Accounts without one are missing."""
        rows = await _rows_of(self._session, account_emails, accounts)
        return {_account_of(row): row.digest for row in rows}

    async def note(self, digests: Mapping[Account, str]) -> None:
        """Insert or replace; an empty one is forgotten."""
        kept = [{**_row(own), "digest": digest} for own, digest in digests.items() if digest]
        await self._session.upsert(account_emails, kept)
        for is_among in _conditions(account_emails, [own for own, digest in digests.items() if not digest]):
            await self._session.change(delete(account_emails).where(*is_among))

    async def sharing(self, digests: Collection[str]) -> dict[str, list[Account]]:
        """All accounts that have these, sorted; digests that nobody has are missing."""
        found: defaultdict[str, list[Account]] = defaultdict(list)
        for batch in in_batches(digests):
            some = select(account_emails).where(self._session.one_of(account_emails.c.digest, batch))
            for row in await self._session.rows(some):
                found[row.digest].append(_account_of(row))
        return {digest: sorted(accounts) for digest, accounts in found.items()}


def refuse_others(identity: Identity, known: Iterable[Identity]) -> None:
    """Raises ConflictError where an account is of another identity."""
    if any(each.accounts != identity.accounts for each in known):
        raise ConflictError("an account of two people")


async def _rows_of(
    session: Session, table: Table, accounts: Collection[Account]
) -> list[Row[*tuple[Any, ...]]]:
    return [
        row
        for is_among in _conditions(table, accounts)
        for row in await session.rows(select(table).where(*is_among))
    ]


def _conditions(table: Table, accounts: Iterable[Account]) -> Iterator[tuple[Any, Any]]:
    """That a row is one of these accounts': workspace by workspace, in batches."""
    for workspace_id, own in groupby(sorted(accounts), key=itemgetter(0)):
        for batch in in_batches([account.person_id for account in own]):
            yield table.c.workspace_id == workspace_id, table.c.person_id.in_(batch)


def _row(account: Account) -> dict[str, Any]:
    return {"workspace_id": account.workspace_id, "person_id": account.person_id}


def _pair_row(accounts: tuple[Account, Account]) -> dict[str, Any]:
    first, second = sorted(accounts)
    return _row(first) | {f"other_{name}": value for name, value in _row(second).items()}


def _account_of(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(WorkspaceId(row.workspace_id), PersonId(row.person_id))


def _identity_of(rows: Sequence[Row[*tuple[Any, ...]]]) -> Identity:
    return Identity(
        accounts=tuple(sorted(map(_account_of, rows))),
        how=How(rows[0].how),
        since=from_us(rows[0].since_us),
        is_settled=all(row.is_settled for row in rows),
    )


def _parted_of(row: Row[*tuple[Any, ...]]) -> Parted:
    other = Account(WorkspaceId(row.other_workspace_id), PersonId(row.other_person_id))
    return Parted(
        accounts=(_account_of(row), other), at=from_us(row.parted_us), by_operator=bool(row.by_operator)
    )
