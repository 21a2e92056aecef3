"""Learned weights of one workspace, as rows."""

import json
from typing import Any

from sqlalchemy import Row, select, update

from adapters.storage.session import Session
from adapters.storage.tables import rankers
from adapters.storage.times import from_us, to_us
from bot.types import Ranker
from expertise.confidence import Calibration
from expertise.ranker import Choice, Learned
from expertise.types import Signal, WorkspaceId


class SqlRankerStore:
    """Implements ``bot.ports.RankerStore``."""

    def __init__(self, session: Session, workspace_id: WorkspaceId) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self._own = rankers.c.workspace_id == workspace_id

    async def in_use(self) -> Ranker | None:
        """The one in use, if any is."""
        rows = await self._session.rows(select(rankers).where(self._own, rankers.c.is_in_use))
        return _ranker_of(rows[0]) if rows else None

    async def all(self) -> list[Ranker]:
        """By number."""
        statement = select(rankers).where(self._own).order_by(rankers.c.number)
        return [_ranker_of(row) for row in await self._session.rows(statement)]

    async def add(self, ranker: Ranker) -> None:
        """Keep one, not in use yet."""
        await self._session.insert(rankers, [_row_of(self._workspace_id, ranker)])

    async def use(self, number: int | None) -> None:
        """Have this one in use and no other: the one before goes first, for there are never two."""
        await self._session.change(update(rankers).where(self._own).values(is_in_use=False))
        if number is not None:
            this = update(rankers).where(self._own, rankers.c.number == number)
            await self._session.change(this.values(is_in_use=True))


def _row_of(workspace_id: WorkspaceId, ranker: Ranker) -> dict[str, Any]:
    learned, calibration = ranker.learned, ranker.calibration
    return {
        "workspace_id": workspace_id,
        "number": ranker.number,
        "made_us": to_us(ranker.made_at),
        "choice": learned.choice,
        "weights": json.dumps(learned.weights),
        "calibration": json.dumps({"intercept": calibration.intercept, "slope": calibration.slope}),
        "learned_from": learned.learned_from,
        "tested_on": learned.tested_on,
        "figures": None if learned.figures is None else json.dumps(learned.figures),
        "is_in_use": False,
    }


def _ranker_of(row: Row[*tuple[Any, ...]]) -> Ranker:
    figures = None if row.figures is None else json.loads(row.figures)
    return Ranker(
        number=row.number,
        made_at=from_us(row.made_us),
        learned=Learned(
            choice=Choice(row.choice),
            weights={Signal(name): weight for name, weight in json.loads(row.weights).items()},
            learned_from=row.learned_from,
            tested_on=row.tested_on,
            figures=figures and {Choice(name): figure for name, figure in figures.items()},
        ),
        calibration=Calibration(**json.loads(row.calibration)),
    )
