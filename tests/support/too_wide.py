"""A fault to be found by attacks: everybody may read everything."""

import pytest

from bot import placing
from bot.ports import UnitOfWork
from expertise.types import Channel, PersonId, Scope
from index.types import PUBLIC


def read_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every scope too wide, whoever reads."""

    async def everything(uow: UnitOfWork, _: Channel | PersonId) -> Scope:
        return Scope(partitions=frozenset({PUBLIC, *(c.partition for c in await uow.channels.all())}))

    monkeypatch.setattr(placing, "scope_in", everything)
    monkeypatch.setattr(placing, "scope_for", everything)
