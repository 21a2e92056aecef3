"""Questions as they are kept: once, by the message that asks, whatever its platform's ids look like."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from bot.incoming import Asked, Via
from bot.ports import Storage
from bot.taking import take
from expertise.types import MessageTs
from tests.support.builders import ACME, person

WRITTEN = datetime(2024, 3, 1, 9, tzinfo=UTC)
HEARD = datetime(2024, 3, 1, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize("ts", ["1709283600.000100", "1709283600000", "f:no-time-at-all"])
async def test_a_message_asks_once_however_often_it_is_told(storage: Storage, ts: str) -> None:
    asked = Asked(
        via=Via.MENTION,
        asker="Uada",
        text="who knows?",
        channel="CDATA",
        ts=MessageTs(ts),
        written_at=WRITTEN,
    )
    async with storage.registry() as registry:
        await registry.workspaces.ensure(ACME)
        await registry.commit()
    async with storage.begin(ACME.id) as uow:
        await uow.people.save([person("ada")])
        first = await take(uow, ACME, asked, WRITTEN)
        again = await take(uow, ACME, replace(asked, text="who knows it?"), HEARD)

    assert first is not None
    assert first == again
    assert UUID(first).int >> 80 == WRITTEN.timestamp() * 1_000
