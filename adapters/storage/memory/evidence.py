"""Passages as a ranking reads them, in memory."""

from collections.abc import Sequence

from adapters.storage.memory.rows import Rows
from expertise.types import PassageHead
from index.types import PassageId


class MemoryEvidenceStore:
    """Implements ``expertise.ports.EvidenceStore``."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def heads(self, ids: Sequence[PassageId]) -> list[PassageHead]:
        """In the order asked for; those that are gone are left out."""
        passages = (
            self._rows.passages[each].passage for each in dict.fromkeys(ids) if each in self._rows.passages
        )
        return [
            PassageHead(
                id=passage.id,
                channel_id=passage.channel_id,
                thread_ts=passage.thread_ts,
                ended_at=passage.ended_at,
                speakers=passage.speakers,
            )
            for passage in passages
        ]

    async def texts(self, ids: Sequence[PassageId]) -> dict[PassageId, str]:
        """Those that are gone are left out."""
        passages = self._rows.passages
        return {each: passages[each].passage.text for each in ids if each in passages}
