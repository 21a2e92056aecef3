"""What happened to passages, in order, as rows: the index follows them."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from adapters.storage.session import Session
from adapters.storage.stepping import each_value
from adapters.storage.tables import passage_log, passages, workspaces
from bot.types import IndexChange
from expertise.types import WorkspaceId
from index.types import Partition, PassageId

Line = tuple[Partition, PassageId, bool]
"""Partition, passage, and whether it came."""


class SqlIndexLog:
    """Implements ``bot.ports.IndexLog``; ``append`` is for the other stores."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id

    async def append(self, lines: Sequence[Line]) -> None:
        """Give each line the next sequence. The head is a counter: trimming does not set it back."""
        if not lines:
            return
        workspace = update(workspaces).where(workspaces.c.id == self._workspace_id)
        await self._session.change(workspace.values(log_head=workspaces.c.log_head + len(lines)))
        first = await self.head() - len(lines) + 1
        names = ("workspace_id", "sequence", "partition", "passage_id", "is_added")
        rows = [
            dict(zip(names, (self._workspace_id, sequence, *line), strict=True))
            for sequence, line in enumerate(lines, first)
        ]
        await self._session.insert(passage_log, rows)

    async def since(self, sequence: int, limit: int) -> list[IndexChange]:
        """Lines after that one, in order."""
        later = select(passage_log).where(
            passage_log.c.workspace_id == self._workspace_id, passage_log.c.sequence > sequence
        )
        return [
            IndexChange(
                sequence=row.sequence,
                partition=row.partition,
                passage_id=row.passage_id,
                is_added=row.is_added,
            )
            for row in await self._session.rows(later.order_by(passage_log.c.sequence).limit(limit))
        ]

    async def head(self) -> int:
        """The last sequence, 0 when nothing happened yet."""
        statement = select(workspaces.c.log_head).where(workspaces.c.id == self._workspace_id)
        return int(await self._session.value(statement) or 0)

    async def partitions(self) -> list[Partition]:
        """Those that hold passages now, ordered."""
        ours = passages.c.workspace_id == self._workspace_id
        return sorted(await self._session.values(each_value(passages.c.partition, ours)))

    async def ids(self, partition: Partition, after: PassageId, limit: int) -> list[PassageId]:
        """In the order of ids."""
        statement = select(passages.c.id).where(
            passages.c.workspace_id == self._workspace_id,
            passages.c.partition == partition,
            passages.c.id > after,
        )
        return list(await self._session.values(statement.order_by(passages.c.id).limit(limit)))

    async def trim(self, sequence: int) -> None:
        """Forget lines up to and including this one."""
        await self._session.change(
            delete(passage_log).where(
                passage_log.c.workspace_id == self._workspace_id, passage_log.c.sequence <= sequence
            )
        )
