"""Passages: what is alike keeps its row, and every change is a line of the index log."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.ports import Storage, UnitOfWork
from expertise.types import ChannelKind, Passage, PassageHead, Role, Speaker
from index.types import PUBLIC, Partition, PassageId
from tests.adapters.storage.building import (
    ANN,
    BEN,
    CLOSED,
    HERE,
    NOON,
    OPEN,
    OTHER,
    THERE,
    answered,
    channel,
    passage,
    ts,
)

PUBLIC_CHANNEL = channel(OPEN)
PRIVATE_CHANNEL = channel(OPEN, ChannelKind.PRIVATE)


async def ids_in(work: UnitOfWork, partition: Partition = PUBLIC) -> list[PassageId]:
    return await work.log.ids(partition, PassageId(0), 100)


async def in_rows(work: UnitOfWork) -> list[Passage]:
    """All of them as they were given, in the order of their ids."""
    return [replace(each, id=PassageId(0)) for each in await work.passages.by_ids(await ids_in(work))]


async def lines_since(work: UnitOfWork, head: int) -> list[tuple[Partition, PassageId, bool]]:
    changes = await work.log.since(head, 100)
    return [(change.partition, change.passage_id, change.is_added) for change in changes]


async def test_passages_come_back_as_they_were_cut_with_ids_in_the_order_given(work: UnitOfWork) -> None:
    cut = [passage(2, 0), passage(2, 1), passage(1, 0, language="de")]

    assert await work.passages.replace(PUBLIC_CHANNEL, [ts(1), ts(2)], cut) == 3

    assert await in_rows(work) == cut
    assert await work.passages.count() == 3


async def test_passages_are_given_in_the_order_asked_for_and_gone_ones_left_out(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1, 0), passage(1, 1)])
    first, second = await ids_in(work)

    found = await work.passages.by_ids([second, PassageId(second + 1000), first])

    assert [each.id for each in found] == [second, first]
    assert await work.passages.by_ids([]) == []


async def test_heads_are_passages_without_their_words(work: UnitOfWork) -> None:
    cut = [passage(1, 0), passage(2, 0, channel_id=OPEN, ended_at=NOON)]
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], cut)
    first, second = await ids_in(work)

    found = await work.evidence.heads([second, PassageId(second + 1000), first, second])

    assert found == [
        PassageHead(
            id=number,
            channel_id=own.channel_id,
            thread_ts=own.thread_ts,
            ended_at=own.ended_at,
            speakers=own.speakers,
        )
        for number, own in ((second, cut[1]), (first, cut[0]))
    ]
    assert await work.evidence.heads([]) == []


async def test_words_are_read_apart_and_gone_ones_left_out(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1, 0), passage(1, 1)])
    first, second = await ids_in(work)

    assert await work.evidence.texts([second, PassageId(second + 1000)]) == {second: passage(1, 1).text}
    assert set(await work.evidence.texts([first, second])) == {first, second}
    assert await work.evidence.texts([]) == {}


async def test_evidence_is_of_one_workspace(storage: Storage) -> None:
    async with storage.begin(HERE) as work:
        await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])
        (number,) = await ids_in(work)
        await work.commit()

    async with storage.begin(THERE) as other:
        assert await other.evidence.heads([number]) == []
        assert await other.evidence.texts([number]) == {}


async def test_what_is_alike_keeps_its_id_and_vector(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1, 0), passage(1, 1)])
    first, second = await ids_in(work)
    await work.vectors.put("m", [first, second], np.ones((2, 3), np.float32))
    head = await work.log.head()

    came_or_went = await work.passages.replace(
        PUBLIC_CHANNEL, [ts(1)], [passage(1, 0), passage(1, 1, text="edited")]
    )

    kept, new = await ids_in(work)
    assert came_or_went == 2
    assert kept == first
    assert new > second
    assert await lines_since(work, head) == [(PUBLIC, second, False), (PUBLIC, new, True)]
    assert [each.passage_id for each in await work.vectors.unembedded("m", PassageId(0), 9, None)] == [new]


async def test_replacing_by_the_same_changes_nothing(work: UnitOfWork) -> None:
    cut = [passage(1, 0), passage(1, 1)]
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], cut)
    head = await work.log.head()

    assert await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], cut) == 0
    assert await work.log.head() == head


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"},
        {"started_at": NOON - timedelta(microseconds=1)},
        {"ended_at": NOON},
        {"speakers": (Speaker(person_id=BEN, role=Role.ASKED, characters=1, ts=ts(1)),)},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_difference_of_any_kind_makes_another_passage(
    work: UnitOfWork, change: dict[str, object]
) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])

    assert await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1, **change)]) == 2
    assert await in_rows(work) == [passage(1, **change)]


async def test_other_threads_and_channels_are_left_alone(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1), ts(2)], [passage(1), passage(2)])
    await work.passages.replace(channel(OTHER), [ts(1)], [passage(1, channel_id=OTHER)])

    assert await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], []) == 1

    assert await in_rows(work) == [passage(2), passage(1, channel_id=OTHER)]


async def test_a_passage_that_returns_gets_a_new_id(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])
    [before] = await ids_in(work)
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [])

    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])

    [after] = await ids_in(work)
    assert after > before


async def test_clearing_keeps_the_threads_that_are_named(work: UnitOfWork) -> None:
    cut = [passage(1), passage(2), passage(2, 1), passage(3)]
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1), ts(2), ts(3)], cut)
    await work.passages.replace(channel(OTHER), [ts(9)], [passage(9, channel_id=OTHER)])
    ids, head = await ids_in(work), await work.log.head()

    assert await work.passages.clear(PUBLIC_CHANNEL, [ts(1), ts(7)]) == 3

    assert await in_rows(work) == [passage(1), passage(9, channel_id=OTHER)]
    assert await lines_since(work, head) == [(PUBLIC, gone, False) for gone in ids[1:4]]


async def test_a_channel_that_turns_private_takes_passages_and_activity_along(work: UnitOfWork) -> None:
    cut = [passage(1), passage(2)]
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1), ts(2)], cut)
    await work.passages.replace(channel(OTHER), [ts(1)], [passage(1, channel_id=OTHER)])
    await work.activity.add(PUBLIC, [answered(ANN), answered(BEN), answered(ANN, in_=OTHER)])
    first, second, elsewhere = await ids_in(work)
    head = await work.log.head()
    private = PRIVATE_CHANNEL.partition

    await work.passages.move(PRIVATE_CHANNEL)
    await work.passages.move(PRIVATE_CHANNEL)

    assert await ids_in(work) == [elsewhere]
    assert await ids_in(work, private) == [first, second]
    assert await lines_since(work, head) == [
        (PUBLIC, first, False),
        (PUBLIC, second, False),
        (private, first, True),
        (private, second, True),
    ]
    assert list(await work.activity.busiest([PUBLIC], OPEN, NOON, 9)) == [ANN]
    within = await work.activity.busiest([private], OPEN, NOON, 9)
    assert {who: (each.here, each.anywhere) for who, each in within.items()} == {ANN: (1, 1), BEN: (1, 1)}


async def test_a_channel_that_turns_public_again_is_as_before(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])
    await work.activity.add(PUBLIC, [answered(ANN)])
    before = await work.activity.busiest([PUBLIC], OPEN, NOON, 9)

    await work.passages.move(PRIVATE_CHANNEL)
    await work.passages.move(PUBLIC_CHANNEL)

    assert await work.log.partitions() == [PUBLIC]
    assert await work.activity.busiest([PUBLIC], OPEN, NOON, 9) == before


async def test_a_passage_left_in_the_old_partition_is_not_taken_for_alike(work: UnitOfWork) -> None:
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])

    assert await work.passages.replace(PRIVATE_CHANNEL, [ts(1)], [passage(1)]) == 2

    assert await work.log.partitions() == [PRIVATE_CHANNEL.partition]


@pytest.mark.usefixtures("small_batches")
async def test_more_passages_and_threads_than_one_statement_takes(work: UnitOfWork) -> None:
    cut = [passage(number) for number in range(8)]
    threads = [each.thread_ts for each in cut]
    await work.passages.replace(PUBLIC_CHANNEL, threads, cut)

    assert await work.passages.replace(PUBLIC_CHANNEL, threads, cut[:-1]) == 1
    assert await work.passages.clear(PUBLIC_CHANNEL, []) == 7
    assert await work.log.head() == 16


async def test_private_channels_have_a_partition_each(work: UnitOfWork) -> None:
    private = channel(CLOSED, ChannelKind.PRIVATE)
    await work.passages.replace(private, [ts(1)], [passage(1, channel_id=CLOSED)])
    await work.passages.replace(PUBLIC_CHANNEL, [ts(1)], [passage(1)])

    assert await work.log.partitions() == sorted([private.partition, PUBLIC])
