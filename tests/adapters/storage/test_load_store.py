"""Load: decayed counts of first places, to the last bit the same wherever they are kept."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.storage.engine import open_engine
from adapters.storage.errors import ConflictError
from adapters.storage.memory.unit_of_work import MemoryStorage
from adapters.storage.unit_of_work import SqlStorage
from bot.ports import Storage, UnitOfWork
from expertise.fairness import LOAD_HALF_LIFE_DAYS
from expertise.types import PersonId
from tests.adapters.storage.building import ANN, BEN, CEM, HERE, NOON, THERE, key, settle

HALF_LIFE = timedelta(days=LOAD_HALF_LIFE_DAYS)


async def test_first_places_add_up_and_halve_with_age(work: UnitOfWork) -> None:
    for who, at in ((ANN, NOON), (ANN, NOON - HALF_LIFE), (BEN, NOON)):
        await work.load.add(who, at)

    now = await work.load.of([ANN, BEN, CEM], NOON)
    later = await work.load.of([ANN], NOON + HALF_LIFE)

    assert {who: round(load, 9) for who, load in now.items()} == {ANN: 1.5, BEN: 1.0}
    assert {who: round(load, 9) for who, load in later.items()} == {ANN: 0.75}
    assert await work.load.of([], NOON) == {}


async def test_each_workspace_counts_for_itself(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.load.add(ANN, NOON)
        await work.commit()

    async with storage.begin(THERE) as work:
        assert await work.load.of([ANN], NOON) == {}


async def test_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.load.add(ANN, NOON)
        await work.commit()
        await work.load.add(ANN, NOON)

    async with storage.begin(HERE) as work:
        assert await work.load.of([ANN], NOON) == {ANN: pytest.approx(1.0)}


async def test_somebody_unknown_cannot_come_first(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.load.add(PersonId(key("nobody")), NOON)


async def test_rows_and_memory_agree_to_the_last_bit(sql_url: str) -> None:
    found = []
    for storage in (SqlStorage(sql_url), MemoryStorage()):
        await settle(storage, HERE)
        async with storage.begin(HERE) as work:
            for step in range(40):
                await work.load.add((ANN, BEN, CEM)[step % 3], NOON - timedelta(hours=7.3 * step))
            await work.commit()
        async with storage.begin(HERE) as work:
            found.append(dict(await work.load.of([ANN, BEN, CEM], NOON + timedelta(days=3.1))))
        await storage.close()

    assert found[0] == found[1]


async def test_a_count_goes_with_its_person(sql_url: str) -> None:
    storage = SqlStorage(sql_url)
    await settle(storage, HERE)
    async with storage.begin(HERE) as work:
        await work.load.add(ANN, NOON)
        await work.commit()
    engine = open_engine(sql_url)

    async with engine.begin() as connection:
        await connection.execute(text(f"DELETE FROM people WHERE id = '{ANN}'"))  # noqa: S608 our own
        left = await connection.scalar(text("SELECT count(*) FROM first_places"))
    await engine.dispose()
    await storage.close()

    assert left == 0
