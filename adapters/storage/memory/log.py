"""What happened to passages of one workspace, in order, in memory."""

from collections.abc import Sequence

from adapters.storage.log import Line
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.types import IndexChange
from index.types import Partition, PassageId


class MemoryIndexLog:
    """Implements ``bot.ports.IndexLog``; ``append`` is for the other stores."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def append(self, lines: Sequence[Line]) -> None:
        """Give each line the next sequence."""
        await self._journal.hold()
        head = await self.head()
        for sequence, (partition, passage_id, is_added) in enumerate(lines, head + 1):
            change = IndexChange(
                sequence=sequence, partition=partition, passage_id=passage_id, is_added=is_added
            )
            self._journal.put(self._rows.log, sequence, change)
        self._journal.put(self._rows.log_ends, "head", head + len(lines))

    async def since(self, sequence: int, limit: int) -> list[IndexChange]:
        """Lines after that one, in order."""
        first = max(sequence, self._rows.log_ends["trimmed"]) + 1
        last = min(first + limit - 1, await self.head())
        return [self._rows.log[number] for number in range(first, last + 1)]

    async def head(self) -> int:
        """The last sequence, 0 when nothing happened yet."""
        return self._rows.log_ends["head"]

    async def partitions(self) -> list[Partition]:
        """Those that hold passages now, ordered."""
        return sorted(partition for partition, ids in self._rows.partitions.items() if ids)

    async def ids(self, partition: Partition, after: PassageId, limit: int) -> list[PassageId]:
        """In the order of ids."""
        return sorted(each for each in self._rows.partitions.get(partition, ()) if each > after)[:limit]

    async def trim(self, sequence: int) -> None:
        """Forget lines up to and including this one."""
        await self._journal.hold()
        trimmed, head = self._rows.log_ends["trimmed"], self._rows.log_ends["head"]
        last = max(trimmed, min(sequence, head))
        for number in range(trimmed + 1, last + 1):
            self._journal.drop(self._rows.log, number)
        self._journal.put(self._rows.log_ends, "trimmed", last)
