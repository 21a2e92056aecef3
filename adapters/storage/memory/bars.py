"""From which chance on a past answer is said, in memory."""

from collections.abc import Sequence

from adapters.storage.errors import ConflictError
from adapters.storage.memory.journal import Journal
from adapters.storage.memory.rows import Rows
from bot.bar_ports import Bar
from expertise.types import ChannelId


class MemoryBarStore:
    """Implements ``bot.bars.BarStore``."""

    def __init__(self, rows: Rows, journal: Journal) -> None:
        self._rows = rows
        self._journal = journal

    async def all(self) -> list[Bar]:
        """Those of all channels first, then by channel; the same for languages; by mode."""
        return [bar for _, bar in sorted(self._rows.bars.items())]

    async def near(self, channel_id: ChannelId | None, language: str | None) -> list[Bar]:
        """Those that can hold for a question there: its own, and those of all channels or languages."""
        return [
            bar
            for bar in await self.all()
            if bar.channel_id in {None, channel_id} and bar.language in {None, language}
        ]

    async def replace(self, new: Sequence[Bar]) -> None:
        """These, and no others."""
        await self._journal.hold()
        keyed = {(bar.channel_id or "", bar.language or "", bar.mode.value): bar for bar in new}
        if len(keyed) < len(new):
            raise ConflictError("two bars for one place")
        for key in list(self._rows.bars):
            self._journal.drop(self._rows.bars, key)
        for key, bar in keyed.items():
            self._journal.put(self._rows.bars, key, bar)
