"""Events are kept and acknowledged in time also while events are handled and vectors written, on SQLite.

How quickly is for a benchmark to say; here it is what Slack asks for, and that nothing is lost.
"""

import asyncio
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from adapters.storage.unit_of_work import SqlStorage
from bot.chat_types import Event, InboxState
from bot.draining import Act, Drainer
from bot.inbox import Inbox
from bot.indexing import embed_missing
from bot.ports import Storage, UnitOfWork
from expertise.types import Role, Speaker
from index.types import Vectors
from tests.adapters.storage.building import ANN, HERE, OPEN, channel, message, passage, settle, ts
from tests.adapters.storage.test_inbox_store import envelope
from tests.support.models import WordEmbedder

pytestmark = pytest.mark.slow

RATE, SECONDS, PASSAGES = 200, 4, 4_000
IN_TIME = 3.0
"""Seconds: what is acknowledged later is delivered again."""


class Wide(WordEmbedder):
    """Vectors as wide as the real ones, made at once: as much writing as there can be."""

    def encode(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        return np.ones((len(texts), 384), np.float32)


async def fill(storage: Storage) -> None:
    await settle(storage, HERE)
    speakers = (Speaker(person_id=ANN, role=Role.ASKED, characters=9, ts=ts(0)),)
    async with storage.begin(HERE) as work:
        threads = range(PASSAGES)
        await work.passages.replace(
            channel(OPEN), [ts(n) for n in threads], [passage(n, speakers=speakers) for n in threads]
        )
        await work.commit()


async def index(storage: Storage) -> None:
    """One model after the other, for as long as it is let."""
    number = 0
    while True:
        number += 1
        await embed_missing(storage, HERE, Wide(f"m{number}"), lambda *_: None)


async def handle(event: Event) -> Act:
    async def act(work: UnitOfWork) -> None:
        await work.messages.add(OPEN, [message(event.sequence)])

    return act


async def took(inbox: Inbox, number: int) -> float:
    event = envelope(
        f"Ev{number}",
        workspace=f"T-{HERE}",
        lane=f"C{number % 20}",
        body="x" * 1_500,
        received_at=datetime.now(UTC),
    )
    start = time.perf_counter()
    await inbox.receive(event)
    return time.perf_counter() - start


async def slowest(inbox: Inbox) -> float:
    """Of all that comes in these seconds."""
    start, tasks = time.perf_counter(), []
    for number in range(RATE * SECONDS):
        await asyncio.sleep(max(0, start + number / RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(took(inbox, number)))
    return max(await asyncio.gather(*tasks))


async def test_200_events_a_second_are_kept_and_acknowledged_in_time(
    empty_database: Path, tmp_path: Path
) -> None:
    path = shutil.copyfile(empty_database, tmp_path / "kenner.db")
    storage = SqlStorage(f"sqlite+aiosqlite:///{path}")
    await fill(storage)
    drainer = Drainer(storage, lambda: datetime.now(UTC))
    inbox = Inbox(storage, drainer.wake)
    others = [asyncio.create_task(index(storage)), asyncio.create_task(drainer.run(HERE, handle))]

    longest = await slowest(inbox)
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    async with storage.begin(HERE) as work:
        standing = await work.upkeep.standing()
    await storage.close()

    assert longest < IN_TIME
    assert sum(standing.inbox.values()) == RATE * SECONDS
    assert not standing.inbox.get(InboxState.FAILED)
