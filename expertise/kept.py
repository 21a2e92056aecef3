"""Cards held against a question, as declared topics are: by their words, and by meaning.

Only near ones are found, and each is shown in full: a far one says nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from expertise.nearness import Readings, nearness
from index.short_texts import Covered, ShortTexts
from index.types import Vectors

NEAR = 0.55
"""From which a card is near. Of 463 titles of threads, held against cards made of the very threads, the right
one came among the first two and reached this for 64 % (.45: 67 %, .65: 52 %); for 13 % nothing did. Of thirty
questions of other trades none did; the nearest came to .49."""


class Held(NamedTuple):
    """A card by its place in the list that was given, and how near it is."""

    place: int
    nearness: float


class Titles:
    """What cards are about, made ready once for many questions. Immutable.

    ``texts`` are titles with their topics; ``vectors`` what a model made of cards, None where it has not.
    """

    def __init__(self, texts: Sequence[str], vectors: Sequence[Vectors | None]) -> None:
        self.texts = ShortTexts(texts)
        self._readings = Readings(vectors)

    def near(self, covered: Covered, vector: Vectors | None) -> list[Held]:
        """The nearest first, ties by their places.

        ``covered`` is how the question covers ``texts``; ``vector`` of shape (dimension,) its own.
        """
        how_near = nearness(self._readings.cosines(vector), covered)
        found = [Held(each, float(how_near[each])) for each in np.flatnonzero(how_near >= NEAR).tolist()]
        return sorted(found, key=lambda held: (-held.nearness, held.place))
