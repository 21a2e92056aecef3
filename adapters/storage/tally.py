"""The arithmetic of activity, the same to the last bit over rows and over memory.

Sums of floats depend on their order. So they are made here and nowhere else: events in the order
given, partitions in the order of their names; the stores only bring and keep the terms.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.types import Answered
from expertise.activity import gain, value
from expertise.types import Activity, ChannelId, PersonId
from index.types import Partition


class Tally(NamedTuple):
    """How many events, and the sum of their forward-decayed weights."""

    events: int
    weight: float


NOTHING = Tally(0, 0.0)

Tallies = MutableMapping[PersonId, Tally]
Term = tuple[Partition, PersonId, float]
"""One summand of a person's activity: their weight in one partition."""


def plus(tally: Tally, count: int, weight: float) -> Tally:
    """A count that comes to zero leaves exactly nothing, whatever the floats say."""
    total = tally.events + count
    return Tally(total, tally.weight + weight) if total else NOTHING


def merged(tallies: Tallies, others: Mapping[PersonId, Tally], sign: int = 1) -> Tallies:
    """The others' people, with what they have there added, or with sign -1 taken back."""
    return {
        who: plus(tallies.get(who, NOTHING), sign * other.events, sign * other.weight)
        for who, other in others.items()
    }


def count_events(here: Mapping[ChannelId, Tallies], totals: Tallies, events: Sequence[Answered]) -> None:
    """Apply the events in order to both; a person who is missing counts as nothing."""
    for event in events:
        weight = event.sign * gain(event.at)
        for tallies in (here[event.channel_id], totals):
            tally = tallies.get(event.person_id, NOTHING)
            tallies[event.person_id] = plus(tally, event.sign, weight)


def summed(terms: Iterable[Term]) -> dict[PersonId, float]:
    """Weights by person, each person's partitions in order."""
    sums: dict[PersonId, float] = {}
    for _, person_id, weight in sorted(terms):
        sums[person_id] = sums.get(person_id, 0.0) + weight
    return sums


def heaviest(sums: Mapping[PersonId, float], limit: int) -> list[PersonId]:
    """The largest first, ties by id."""
    return sorted(sums, key=lambda person_id: (-sums[person_id], person_id))[:limit]


def worth(
    anywhere: Mapping[PersonId, float], here: Mapping[PersonId, float], at: datetime
) -> dict[PersonId, Activity]:
    """Both sums at their value of that time, the most active anywhere first, then here, then by id."""
    people = {*anywhere, *here}
    order = sorted(people, key=lambda who: (-anywhere.get(who, 0.0), -here.get(who, 0.0), who))
    return {
        who: Activity(here=value(here.get(who, 0.0), at), anywhere=value(anywhere.get(who, 0.0), at))
        for who in order
    }
