"""Where conversations are, as rows."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from adapters.storage.address_tables import addresses
from adapters.storage.session import Session, in_batches
from adapters.storage.times import from_us, to_us
from bot.addresses import Address, Place
from expertise.types import WorkspaceId


class SqlAddressStore:
    """Implements ``bot.addresses.AddressStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = addresses.c.workspace_id == workspace_id

    async def of(self, conversation: str) -> Address | None:
        """None where the bot is not, as far as we know."""
        rows = await self._session.rows(
            select(addresses).where(self._own, addresses.c.conversation == conversation)
        )
        return _address_of(rows[0]) if rows else None

    async def with_person(self, person: str) -> list[Address]:
        """Somebody's own conversations with the bot, the latest first, then by conversation."""
        theirs = select(addresses).where(self._own, addresses.c.person == person)
        latest_first = theirs.order_by(addresses.c.seen_us.desc(), addresses.c.conversation)
        return [_address_of(row) for row in await self._session.rows(latest_first)]

    async def channels(self) -> list[Address]:
        """Channels of teams, by team, then conversation."""
        of_teams = select(addresses).where(self._own, addresses.c.place == Place.CHANNEL.value)
        rows = await self._session.rows(of_teams.order_by(addresses.c.team, addresses.c.conversation))
        return [_address_of(row) for row in rows]

    async def save(self, all_: Sequence[Address]) -> None:
        """Insert or replace by conversation."""
        await self._session.upsert(addresses, [self._row(each) for each in all_])

    async def forget(self, conversations: Collection[str]) -> None:
        """The bot is not in these any more; unknown ones are passed over."""
        for batch in in_batches(conversations):
            gone = self._session.one_of(addresses.c.conversation, batch)
            await self._session.change(delete(addresses).where(self._own, gone))

    def _row(self, each: Address) -> dict[str, Any]:
        return {
            "workspace_id": self._workspace_id,
            "conversation": each.conversation,
            "place": each.place.value,
            "service_url": each.service_url,
            "person": each.person,
            "team": each.team,
            "seen_us": to_us(each.seen_at),
        }


def _address_of(row: Row[*tuple[Any, ...]]) -> Address:
    return Address(
        conversation=row.conversation,
        place=Place(row.place),
        service_url=row.service_url,
        person=row.person,
        team=row.team,
        seen_at=from_us(row.seen_us),
    )
