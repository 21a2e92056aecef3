"""What ``kenner serve`` tells about how it is doing."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from adapters.commands.serve_command import _amounts
from adapters.service import Service
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.wiring import now
from tests.support.builders import ACME, message
from tests.support.rows import enter, post


async def test_what_cannot_be_found_yet_waits_since_it_was_heard_not_since_it_was_written() -> None:
    storage = MemoryStorage()
    await enter(storage)
    await post(storage, [message("how do I restore a postgres backup", "ada", 0)])  # years ago
    heard = now() - timedelta(seconds=20)
    service = cast("Service", SimpleNamespace(workspace=ACME, recall=None, indexed_until=heard))

    waits = (await _amounts(storage, service))["oldest_unindexed_seconds"]
    async with storage.begin(ACME.id) as uow:
        await uow.log.trim(await uow.log.head())
        await uow.commit()
    then = (await _amounts(storage, service))["oldest_unindexed_seconds"]

    assert waits == pytest.approx(20, abs=5)
    assert then == 0
