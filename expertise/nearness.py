"""How near a question is to many short texts at once, by their words and by meaning together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.short_texts import Covered, Shares
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

_DECIMALS = 6


class Readings:
    """What a model made of texts, None where it has not read one. Immutable."""

    def __init__(self, vectors: Sequence[Vectors | None]) -> None:
        self.is_read: NDArray[np.bool_] = np.array([vector is not None for vector in vectors], np.bool_)
        read = [vector for vector in vectors if vector is not None]
        self._vectors = np.stack(read) if read else None

    def cosines(self, vector: Vectors | None) -> Shares:
        """With a question's vector, of shape (dimension,); UNREAD where one of the two is missing."""
        cosines = np.full(len(self.is_read), UNREAD)
        if vector is not None and self._vectors is not None:
            cosines[self.is_read] = self._vectors @ vector
        return cosines


def nearness(cosines: Shares, covered: Covered) -> Shares:
    """Of each text: meaning, and what the words that it shares with the question are worth beside it."""
    words = WORDS_WORTH * covered.of_text + PRECISION_WORTH * covered.of_question
    return np.round(cosines + words, _DECIMALS)
