"""Now and then a question is searched twice: as it is, and by looking at everything."""

from collections.abc import Collection

import numpy as np

from adapters.sampled_search import SampledSearch, Samples
from index.types import PUBLIC, Hit, Partition, PassageId, Vectors
from tests.support.search import MemorySearch

QUESTION = np.ones(3, np.float32)


class Forgetful(MemorySearch):
    """Finds less every time that it is looked at."""

    def __init__(self) -> None:
        super().__init__({})
        self.looked = 0

    def by_meaning(self, vector: Vectors, partitions: Collection[Partition], k: int) -> list[Hit]:
        return [Hit(passage_id=PassageId(1), score=1.0)][:k]

    def recall(self, vector: Vectors, partitions: Collection[Partition], k: int) -> float | None:
        self.looked += 1
        return 1 / self.looked


def test_the_first_question_and_every_so_many_later_are_sampled() -> None:
    reader, samples = Forgetful(), Samples(every=3)
    search = SampledSearch(reader, samples)
    assert samples.recall is None

    found = [search.by_meaning(QUESTION, {PUBLIC}, 5) for _ in range(6)]

    assert reader.looked == 2
    assert samples.recall == (1 + 1 / 2) / 2
    assert found == [[Hit(passage_id=PassageId(1), score=1.0)]] * 6
