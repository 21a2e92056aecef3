"""The arithmetic of activity, the same to the last bit over rows and over memory.

Sums of floats depend on their order. So they are made here and nowhere else: events in the order
given, partitions in the order of their names; the stores only bring and keep the terms.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import NamedTuple

from bot.types import Answered
from expertise.activity import LATELY, gain, value
from expertise.activity import worth as valued
from expertise.fairness import LOAD_HALF_LIFE_DAYS
from expertise.types import Activity, ChannelId, PersonId
from index.types import Partition

LOAD_HALF_LIFE = timedelta(days=LOAD_HALF_LIFE_DAYS)


class Tally(NamedTuple):
    """How many events, and the sums of their forward-decayed weights: slowly and quickly decaying."""

    events: int
    weight: float
    recent: float


NOTHING = Tally(0, 0.0, 0.0)


class FirstPlaces(NamedTuple):
    """How often somebody came first, and the sum of forward-decayed weights."""

    events: int
    weight: float

    def and_one(self, at: datetime) -> "FirstPlaces":
        """One more, at that time."""
        return FirstPlaces(self.events + 1, self.weight + gain(at, LOAD_HALF_LIFE))

    def worth(self, at: datetime) -> float:
        """Each counts 1 when it is new, and half as much a half-life later."""
        return value(self.weight, at, LOAD_HALF_LIFE)


NEVER_FIRST = FirstPlaces(0, 0.0)

Tallies = MutableMapping[PersonId, Tally]
Term = tuple[Partition, PersonId, float, float]
"""One summand of a person's activity: their weights in one partition."""

Place = tuple[Partition, ChannelId | None]
"""A channel's counts, or (None) the total, in one partition."""

Sums = dict[PersonId, tuple[float, float]]
"""A person's two weights."""


def plus(tally: Tally, other: Tally, sign: int = 1) -> Tally:
    """A count that comes to zero leaves exactly nothing, whatever the floats say."""
    total = tally.events + sign * other.events
    if not total:
        return NOTHING
    return Tally(total, tally.weight + sign * other.weight, tally.recent + sign * other.recent)


def merged(tallies: Tallies, others: Mapping[PersonId, Tally], sign: int = 1) -> Tallies:
    """The others' people, with what they have there added, or with sign -1 taken back."""
    return {who: plus(tallies.get(who, NOTHING), other, sign) for who, other in others.items()}


def count_events(here: Mapping[ChannelId, Tallies], totals: Tallies, events: Sequence[Answered]) -> None:
    """Apply the events in order to both; a person who is missing counts as nothing."""
    for event in events:
        one = Tally(1, gain(event.at), gain(event.at, LATELY))
        for tallies in (here[event.channel_id], totals):
            tally = tallies.get(event.person_id, NOTHING)
            tallies[event.person_id] = plus(tally, one, event.sign)


def summed(terms: Sequence[Term]) -> Sums:
    """Weights by person, each person's partitions in order."""
    if len({term[0] for term in terms}) == 1:
        return {person_id: (weight, recent) for _, person_id, weight, recent in terms}
    sums: Sums = {}
    for _, person_id, weight, recent in sorted(terms):
        before = sums.get(person_id, (0.0, 0.0))
        sums[person_id] = (before[0] + weight, before[1] + recent)
    return sums


def heaviest(sums: Mapping[PersonId, float], limit: int) -> list[PersonId]:
    """The largest first, ties by id."""
    return [person_id for _, person_id in nsmallest(limit, [(-own, who) for who, own in sums.items()])]


def aged(anywhere: Sums, at: datetime) -> dict[PersonId, Activity]:
    """What the sums are worth at that time, nobody being here."""
    slowly, quickly = gain(at), gain(at, LATELY)
    return {
        who: Activity(0.0, valued(weight, slowly), valued(recent, quickly))
        for who, (weight, recent) in anywhere.items()
    }


def placed(
    people: Iterable[PersonId],
    anywhere: Sums,
    here: Sums,
    worth: Mapping[PersonId, Activity],
    at: datetime,
) -> dict[PersonId, Activity]:
    """What all these are ``worth`` anywhere, and here: the most active anywhere first, then here, then by id.

    Those of whom there is neither are left out.
    """
    none = (0.0, 0.0)
    known = [who for who in people if who in anywhere or who in here]
    rows = [(-anywhere.get(who, none)[0], -here.get(who, none)[0], who) for who in known]
    rows.sort()
    slowly, nowhere = gain(at), Activity()
    found = {}
    for _, own, who in rows:
        other = worth.get(who, nowhere)
        found[who] = Activity(valued(-own, slowly), other[1], other[2]) if own else other
    return found
