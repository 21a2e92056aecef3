"""Passages of one workspace, in memory. Every change is also a line of the index log."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from adapters.storage.activity import CountedActivity
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.log import MemoryIndexLog
from adapters.storage.memory.rows import Ids, Placed, Rows
from expertise.types import Channel, MessageTs, Passage
from index.types import Partition, PassageId

UNNUMBERED = PassageId(0)


class MemoryPassageStore:
    """Implements ``bot.ports.PassageStore``."""

    def __init__(
        self,
        rows: Rows,
        journal: Journal,
        *,
        log: MemoryIndexLog,
        activity: CountedActivity,
        numbers: Iterator[int],
    ) -> None:
        self._rows = rows
        self._journal = journal
        self._log = log
        self._activity = activity
        self._numbers = numbers

    async def by_ids(self, ids: Sequence[PassageId]) -> list[Passage]:
        """In the order asked for; those that are gone are left out."""
        passages = self._rows.passages
        return [passages[each].passage for each in dict.fromkeys(ids) if each in passages]

    async def replace(
        self, channel: Channel, thread_ts: Collection[MessageTs], passages: Sequence[Passage]
    ) -> int:
        """Keep what is alike, remove the rest, insert the new in the order given; how many came or went."""
        await self._journal.hold()
        threads = {*thread_ts, *(passage.thread_ts for passage in passages)}
        before = {each: _content_of(self._rows.passages[each]) for each in self._ids(channel, threads)}
        after = [_content_of(Placed(channel.partition, passage)) for passage in passages]
        wanted, known = set(after), set(before.values())
        gone = await self._remove(sorted(each for each, content in before.items() if content not in wanted))
        return gone + await self._insert([placed for placed in after if placed not in known])

    async def clear(self, channel: Channel, keep: Collection[MessageTs]) -> int:
        """Remove the channel's passages of threads other than these; how many."""
        await self._journal.hold()
        others = set(self._rows.threads.get(channel.id, {})) - set(keep)
        return await self._remove(sorted(self._ids(channel, others)))

    async def move(self, channel: Channel) -> None:
        """Bring all passages and activity of the channel into ``channel.partition``."""
        await self._journal.hold()
        ids = sorted(self._ids(channel, self._rows.threads.get(channel.id, {})))
        elsewhere = [each for each in ids if self._rows.passages[each].partition != channel.partition]
        left = [(self._rows.passages[each].partition, each, False) for each in elsewhere]
        for partition, each, _ in left:
            self._journal.drop(self._ids_in(partition), each)
            self._journal.put(self._ids_in(channel.partition), each, None)
            placed = self._rows.passages[each]._replace(partition=channel.partition)
            self._journal.put(self._rows.passages, each, placed)
        await self._log.append([*left, *((channel.partition, each, True) for each in elsewhere)])
        await self._activity.move(channel)

    async def count(self) -> int:
        """All passages of the workspace."""
        return len(self._rows.passages)

    async def _remove(self, ids: Sequence[PassageId]) -> int:
        lines = [(self._rows.passages[each].partition, each, False) for each in ids]
        for partition, each, _ in lines:
            passage = self._rows.passages[each].passage
            threads = self._rows.threads[passage.channel_id]
            self._journal.drop(threads[passage.thread_ts], each)
            if not threads[passage.thread_ts]:
                self._journal.drop(threads, passage.thread_ts)
            self._journal.drop(self._ids_in(partition), each)
            self._journal.drop(self._rows.vectors, each)
            self._journal.drop(self._rows.vectorless, each)
            self._journal.drop(self._rows.passages, each)
        await self._log.append(lines)
        return len(lines)

    async def _insert(self, new: Sequence[Placed]) -> int:
        lines = []
        for partition, unnumbered in new:
            passage = replace(unnumbered, id=PassageId(next(self._numbers)))
            self._journal.put(self._rows.passages, passage.id, Placed(partition, passage))
            self._journal.put(self._rows.vectorless, passage.id, None)
            self._journal.put(self._ids_of(passage), passage.id, None)
            self._journal.put(self._ids_in(partition), passage.id, None)
            lines.append((partition, passage.id, True))
        await self._log.append(lines)
        return len(lines)

    def _ids(self, channel: Channel, threads: Collection[MessageTs]) -> list[PassageId]:
        of_channel = self._rows.threads.get(channel.id, {})
        return [each for ts in threads for each in of_channel.get(ts, ())]

    def _ids_of(self, passage: Passage) -> Ids:
        of_channel = self._rows.threads.setdefault(passage.channel_id, {})
        if passage.thread_ts not in of_channel:
            self._journal.put(of_channel, passage.thread_ts, {})
        return of_channel[passage.thread_ts]

    def _ids_in(self, partition: Partition) -> Ids:
        return self._rows.partitions.setdefault(partition, {})


def _content_of(placed: Placed) -> Placed:
    """All that makes two passages alike: everything but the number."""
    return placed._replace(passage=replace(placed.passage, id=UNNUMBERED))
