"""One contract over every vector index; FAISS is held against the exact one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.exact import ExactIndex, Ids
from index.faiss_index import FaissIndex, lists_for
from index.types import PassageId, Vectors
from index.vector_index import VectorIndex
from tests.index.builders import clustered, numbers, unit_vectors

Build = Callable[[Ids, Vectors], VectorIndex]


def lists_of_codes(ids: Ids, vectors: Vectors) -> FaissIndex:
    return FaissIndex.build(ids, vectors, flat_limit=1)


@pytest.fixture(params=[ExactIndex, FaissIndex.build, lists_of_codes], ids=["exact", "flat", "codes"])
def build(request: pytest.FixtureRequest) -> Build:
    built: Build = request.param
    return built


def spread(count: int) -> Ids:
    return np.arange(count, dtype=np.int64) * 7 + 2**40


def test_finds_itself_first(build: Build) -> None:
    vectors = unit_vectors(300)
    index = build(spread(300), vectors)

    hits = index.search(vectors[5], 3)

    assert len(index) == 300
    assert hits[0].passage_id == 2**40 + 35
    assert hits[0].score == pytest.approx(1.0, abs=0.02)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_equal_vectors_come_by_id(build: Build) -> None:
    vectors = np.repeat(unit_vectors(1), 200, axis=0)
    index = build(spread(200)[::-1].copy(), vectors)

    assert numbers(index.search(vectors[0], 4)) == [2**40, 2**40 + 7, 2**40 + 14, 2**40 + 21]


def test_searches_within_an_allowed_set(build: Build) -> None:
    vectors = unit_vectors(300)
    index = build(spread(300), vectors)
    allowed = [PassageId(2**40), PassageId(2**40 + 70), PassageId(12)]

    assert set(numbers(index.search_within(vectors[5], 5, allowed))) == {2**40, 2**40 + 70}
    assert index.search_within(vectors[5], 5, []) == []


def test_searches_without_a_barred_set(build: Build) -> None:
    vectors = unit_vectors(300)
    index = build(spread(300), vectors)
    own = PassageId(2**40 + 35)

    assert own not in numbers(index.search_without(vectors[5], 10, [own]))
    assert own in numbers(index.search_without(vectors[5], 10, []))


def test_nothing_is_asked_or_there(build: Build) -> None:
    index = build(spread(100), unit_vectors(100))

    assert index.search(unit_vectors(1)[0], 0) == []
    assert FaissIndex.build(spread(0), unit_vectors(0)).search(unit_vectors(1)[0], 5) == []
    assert ExactIndex(spread(0), unit_vectors(0)).search(unit_vectors(1)[0], 5) == []


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 60), k=st.integers(1, 70), seed=st.integers(0, 9), data=st.data())
def test_flat_faiss_is_exact(count: int, k: int, seed: int, data: st.DataObject) -> None:
    vectors = unit_vectors(count, seed=seed)[
        data.draw(st.lists(st.integers(0, count - 1), min_size=count, max_size=count))
    ]
    some = [PassageId(int(n)) for n in spread(count) if data.draw(st.booleans())]
    exact, flat = ExactIndex(spread(count), vectors), FaissIndex.build(spread(count), vectors)

    assert flat.search(vectors[0], k) == exact.search(vectors[0], k)
    assert flat.search_within(vectors[0], k, some) == exact.search_within(vectors[0], k, some)
    assert flat.search_without(vectors[0], k, some) == exact.search_without(vectors[0], k, some)


@pytest.fixture(scope="module")
def large() -> tuple[ExactIndex, FaissIndex, Vectors]:
    vectors = clustered(12_000, dimension=32)
    ids = spread(12_000)
    return (
        ExactIndex(ids, vectors),
        FaissIndex.build(ids, vectors, flat_limit=10_000),
        clustered(100, seed=9, dimension=32),
    )


def recall(index: VectorIndex, exact: ExactIndex, queries: Vectors) -> float:
    found = [len(set(numbers(index.search(q, 10))) & set(numbers(exact.search(q, 10)))) for q in queries]
    return sum(found) / (10 * len(queries))


def test_codes_in_lists_find_what_is_near(large: tuple[ExactIndex, FaissIndex, Vectors]) -> None:
    exact, index, queries = large

    assert index.lists == 256
    assert recall(index, exact, queries) >= 0.93


def test_a_small_allowed_set_is_compared_whole(large: tuple[ExactIndex, FaissIndex, Vectors]) -> None:
    exact, index, queries = large
    allowed = [PassageId(int(number)) for number in exact.ids[::400]]

    for query in queries[:20]:
        found, truth = index.search_within(query, 30, allowed), exact.search_within(query, 30, allowed)
        assert set(numbers(found)) == set(numbers(truth))
        assert found[0].score == pytest.approx(truth[0].score, abs=0.01)


def test_changes_saves_and_loads(large: tuple[ExactIndex, FaissIndex, Vectors], tmp_path: Path) -> None:
    exact, index, queries = large
    index.save(tmp_path / "a")
    changed = FaissIndex.load(tmp_path / "a", mapped=False)
    changed.remove(exact.ids[:3_000])
    changed.add(spread(13_000)[12_000:], clustered(1_000, seed=5, dimension=32))
    changed.save(tmp_path / "b")

    loaded = FaissIndex.load(tmp_path / "b")

    now = ExactIndex(
        np.concatenate([exact.ids[3_000:], spread(13_000)[12_000:]]),
        np.concatenate([exact.vectors[3_000:], clustered(1_000, seed=5, dimension=32)]),
    )
    assert len(loaded) == 10_000
    assert recall(loaded, now, queries) >= 0.93


def test_chunks_give_everything_back(large: tuple[ExactIndex, FaissIndex, Vectors]) -> None:
    exact, index, _ = large

    ids, vectors = (np.concatenate(parts) for parts in zip(*index.chunks(), strict=True))

    order = np.argsort(ids)
    assert (ids[order] == exact.ids).all()
    assert np.abs(vectors[order] - exact.vectors).max() < 0.02


def test_building_twice_gives_the_same(large: tuple[ExactIndex, FaissIndex, Vectors]) -> None:
    exact, index, queries = large
    again = FaissIndex.build(exact.ids, exact.vectors, flat_limit=10_000)

    assert [again.search(q, 20) for q in queries] == [index.search(q, 20) for q in queries]


def test_lists_grow_with_the_root() -> None:
    assert [lists_for(n) for n in (0, 1, 100, 50_000, 1_000_000)] == [1, 1, 2, 1024, 4096]


def test_says_when_it_is_outgrown(large: tuple[ExactIndex, FaissIndex, Vectors]) -> None:
    flat = FaissIndex.build(spread(10), unit_vectors(10))

    assert (flat.outgrown(99, flat_limit=100), flat.outgrown(100, flat_limit=100)) == (False, True)
    assert [large[1].outgrown(n, flat_limit=10_000) for n in (4_000, 6_000, 12_000, 60_000)] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("mapped", [True, False])
def test_a_cut_file_is_damaged(tmp_path: Path, mapped: bool) -> None:  # noqa: FBT001
    FaissIndex.build(spread(500), unit_vectors(500)).save(tmp_path / "a")
    whole = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(IndexDamagedError, match="cannot be read"):
        FaissIndex.load(tmp_path / "a", mapped=mapped)
