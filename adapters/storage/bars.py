"""From which chance on a past answer is said, as rows."""

from collections.abc import Sequence
from math import isinf
from typing import Any

from sqlalchemy import Row, delete, select

from adapters.storage.bar_tables import bars
from adapters.storage.session import Session
from adapters.storage.times import from_us, to_us
from bot.bar_ports import SILENT, Bar, Mode
from expertise.types import ChannelId, WorkspaceId

_ALL = ""


class SqlBarStore:
    """Implements ``bot.bars.BarStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._ordered = (
            select(bars)
            .where(bars.c.workspace_id == workspace_id)
            .order_by(bars.c.channel, bars.c.language, bars.c.mode)
        )

    async def all(self) -> list[Bar]:
        """Those of all channels first, then by channel; the same for languages; by mode."""
        return [_bar_of(row) for row in await self._session.rows(self._ordered)]

    async def near(self, channel_id: ChannelId | None, language: str | None) -> list[Bar]:
        """Those that can hold for a question there: its own, and those of all channels or languages."""
        own = self._ordered.where(
            bars.c.channel.in_({_ALL, channel_id or _ALL}), bars.c.language.in_({_ALL, language or _ALL})
        )
        return [_bar_of(row) for row in await self._session.rows(own)]

    async def replace(self, new: Sequence[Bar]) -> None:
        """These, and no others."""
        await self._session.change(delete(bars).where(bars.c.workspace_id == self._workspace_id))
        await self._session.insert(bars, [_row_of(self._workspace_id, each) for each in new])


def _row_of(workspace_id: WorkspaceId, bar: Bar) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "channel": bar.channel_id or _ALL,
        "language": bar.language or _ALL,
        "mode": bar.mode.value,
        "bar": _kept(bar.bar),
        "measured": _kept(bar.measured),
        "aim": bar.aim,
        "judged": bar.judged,
        "at_us": to_us(bar.at),
    }


def _kept(bar: float) -> float | None:
    return None if isinf(bar) else bar


def _bar_of(row: Row[*tuple[Any, ...]]) -> Bar:
    return Bar(
        channel_id=ChannelId(row.channel) if row.channel else None,
        language=row.language or None,
        mode=Mode(row.mode),
        bar=SILENT if row.bar is None else row.bar,
        measured=SILENT if row.measured is None else row.measured,
        aim=row.aim,
        judged=row.judged,
        at=from_us(row.at_us),
    )
