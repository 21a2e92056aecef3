"""Gathers what speaks for people: votes of passages, activity, ties. Only the scope's partitions count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from math import exp2

from expertise import ports
from expertise.declared import Knows
from expertise.ranker import Values
from expertise.types import Activity, ChannelId, Evidence, PersonId, Question, Signal
from expertise.voting import ANSWERING, ASKING, votes

ACTIVE_PEOPLE = 100
"""Of the most active anywhere, and here, so many are ranked without a vote of any passage."""

PLACES = 3
"""Without a channel: so many are taken for the place where such things are discussed."""

TIED_THREADS = 100
"""Latest threads of the asker that are looked at."""

TIE_HALF_LIFE_DAYS = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Each signal's amounts, and the activity they were taken from."""

    values: Values
    activity: Mapping[PersonId, Activity]

    @property
    def people(self) -> set[PersonId]:
        """Everyone for whom anything speaks, but for ties alone: those find nobody, they only prefer."""
        return {person for signal, own in self.values.items() if signal is not Signal.TIES for person in own}


class Gatherer:
    """Brings the signals of one question together."""

    def __init__(self, activity: ports.ActivityStore, ties: ports.TieStore) -> None:
        self._activity = activity
        self._ties = ties

    async def gather(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        places: Mapping[ChannelId, float],
        known: Mapping[PersonId, Knows],
    ) -> Gathered:
        """The amounts of every signal. ``places`` are channels with their shares, the largest first.

        ``known`` is what people have declared.
        """
        said = {
            Signal.WORDS: votes(evidence, ANSWERING, lambda e: e.words),
            Signal.MEANING: votes(evidence, ANSWERING, lambda e: e.meaning),
            Signal.LEARNING: votes(evidence, ASKING, lambda e: e.weight),
        }
        speakers = {person for own in said.values() for person in own}
        here, activity = await self._around(question, speakers | known.keys(), _chosen(question, places))
        around = {
            Signal.HERE: here,
            Signal.ANYWHERE: {who: each.anywhere for who, each in activity.items()},
            Signal.LATELY: {who: each.lately for who, each in activity.items()},
        }
        apart = {
            Signal.TIES: await self._tied(question),
            Signal.DECLARED: {who: each.amount for who, each in known.items()},
        }
        return Gathered(values={**said, **around, **apart}, activity=activity)

    async def _around(
        self, question: Question, speakers: Collection[PersonId], chosen: Mapping[ChannelId | None, float]
    ) -> tuple[dict[PersonId, float], dict[PersonId, Activity]]:
        """Shares of the answers in the chosen channels, and everyone's activity there and elsewhere."""
        here: dict[PersonId, float] = {}
        known: dict[PersonId, Activity] = {}
        scope, at = question.scope, question.asked_at
        around = await self._activity.around(speakers, scope.partitions, list(chosen), at, ACTIVE_PEOPLE)
        for channel_id, weight in chosen.items():
            found = around[channel_id]
            if not scope.suggests_all:
                found = {who: each for who, each in found.items() if scope.may_suggest(who)}
            total = sum([each.here for each in found.values()])
            for who, each in found.items():
                if who not in known:
                    known[who] = each if question.channel_id else Activity(0.0, each.anywhere, each.lately)
                if each.here and total > 0:
                    here[who] = here.get(who, 0.0) + weight * each.here / total
        return here, known

    async def _tied(self, question: Question) -> dict[PersonId, float]:
        if question.asker_id is None:
            return {}
        tied: dict[PersonId, float] = {}
        for other, at in await self._ties.beside(question.asker_id, TIED_THREADS):
            tied[other] = tied.get(other, 0.0) + _aged(at, question.asked_at)
        return tied


def _chosen(question: Question, places: Mapping[ChannelId, float]) -> dict[ChannelId | None, float]:
    """Where to look for who answers here: the question's channel, or the likeliest ones."""
    if question.channel_id is not None:
        return {question.channel_id: 1.0}
    return dict(islice(places.items(), PLACES)) or {None: 1.0}


def _aged(then: datetime, now: datetime) -> float:
    return exp2(-max(0.0, (now - then).total_seconds() / 86_400) / TIE_HALF_LIFE_DAYS)
