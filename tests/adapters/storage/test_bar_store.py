"""Bars: kept to the last bit, found by channel and language, replaced as a whole."""

from dataclasses import replace

import pytest

from adapters.storage.errors import ConflictError
from bot.bar_ports import SILENT, Bar, Mode
from bot.ports import Storage, UnitOfWork
from expertise.types import ChannelId
from tests.adapters.storage.building import HERE, NOON, THERE

OPS, DATA = ChannelId("0a"), ChannelId("0b")
EVERYWHERE = Bar(
    channel_id=None,
    language=None,
    mode=Mode.PRIVATE,
    bar=0.1 + 0.2,
    measured=1 / 7,
    aim=0.8,
    judged=57,
    at=NOON,
)
IN_THREADS = replace(EVERYWHERE, mode=Mode.IN_THREAD, bar=SILENT, measured=SILENT, aim=0.9)
IN_GERMAN = replace(EVERYWHERE, language="de", bar=0.7)
IN_OPS = replace(EVERYWHERE, channel_id=OPS, bar=0.5)
IN_OPS_IN_GERMAN = replace(EVERYWHERE, channel_id=OPS, language="de")
EVERY = [IN_THREADS, EVERYWHERE, IN_GERMAN, IN_OPS, IN_OPS_IN_GERMAN]


async def test_at_first_there_are_none(work: UnitOfWork) -> None:
    assert (await work.bars.all(), await work.bars.near(OPS, "de")) == ([], [])


async def test_they_come_back_to_the_last_bit_and_in_order(work: UnitOfWork) -> None:
    await work.bars.replace(EVERY[::-1])

    assert await work.bars.all() == EVERY


async def test_those_that_can_hold_are_found(work: UnitOfWork) -> None:
    await work.bars.replace(EVERY)

    assert await work.bars.near(OPS, "de") == EVERY
    assert await work.bars.near(OPS, "en") == [IN_THREADS, EVERYWHERE, IN_OPS]
    assert await work.bars.near(DATA, "de") == [IN_THREADS, EVERYWHERE, IN_GERMAN]
    assert await work.bars.near(None, None) == [IN_THREADS, EVERYWHERE]


async def test_new_ones_take_the_place_of_all(work: UnitOfWork) -> None:
    await work.bars.replace(EVERY)
    await work.bars.replace([IN_OPS])

    assert await work.bars.all() == [IN_OPS]


async def test_there_are_never_two_for_one_place(work: UnitOfWork) -> None:
    with pytest.raises(ConflictError):
        await work.bars.replace([IN_OPS, replace(IN_OPS, bar=0.9)])


async def test_each_workspace_has_its_own_and_what_is_not_committed_is_taken_back(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.bars.replace([IN_OPS])
        await work.commit()
        await work.bars.replace([])
    async with storage.begin(THERE) as other:
        await other.bars.replace([EVERYWHERE])
        await other.commit()

    async with storage.begin(HERE) as work:
        assert await work.bars.all() == [IN_OPS]
