"""Embedding is timed apart, and not changed by it."""

from itertools import count

import numpy as np

from evaluation.timing import TimedEmbedder
from tests.support.models import WordEmbedder


def test_seconds_and_texts_add_up() -> None:
    inner = WordEmbedder()
    timed = TimedEmbedder(inner, count(0.0, 2.5).__next__)

    vectors = [timed.encode(["one text"]), timed.encode(["another", "and a third"])]

    assert (timed.seconds, timed.texts) == (5.0, 3)
    assert np.array_equal(vectors[0], inner.encode(["one text"]))
    assert (timed.model_id, timed.dimension, timed.languages) == (
        inner.model_id,
        inner.dimension,
        inner.languages,
    )
