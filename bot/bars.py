"""How sure a suggestion must be, in each place where it can be said."""

from dataclasses import dataclass

from bot.ports import UnitOfWork
from expertise.types import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The least chance that the first past thread answers (``Ranking.answers``, 0..1)."""

    private: float
    in_thread: float


DEFAULT = Bars(private=0.5, in_thread=0.7)
"""Where nothing was measured: rather right than wrong, and before everyone clearly so."""


async def bars_of(_uow: UnitOfWork, _channel: Channel, _language: str) -> Bars:
    """Those for a channel, and for questions in a language."""
    return DEFAULT
