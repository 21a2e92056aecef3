"""Learned weights: kept as they were, and never two in use."""

import pytest
from sqlalchemy import text

from adapters.storage.engine import open_engine
from adapters.storage.errors import ConflictError
from adapters.storage.unit_of_work import SqlStorage
from bot.ports import Storage, UnitOfWork
from bot.types import Ranker
from expertise.confidence import Calibration
from expertise.ranker import PRIOR, Choice, Learned
from expertise.types import Signal
from tests.adapters.storage.building import HERE, NOON, THERE, settle

FIGURES = {Choice.PRIOR: 0.4125, Choice.ADAPTED: 0.5, Choice.HABIT: 1 / 3}
FIRST = Ranker(
    number=1,
    made_at=NOON,
    learned=Learned(
        choice=Choice.ADAPTED,
        weights={**PRIOR, Signal.HERE: 0.1 + 0.2},
        learned_from=90,
        tested_on=30,
        figures=FIGURES,
    ),
    calibration=Calibration(intercept=0.1, slope=1 / 7),
)
SECOND = Ranker(
    number=2,
    made_at=NOON,
    learned=Learned(choice=Choice.PRIOR, weights=PRIOR),
    calibration=Calibration(),
)


async def test_at_first_none_is_in_use(work: UnitOfWork) -> None:
    assert (await work.rankers.in_use(), await work.rankers.all()) == (None, [])


async def test_what_is_kept_comes_back_to_the_last_bit_and_is_not_in_use(work: UnitOfWork) -> None:
    await work.rankers.add(SECOND)
    await work.rankers.add(FIRST)

    assert await work.rankers.all() == [FIRST, SECOND]
    assert await work.rankers.in_use() is None


async def test_one_is_in_use_at_a_time(work: UnitOfWork) -> None:
    await work.rankers.add(FIRST)
    await work.rankers.add(SECOND)

    found = []
    for number in (1, 2, 2, None, 1):
        await work.rankers.use(number)
        found.append(await work.rankers.in_use())

    assert found == [FIRST, SECOND, SECOND, None, FIRST]


async def test_a_number_is_given_once(work: UnitOfWork) -> None:
    await work.rankers.add(FIRST)

    with pytest.raises(ConflictError):
        await work.rankers.add(FIRST)


async def test_each_workspace_has_its_own_and_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.rankers.add(FIRST)
        await work.rankers.use(1)
        await work.commit()
        await work.rankers.use(None)
    async with storage.begin(THERE) as other:
        await other.rankers.use(None)
        assert await other.rankers.in_use() is None
        await other.commit()

    async with storage.begin(HERE) as work:
        assert await work.rankers.in_use() == FIRST


async def test_the_database_itself_refuses_two_in_use(sql_url: str) -> None:
    storage = SqlStorage(sql_url)
    await settle(storage, HERE)
    async with storage.begin(HERE) as work:
        await work.rankers.add(FIRST)
        await work.rankers.add(SECOND)
        await work.commit()
    await storage.close()

    engine = open_engine(sql_url)
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE rankers SET is_in_use = true"))
    await engine.dispose()
