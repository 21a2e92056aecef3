"""Invented passages out of real ones: their sentences, put together anew."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

_END = re.compile(r"(?<=[.!?])\s+|\n+")
_AT_ONCE = 4_096


def sentences_of(text: str) -> list[str]:
    """Cut at line ends, and at white space behind a full stop, an exclamation or a question mark."""
    return [sentence for part in _END.split(text) if (sentence := part.strip())]


def recombined(passages: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """``count`` passages, each of as many sentences as a random real one, drawn from all of them.

    Raises ``ValueError`` where the passages hold no sentence.
    """
    cut = [sentences_of(passage) for passage in passages]
    lengths = np.array([len(sentences) for sentences in cut if sentences])
    pool = [sentence for sentences in cut for sentence in sentences]
    if not pool:
        raise ValueError("There are no sentences to draw from")
    chooser = np.random.default_rng(seed)
    for start in range(0, count, _AT_ONCE):
        for length in chooser.choice(lengths, min(_AT_ONCE, count - start)):
            yield " ".join(pool[row] for row in chooser.integers(0, len(pool), length))
