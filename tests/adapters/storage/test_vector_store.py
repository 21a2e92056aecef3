"""Vectors: one a passage, by the model that made it."""

import numpy as np
import pytest

from bot.ports import UnitOfWork
from index.types import PUBLIC, PassageId
from tests.adapters.storage.building import OPEN, channel, passage, ts

NONE = PassageId(0)


async def three_passages(work: UnitOfWork) -> list[PassageId]:
    cut = [passage(1, 0), passage(1, 1, language="de"), passage(1, 2)]
    await work.passages.replace(channel(OPEN), [ts(1)], cut)
    return await work.log.ids(PUBLIC, NONE, 9)


async def missing(work: UnitOfWork, model_id: str, languages: list[str] | None = None) -> list[PassageId]:
    found = await work.vectors.unembedded(model_id, NONE, 9, languages)
    return [each.passage_id for each in found]


async def test_vectors_come_back_to_the_bit_with_their_text(work: UnitOfWork) -> None:
    ids = await three_passages(work)
    vectors = np.random.default_rng(1).standard_normal((2, 5)).astype(np.float32)

    await work.vectors.put("m", ids[:2], vectors)

    second, third, first = await work.vectors.entries("m", [ids[1], ids[2], ids[0]])
    assert (second.passage_id, second.text) == (ids[1], "passage 1 of thread 1")
    assert first.vector is not None
    assert first.vector.dtype == np.float32
    np.testing.assert_array_equal(first.vector, vectors[0])
    np.testing.assert_array_equal(second.vector, vectors[1])
    assert third.vector is None


async def test_a_vector_of_another_model_is_none(work: UnitOfWork) -> None:
    ids = await three_passages(work)
    await work.vectors.put("old", ids, np.ones((3, 2), np.float32))

    assert [entry.vector for entry in await work.vectors.entries("new", ids)] == [None, None, None]
    assert await missing(work, "new") == ids
    assert await missing(work, "old") == []


async def test_the_latest_vector_counts(work: UnitOfWork) -> None:
    ids = await three_passages(work)
    await work.vectors.put("old", ids, np.ones((3, 2), np.float32))

    await work.vectors.put("new", ids[:1], np.full((1, 4), 7, np.float32))

    assert (await work.vectors.count("old"), await work.vectors.count("new")) == (2, 1)
    [entry] = await work.vectors.entries("new", ids[:1])
    np.testing.assert_array_equal(entry.vector, [7, 7, 7, 7])


async def test_what_is_unembedded_comes_in_pages_by_id(work: UnitOfWork) -> None:
    ids = await three_passages(work)

    first = await work.vectors.unembedded("m", NONE, 2, None)
    rest = await work.vectors.unembedded("m", first[-1].passage_id, 2, None)

    assert [each.passage_id for each in (*first, *rest)] == ids
    assert (first[1].text, first[1].language) == ("passage 1 of thread 1", "de")


async def test_only_languages_of_the_model_are_to_be_embedded(work: UnitOfWork) -> None:
    ids = await three_passages(work)

    assert await missing(work, "m", ["de", "fr"]) == [ids[1]]
    assert await missing(work, "m", []) == []
    assert await work.vectors.languages() == {"de": 1, "en": 2}


async def test_a_passage_that_went_away_meanwhile_is_passed_over(work: UnitOfWork) -> None:
    ids = await three_passages(work)
    await work.passages.replace(channel(OPEN), [ts(1)], [passage(1, 0)])

    await work.vectors.put("m", ids, np.ones((3, 2), np.float32))

    assert await work.vectors.count("m") == 1
    assert [entry.passage_id for entry in await work.vectors.entries("m", ids)] == ids[:1]


async def test_a_vector_goes_with_its_passage(work: UnitOfWork) -> None:
    ids = await three_passages(work)
    await work.vectors.put("m", ids, np.ones((3, 2), np.float32))

    await work.passages.clear(channel(OPEN), [])

    assert await work.vectors.count("m") == 0


@pytest.mark.usefixtures("small_batches")
async def test_many_vectors_at_once_come_back_to_the_bit(work: UnitOfWork) -> None:
    cut = [passage(number) for number in range(8)]
    await work.passages.replace(channel(OPEN), [each.thread_ts for each in cut], cut)
    ids = await work.log.ids(PUBLIC, NONE, 9)
    vectors = np.random.default_rng(2).standard_normal((8, 7)).astype(np.float32)

    await work.vectors.put("m", ids, np.zeros_like(vectors))
    await work.vectors.put("m", ids, vectors)

    found = [entry.vector for entry in await work.vectors.entries("m", ids)]
    np.testing.assert_array_equal(found, vectors)


async def test_nothing_put_is_nothing(work: UnitOfWork) -> None:
    await work.vectors.put("m", [], np.empty((0, 2), np.float32))

    assert await work.vectors.entries("m", []) == []
    assert await work.vectors.count("m") == 0
