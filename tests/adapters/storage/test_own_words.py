"""What somebody wrote in threads, wherever it is kept."""

from dataclasses import replace

from bot.ports import UnitOfWork
from tests.adapters.storage.building import ANN, BEN, OPEN, message, ts


async def test_the_latest_in_threads_come_first(work: UnitOfWork) -> None:
    root = replace(message(1), author_id=BEN, thread_ts=ts(1))
    replies = [replace(message(n), author_id=ANN, thread_ts=ts(1)) for n in (2, 3, 4)]
    alone = replace(message(5), author_id=ANN, thread_ts=None)
    await work.messages.add(OPEN, [root, *replies, alone])

    assert await work.own_words.latest(ANN, 2) == [replies[2], replies[1]]
    assert await work.own_words.latest(BEN, 9) == [root]
    assert await work.own_words.latest(ANN, 9) == replies[::-1]
