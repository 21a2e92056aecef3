"""The model reads for one at a time: questions first, the index in small parts."""

import threading

import numpy as np

from index.few_at_once import FewAtOnce
from index.turns import Turns
from tests.support.models import WordEmbedder


def test_a_question_goes_before_the_index_whoever_waited_first() -> None:
    turns, order, waiting = Turns(), [], []

    def one(name: str, *, in_a_hurry: bool) -> None:
        with turns.take(in_a_hurry=in_a_hurry):
            order.append(name)

    with turns.take(in_a_hurry=False):
        for name, in_a_hurry in (("index", False), ("question", True)):
            thread = threading.Thread(target=one, args=(name,), kwargs={"in_a_hurry": in_a_hurry})
            thread.start()
            waiting.append(thread)
        while not turns._hurried:
            pass
    for thread in waiting:
        thread.join()

    assert order == ["question", "index"]


def test_a_few_texts_at_once_give_the_same_vectors_in_the_same_order() -> None:
    inner = WordEmbedder()
    texts = [f"{'very ' * (number % 3)}many words {number}" for number in range(10)]

    few = FewAtOnce(inner, 4)

    assert np.array_equal(few.encode(texts), WordEmbedder().encode(texts))
    assert sorted(inner.encoded) == sorted(texts)
    assert few.model_id == inner.model_id
    assert few.encode([]).shape == (0, inner.dimension)
