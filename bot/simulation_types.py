"""The words of a simulation: what is walked over, by which way of asking, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.round_types import Urgency
from expertise.types import PersonId


class Asking(StrEnum):
    """A way of finding an answer."""

    CARRIED = "carried"  # to one after another, as the bot does
    POSTED = "posted"  # the same, and posted as soon as the bot has words for it
    STOPPED = "stopped"  # the same, and nobody is asked any more once it is answered where it was posted
    HALF_POSTED = "half_posted"  # half of those who get words post them
    BOUND = "bound"  # the same, if nobody else could have helped than who really did
    FORESEEN = "foreseen"  # the same, asking those first who really helped: no ranking is better
    TOP_FIVE = "top_five"  # all at once
    TOP_ONE = "top_one"  # and nobody else
    HISTORY = "history"  # posting and waiting, as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A past question. ``candidates`` best first; ``knows`` the chance that each of them can help.

    ``said`` is what the ranking says of that chance. ``helpers`` are those who really answered;
    ``helped_by`` the first of all, at ``helped_at``; None: nobody did.
    """

    qid: str
    asker: PersonId
    at: datetime
    candidates: tuple[PersonId, ...] = ()
    knows: Mapping[PersonId, float] = field(default_factory=dict)
    said: Mapping[PersonId, float] = field(default_factory=dict)
    helpers: frozenset[PersonId] = frozenset()
    helped_by: PersonId | None = None
    helped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Of the candidates the first ``most`` are asked, each ``budget`` times in a week at most (None: ever).

    ``least`` as in ``bot.likely``: the chance below which nobody is. ``at_once``: all of them together,
    whatever time it is for them, and nobody after them. ``posts``: how many of those post it who get words
    for it; ``stops``: as soon as it is answered there, they have nobody asked any more.
    """

    most: int
    budget: int | None = None
    least: float = 0.0
    at_once: bool = False
    posts: float = 0.0
    stops: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came of all questions by one way of asking, where it can be told.

    ``answered``: a share. ``minutes``: working time of the asker within which half of all questions had a
    first answer; None where fewer than half ever had. ``invitations``: for each that was answered.
    ``a_week``: what one of those who might be asked gets in a week, on average. ``busiest``: the most that
    one person got in one week. ``gini``: how unevenly answering was spread over those same people.
    """

    answered: float
    minutes: float | None
    gini: float
    invitations: float | None = None
    a_week: float | None = None
    busiest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What came of each way, once for every population that was drawn.

    ``others``: the chance that was taken for everybody else than who really answered; None: the ranking's.
    """

    workspace: str
    questions: int
    populations: int
    budget: int
    is_together: bool
    others: float | None = None
    urgency: Urgency = Urgency.TODAY
    outcomes: Mapping[Asking, Sequence[Figures]]
