"""Who says that they know it: the topics that people have declared, held against a question.

A topic is near a question by its words, weighted by how rare they are, and by meaning where a model has
read both. Only near ones count, and each of them can be shown as a reason: a person chose these words
to be found by. A far one says nothing; a passage would still vote.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import exp, log

import numpy as np

from expertise.nearness import NEAR, WARMTH, Readings, nearness
from expertise.types import Declared, PersonId
from index.short_texts import Covered, Shares, ShortTexts
from index.types import Vectors

HALF_LIFE_DAYS = 730.0
"""What somebody says of themselves stays true for longer than what they once wrote, and is not
renewed by working on it: two years, as long as many stay with a subject."""

MOST_PEOPLE = 500
"""In a large company half of the engineers may know Python: no more of them are ranked for having said so."""

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """What one person's near topics amount to, the best one's worth, and their words, the best first."""

    amount: float
    topics: tuple[str, ...]


class Topics:
    """Everything declared in a workspace, made ready once for many questions. Immutable.

    A question costs one product of matrices, and a step for each topic that is near.
    """

    def __init__(self, rows: Sequence[Declared]) -> None:
        self._rows = rows
        self.texts = ShortTexts([row.topic for row in rows])
        self._readings = Readings([row.vector for row in rows])

    def near(
        self, covered: Covered, vector: Vectors | None, at: datetime, may: Callable[[PersonId], bool]
    ) -> Mapping[PersonId, Knows]:
        """By person; the topics of those who ``may`` not be suggested shape nothing either.

        ``covered`` is how the question covers ``texts``; ``vector`` of shape (dimension,) its own.
        """
        how_near = nearness(self._readings.cosines(vector), covered)
        near = [(self._worth(how_near, each, at), each) for each in np.flatnonzero(how_near >= NEAR).tolist()]
        found: dict[PersonId, Knows] = {}
        for worth, each in sorted(near, key=lambda item: (-item[0], item[1])):
            row = self._rows[each]
            if may(row.person_id):
                _note(found, row, exp((worth - 1) / WARMTH))
        return found

    def _worth(self, how_near: Shares, each: int, at: datetime) -> float:
        """Nearness, and what age takes of it: as much as halves the amount in every half-life."""
        days = max(0.0, (at - self._rows[each].declared_at).total_seconds() / 86_400)
        return float(how_near[each]) - WARMTH * log(2) * days / HALF_LIFE_DAYS


def _note(found: dict[PersonId, Knows], row: Declared, amount: float) -> None:
    """The best topic of a person counts, once; the next ones are only told."""
    known = found.get(row.person_id)
    if known is None:
        if len(found) < MOST_PEOPLE:
            found[row.person_id] = Knows(amount=amount, topics=(row.topic,))
    elif len(known.topics) < _SHOWN:
        found[row.person_id] = replace(known, topics=(*known.topics, row.topic))
