"""How much people are asked, and when, where they said nothing themselves: what the workspace decided."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.hours import Hours
from bot.round_types import PACES, Paces
from bot.weeks import NoteTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """``unasked_a_week``: how much anybody gets at most that they did not ask for.

    ``suggests_after``: how long a person may be first where somebody asks in a channel.
    ``paces``: how long is waited while people are asked one after another.
    ``hours`` hold, on each person's own clock, for those who stated none. ``where_else`` is the workspace's
    own sentence for an asker for whom nobody was free. ``notes``: when weekly notes are told; None: there are
    none.
    """

    unasked_a_week: int = 3
    suggests_after: timedelta = timedelta(minutes=2)
    paces: Paces = field(default_factory=lambda: PACES)
    hours: Hours = field(default_factory=Hours)
    where_else: str = ""
    notes: NoteTime | None = field(default_factory=NoteTime)
