"""The index log: an order that has no gaps and never goes back."""

from bot.ports import Storage, UnitOfWork
from bot.types import IndexChange
from index.types import PUBLIC, Partition, PassageId
from tests.adapters.storage.building import HERE, OPEN, channel, passage, ts


async def cut(work: UnitOfWork, *threads: int) -> None:
    await work.passages.replace(channel(OPEN), list(map(ts, threads)), [passage(each) for each in threads])


async def test_nothing_has_happened_at_first(work: UnitOfWork) -> None:
    assert await work.log.head() == 0
    assert await work.log.since(0, 9) == []
    assert await work.log.partitions() == []


async def test_lines_are_numbered_from_one_and_come_in_pages(work: UnitOfWork) -> None:
    await cut(work, 1, 2, 3)
    ids = await work.log.ids(PUBLIC, PassageId(0), 9)

    first, rest = await work.log.since(0, 2), await work.log.since(2, 2)

    assert [*first, *rest] == [
        IndexChange(sequence=number, partition=PUBLIC, passage_id=passage_id, is_added=True)
        for number, passage_id in enumerate(ids, 1)
    ]
    assert await work.log.head() == 3


async def test_ids_of_a_partition_come_in_pages(work: UnitOfWork) -> None:
    await cut(work, 1, 2, 3)
    ids = await work.log.ids(PUBLIC, PassageId(0), 9)

    assert await work.log.ids(PUBLIC, PassageId(0), 2) == ids[:2]
    assert await work.log.ids(PUBLIC, ids[1], 2) == ids[2:]
    assert await work.log.ids(Partition("none"), PassageId(0), 2) == []


async def test_trimming_forgets_lines_and_keeps_the_head(work: UnitOfWork) -> None:
    await cut(work, 1, 2, 3)

    await work.log.trim(2)
    assert [change.sequence for change in await work.log.since(0, 9)] == [3]

    await work.log.trim(3)
    await work.log.trim(1)
    assert await work.log.since(0, 9) == []
    assert await work.log.head() == 3

    await cut(work, 4)
    assert [change.sequence for change in await work.log.since(3, 9)] == [4]


async def test_a_taken_back_unit_of_work_leaves_no_gap(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await cut(work, 1)
        await work.commit()
        await cut(work, 2)
        await work.log.trim(1)
    async with storage.begin(HERE) as work:
        await cut(work, 3)

        assert [change.sequence for change in await work.log.since(0, 9)] == [1, 2]
