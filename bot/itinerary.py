"""The stops of a walk through the past, and whose turn it is at each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from bot.past import PastQuestion, Replayed
from expertise.fairness import LOAD_HALF_LIFE_DAYS, spread
from expertise.types import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stop of the walk: a question asked for its outcome, a lesson, or both at once."""

    asked: PastQuestion
    is_wanted: bool
    lesson: PastQuestion | None


def itinerary(questions: Sequence[PastQuestion], lessons: Sequence[PastQuestion]) -> list[Step]:
    """In time order; a lesson that is also a question asked in its channel costs nothing extra."""
    left = {(lesson.channel_id, lesson.ts): lesson for lesson in lessons}
    steps = [
        Step(asked=question, is_wanted=True, lesson=left.pop((question.channel_id, question.ts), None))
        for question in sorted(questions, key=attrgetter("ts", "qid"))
    ]
    steps += [Step(asked=lesson, is_wanted=False, lesson=lesson) for lesson in left.values()]
    return sorted(steps, key=lambda step: (step.asked.ts, step.is_wanted, step.asked.qid))


class Turns:
    """Whoever has come first in this walk, half forgotten after a month."""

    def __init__(self, within: float) -> None:
        self._within = within
        self._load: dict[PersonId, tuple[float, datetime]] = {}

    def taken(self, outcome: Replayed) -> Replayed:
        """Let the less loaded of nearly equal people come first, and count who did."""
        at, found = outcome.question.at, outcome.ranking.candidates
        if outcome.question.wants_threads or not found:
            return outcome
        ordered = spread(found, {who: self._of(who, at) for who in self._load}, self._within)
        first = ordered[0].person.id
        self._load[first] = (self._of(first, at) + 1.0, at)
        ranking = replace(outcome.ranking, candidates=tuple(ordered))
        return replace(outcome, ranking=ranking, unbalanced=found[0].person.id)

    def _of(self, person_id: PersonId, at: datetime) -> float:
        amount, since = self._load.get(person_id, (0.0, at))
        return float(amount * 2.0 ** (-(at - since).total_seconds() / 86_400 / LOAD_HALF_LIFE_DAYS))
