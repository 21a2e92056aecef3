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

from expertise.types import Declared, PersonId
from index.short_texts import Covered, Shares, ShortTexts
from index.types import Vectors

NEAR = 0.33
"""From which a topic is near. Chosen so as to name nobody wrongly: of twelve plain questions held against
twenty topics, without a shared word but in one, the right topic came first for nine, and reached this
for five ("pods keep crashing": kubernetes .38). A wrong one reached it once, behind the right one; others
came to .29."""

WORDS_WORTH = 0.4
"""What all of a topic's words in the question are worth in cosine: alone they suffice."""

PRECISION_WORTH = 0.1
"""The same for all of the question's words in the topic: of two topics, the one that says more of it."""

UNREAD = 0.13
"""Cosine of a topic or question that no model has read: half of a topic's weight in words is then enough."""

WARMTH = 0.1
"""A topic so much less near counts ``1/e``, as a passage does (`voting.py`)."""

HALF_LIFE_DAYS = 730.0
"""What somebody says of themselves stays true for longer than what they once wrote, and is not
renewed by working on it: two years, as long as many stay with a subject."""

MOST_PEOPLE = 500
"""In a large company half of the engineers may know Python: no more of them are ranked for having said so."""

_DECIMALS = 6
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
        self._is_read = np.array([row.vector is not None for row in rows], np.bool_)
        vectors = [row.vector for row in rows if row.vector is not None]
        self._vectors = np.stack(vectors) if vectors else None

    def near(
        self, covered: Covered, vector: Vectors | None, at: datetime, may: Callable[[PersonId], bool]
    ) -> Mapping[PersonId, Knows]:
        """By person; the topics of those who ``may`` not be suggested shape nothing either.

        ``covered`` is how the question covers ``texts``; ``vector`` of shape (dimension,) its own.
        """
        nearness = self._nearness(covered, vector)
        near = [(self._worth(nearness, each, at), each) for each in np.flatnonzero(nearness >= NEAR).tolist()]
        found: dict[PersonId, Knows] = {}
        for worth, each in sorted(near, key=lambda item: (-item[0], item[1])):
            row = self._rows[each]
            if may(row.person_id):
                _note(found, row, exp((worth - 1) / WARMTH))
        return found

    def _worth(self, nearness: Shares, each: int, at: datetime) -> float:
        """Nearness, and what age takes of it: as much as halves the amount in every half-life."""
        days = max(0.0, (at - self._rows[each].declared_at).total_seconds() / 86_400)
        return float(nearness[each]) - WARMTH * log(2) * days / HALF_LIFE_DAYS

    def _nearness(self, covered: Covered, vector: Vectors | None) -> Shares:
        cosines = np.full(len(self._rows), UNREAD)
        if vector is not None and self._vectors is not None:
            cosines[self._is_read] = self._vectors @ vector
        words = WORDS_WORTH * covered.of_text + PRECISION_WORTH * covered.of_question
        return np.round(cosines + words, _DECIMALS)


def _note(found: dict[PersonId, Knows], row: Declared, amount: float) -> None:
    """The best topic of a person counts, once; the next ones are only told."""
    known = found.get(row.person_id)
    if known is None:
        if len(found) < MOST_PEOPLE:
            found[row.person_id] = Knows(amount=amount, topics=(row.topic,))
    elif len(known.topics) < _SHOWN:
        found[row.person_id] = replace(known, topics=(*known.topics, row.topic))
