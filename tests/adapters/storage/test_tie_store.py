"""Who works with whom: from the latest threads that both wrote in, wherever they are kept."""

from bot.ports import UnitOfWork
from expertise.types import MessageKind
from tests.adapters.storage.building import ANN, BEN, CEM, OPEN, OTHER, message, ts


async def test_others_in_the_same_threads_count_once_a_thread_at_their_last_message(work: UnitOfWork) -> None:
    first = [
        message(n, author_id=who, thread_ts=ts(1)) for n, who in ((1, ANN), (2, BEN), (3, BEN), (4, CEM))
    ]
    second = [message(n, author_id=who, thread_ts=ts(5)) for n, who in ((5, BEN), (6, ANN))]
    without = [message(n, author_id=who, thread_ts=ts(7)) for n, who in ((7, BEN), (8, CEM))]
    await work.messages.add(OPEN, [*first, *second, *without])

    assert await work.ties.beside(ANN, [OPEN], 9) == sorted(
        [(BEN, first[2].at), (CEM, first[3].at), (BEN, second[0].at)]
    )


async def test_only_readable_channels_and_the_latest_threads_count(work: UnitOfWork) -> None:
    for channel_id, start in ((OPEN, 10), (OTHER, 20)):
        thread = [
            message(start + n, author_id=who, channel_id=channel_id, thread_ts=ts(start))
            for n, who in enumerate((ANN, BEN))
        ]
        await work.messages.add(channel_id, thread)

    assert [who for who, _ in await work.ties.beside(ANN, [OPEN, OTHER], 9)] == [BEN, BEN]
    assert await work.ties.beside(ANN, [OPEN], 9) == [(BEN, message(11).at)]
    assert await work.ties.beside(ANN, [OPEN, OTHER], 1) == [(BEN, message(21).at)]
    assert await work.ties.beside(ANN, [], 9) == []


async def test_bots_unknown_authors_and_talk_outside_threads_tie_nobody(work: UnitOfWork) -> None:
    bot = message(2, author_id=BEN, thread_ts=ts(1), kind=MessageKind.BOT)
    unknown = message(3, author_id=None, thread_ts=ts(1))
    await work.messages.add(OPEN, [message(1, author_id=ANN, thread_ts=ts(1)), bot, unknown])
    await work.messages.add(OPEN, [message(8, author_id=ANN), message(9, author_id=CEM)])

    assert await work.ties.beside(ANN, [OPEN], 9) == []


async def test_a_message_that_is_gone_ties_no_longer(work: UnitOfWork) -> None:
    mine, theirs = (message(n, author_id=who, thread_ts=ts(1)) for n, who in ((1, ANN), (2, BEN)))
    await work.messages.add(OPEN, [mine, theirs])
    assert len(await work.ties.beside(ANN, [OPEN], 9)) == 1

    await work.messages.remove(mine.key)

    assert await work.ties.beside(ANN, [OPEN], 9) == []


async def test_threads_of_two_are_those_that_both_wrote_in_the_latest_first(work: UnitOfWork) -> None:
    for channel_id, start, who in ((OPEN, 10, BEN), (OTHER, 20, BEN), (OPEN, 30, CEM), (OPEN, 40, BEN)):
        thread = [
            message(start + n, author_id=author, channel_id=channel_id, thread_ts=ts(start))
            for n, author in enumerate((ANN, who))
        ]
        await work.messages.add(channel_id, thread)

    assert await work.ties.together(ANN, BEN, [OPEN, OTHER], 9) == [
        (OPEN, ts(40)),
        (OTHER, ts(20)),
        (OPEN, ts(10)),
    ]
    assert await work.ties.together(BEN, ANN, [OPEN], 9) == [(OPEN, ts(40)), (OPEN, ts(10))]
    assert await work.ties.together(ANN, BEN, [OPEN, OTHER], 2) == [(OPEN, ts(40))]
    assert await work.ties.together(ANN, BEN, [], 9) == []
