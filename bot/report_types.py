"""The figures of a report: counts of questions, channels and topics; a person is never among them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from expertise.reliability import Reliability
from expertise.shares import Interval, Share

CUTOFFS = (1, 3, 5)
"""Among how many of those named first somebody who helped is looked for."""

FEWEST_OF_A_GROUP = 5
MOST_GROUPS = 20


class Way(StrEnum):
    """A way of finding somebody to ask."""

    KENNER = "kenner"
    CHANNEL = "channel180"  # whoever has been answering in the channel lately
    ANYWHERE = "active180"  # whoever has been answering anywhere lately
    UNBALANCED = "unbalanced"  # Kenner, if nearly equal people took no turns
    HISTORY = "history"  # who really answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """For how many questions somebody who then helped was among the first one, three, five."""

    way: Way
    among: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How first places were spread: the share of the three most often first, and how many ever were."""

    way: Way
    busiest: Share
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A channel or a topic: who would have been among the first three. ``name`` is None for all the rest."""

    name: str | None
    kenner: Share
    habit: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """How long questions waited for a first answer by somebody else, and how many waited in vain.

    ``bounds`` are the upper ends of ``counts``, whose last has none. ``quartiles`` are of those
    answered; None with fewer than two. ``stood_out`` counts the unanswered questions that were asked
    again and for which Kenner would have named somebody.
    """

    bounds: tuple[timedelta, ...]
    counts: tuple[int, ...]
    quartiles: tuple[timedelta, timedelta, timedelta] | None
    unanswered: int
    unknown: int
    stood_out: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the report says, as figures. Where there was no past question, all counts are 0."""

    workspace: str
    since: datetime | None
    until: datetime | None
    questions: int
    named: Share
    standings: tuple[Standing, ...]
    ahead: Interval
    loads: tuple[Load, ...]
    waited: Waited
    channels: tuple[Group, ...]
    topics: tuple[Group, ...]
    reliability: Reliability | None
