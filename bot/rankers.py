"""Which weights a workspace's answers are ranked with: kept with their figures, exchanged, and gone back to.

Every change is written to the audit log, with who made it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import UnknownRankerError
from bot.ports import UnitOfWork
from bot.types import AuditEntry, Ranker
from expertise.confidence import Calibration
from expertise.matcher import Settings
from expertise.ranker import Choice, Learned, with_declared

LEARNED, CHOSEN = "ranker-learned", "ranker-chosen"
"""Acts in the audit log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is in use (None: the shipped weights), since when (None: from the first), and all there are."""

    in_use: Ranker | None
    since: datetime | None
    kept: Sequence[Ranker]


async def in_use(uow: UnitOfWork, settings: Settings) -> Settings:
    """The settings, with the weights and the calibration of the ranker in use."""
    ranker = await uow.rankers.in_use()
    if ranker is None or ranker.learned.choice is Choice.PRIOR:  # the shipped ones are as of this version
        return settings
    return replace(settings, weights=with_declared(ranker.learned.weights), calibration=ranker.calibration)


async def overview(uow: UnitOfWork) -> Overview:
    """For an operator to look at."""
    changes = [entry.at for entry in await uow.audit.all() if entry.action in (LEARNED, CHOSEN)]
    return Overview(
        in_use=await uow.rankers.in_use(),
        since=changes[-1] if changes else None,
        kept=await uow.rankers.all(),
    )


async def keep(uow: UnitOfWork, learned: Learned, by: str, now: datetime) -> Ranker:
    """Keep what was learned under the next number, and use it."""
    await uow.hold()
    number = max((ranker.number for ranker in await uow.rankers.all()), default=0) + 1
    ranker = Ranker(number=number, made_at=now, learned=learned, calibration=Calibration())
    await uow.rankers.add(ranker)
    await uow.rankers.use(number)
    await uow.audit.add(_entry(LEARNED, f"{number} {learned.choice}", by, now))
    await uow.commit()
    return ranker


async def use(uow: UnitOfWork, number: int | None, by: str, now: datetime) -> None:
    """Use this one from now on; None: the shipped weights. Raises UnknownRankerError."""
    await uow.hold()
    known = [ranker.number for ranker in await uow.rankers.all()]
    if number is not None and number not in known:
        raise UnknownRankerError(number, known)
    await uow.rankers.use(number)
    await uow.audit.add(_entry(CHOSEN, str(number or Choice.PRIOR), by, now))
    await uow.commit()


def _entry(action: str, detail: str, by: str, now: datetime) -> AuditEntry:
    return AuditEntry(at=now, action=action, actor=by, subject=None, detail=detail)
