"""Generations: published whole or not at all, read undisturbed, cheap to change."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import vector_files
from index.errors import IndexDamagedError, IndexStaleError
from index.exact import ExactIndex
from index.reader import IndexReader
from index.snapshot import PartitionChange
from index.types import PUBLIC, Entry, Partition
from tests.index.builders import SECRET, change, clustered, entries, entry, folder, numbers, unit_vectors

BOTH = [PUBLIC, SECRET, Partition("unheard of")]


def some(*which: int) -> list[Entry]:
    return entries({n: f"passage number{n} about topic{n % 7}" for n in which})


def test_an_empty_folder_finds_nothing(tmp_path: Path) -> None:
    index = folder(tmp_path)

    assert index.current() is None
    with index.open_reader() as reader:
        assert reader.by_meaning(unit_vectors(1)[0], BOTH, 5) == []
        assert reader.by_words("passage", BOTH, 5) == []
        assert reader.coverage("passage", "passage", [PUBLIC]) == 1.0


def test_publishes_and_finds_across_partitions(tmp_path: Path) -> None:
    index = folder(tmp_path)

    generation = index.publish([change(some(1, 2, 3)), change(some(4), partition=SECRET)], watermark=41)

    assert index.current() == generation
    assert (generation.number, generation.watermark, generation.model_id) == (1, 41, "model@1")
    assert generation.sizes == {PUBLIC: 3, SECRET: 1}
    vector = unit_vectors(1, seed=4)[0]
    with index.open_reader() as reader:
        assert numbers(reader.by_meaning(vector, BOTH, 1)) == [4]
        assert 4 not in numbers(reader.by_meaning(vector, [PUBLIC], 9))
        assert numbers(reader.by_words("number4", BOTH, 9)) == [4]
        assert reader.by_words("number4", [PUBLIC], 9) == []
        assert sorted(numbers(reader.by_meaning(vector, [*BOTH, PUBLIC], 9))) == [1, 2, 3, 4]


def test_replaces_and_removes(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(some(*range(1, 10)))], watermark=1)

    edited = entry(2, "entirely different", unit_vectors(1, seed=77)[0])
    generation = index.publish([change([edited], removed=[2, 3, 999])], watermark=2)

    assert generation.sizes == {PUBLIC: 8}
    with index.open_reader() as reader:
        assert reader.by_words("number2", [PUBLIC], 5) == []
        assert numbers(reader.by_words("different", [PUBLIC], 5)) == [2]
        assert numbers(reader.by_meaning(unit_vectors(1, seed=77)[0], [PUBLIC], 1)) == [2]
        assert 3 not in numbers(reader.by_meaning(unit_vectors(1, seed=3)[0], [PUBLIC], 20))


def test_a_passage_without_vector_is_found_by_words_alone(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(some(1))], watermark=1)
    index.publish([change([entry(1, "Besprechungsraum")])], watermark=2)

    with index.open_reader() as reader:
        assert numbers(reader.by_words("besprechungsraum", [PUBLIC], 5)) == [1]
        assert reader.by_meaning(unit_vectors(1, seed=1)[0], [PUBLIC], 5) == []


def test_an_emptied_partition_is_dropped(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(some(1)), change(some(2), partition=SECRET)], watermark=1)

    generation = index.publish([change(removed=[2], partition=SECRET)], watermark=2)
    index.publish([], watermark=3)

    assert generation.sizes == {PUBLIC: 1}
    index.publish([], watermark=4)
    assert [path.name for path in (tmp_path / "partitions").iterdir()] == ["public"]


def test_only_changed_partitions_are_written(tmp_path: Path) -> None:
    index = folder(tmp_path)
    first = index.publish([change(some(1)), change(some(2), partition=SECRET)], watermark=1)

    second = index.publish([change(some(3), partition=SECRET)], watermark=2)

    assert second.folders[PUBLIC] == first.folders[PUBLIC]
    assert second.folders[SECRET] != first.folders[SECRET]


Step = tuple[set[int], set[int]]


@settings(max_examples=8, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sets(st.integers(1, 40)), st.sets(st.integers(1, 40))), min_size=1, max_size=6
    )
)
@pytest.mark.parametrize("least", [3, 2_000])
def test_changing_equals_rebuilding(
    tmp_path_factory: pytest.TempPathFactory, least: int, steps: list[Step]
) -> None:
    """The vectors give identical hits, the words the same passages; whether or not bases were made."""
    root = tmp_path_factory.mktemp("steps")
    changed, rebuilt = folder(root / "changed"), folder(root / "rebuilt")
    held: dict[int, Entry] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vector_files, "DELTA_LEAST", least)
        for turn, (added, removed) in enumerate(steps):
            fresh = entries({n: f"passage number{n} turn{turn} topic{n % 7}" for n in sorted(added)})
            fresh = [
                entry(e.passage_id, e.text, unit_vectors(1, seed=100 * turn + e.passage_id)[0]) for e in fresh
            ]
            changed.publish([change(fresh, removed=removed)], watermark=turn)
            held = {n: e for n, e in held.items() if n not in removed} | {e.passage_id: e for e in fresh}
        rebuilt.publish([change(held.values())], watermark=99, rebuild=True)

    with changed.open_reader() as one, rebuilt.open_reader() as two:
        assert one.generation is not None
        assert one.generation.sizes == ({PUBLIC: len(held)} if held else {})
        for seed in range(5):
            vector = unit_vectors(1, seed=seed + 1)[0]
            assert one.by_meaning(vector, [PUBLIC], 10) == two.by_meaning(vector, [PUBLIC], 10)
        for n in range(1, 41):
            question = f"number{n} turn0"
            found, expected = one.by_words(question, [PUBLIC], 50), two.by_words(question, [PUBLIC], 50)
            assert sorted(numbers(found)) == sorted(numbers(expected))


def test_a_large_partition_stays_right_while_it_changes(tmp_path: Path) -> None:
    """Flat at first, then lists of codes with a delta, then a new base; held against the truth."""
    index = folder(tmp_path, dimension=32, flat_limit=4_000)
    vectors = clustered(6_000, dimension=32)
    numbered = [entry(n, "", vector) for n, vector in enumerate(vectors)]
    index.publish([change(numbered[:3_000])], watermark=1)
    index.publish([change(numbered[3_000:5_500])], watermark=2)
    generation = index.publish([change(numbered[5_500:], removed=range(700))], watermark=3)

    base, delta = (
        tmp_path / "partitions" / generation.folders[PUBLIC] / "vectors" / n
        for n in ("base.faiss", "delta.npy")
    )
    assert base.stat().st_nlink >= 2  # shared with the generation before
    assert len(np.load(delta)) == 500
    truth = ExactIndex(np.arange(700, 6_000), vectors[700:])
    queries = clustered(50, seed=3, dimension=32)
    with index.open_reader() as reader:
        found = [set(numbers(reader.by_meaning(q, [PUBLIC], 10))) for q in queries]
        recall = [reader.recall(q, [PUBLIC], 10) or 0.0 for q in queries]
    same = sum(len(f & set(numbers(truth.search(q, 10)))) for f, q in zip(found, queries, strict=True))
    assert same >= 0.93 * 500
    assert same / 500 <= sum(recall) / 50 <= 1  # beside the same codes, not what they were made of
    assert min(min(f) for f in found) >= 700


def test_a_reader_is_undisturbed_by_publishing(tmp_path: Path) -> None:
    """Also one that opens its partitions only after its generation would have been swept."""
    index = folder(tmp_path)
    index.publish([change(some(1, 2)), change(some(3), partition=SECRET)], watermark=1)
    early, late = index.open_reader(), folder(tmp_path).open_reader()
    assert numbers(early.by_words("number1", BOTH, 5)) == [1]

    for turn in range(4):
        index.publish(
            [change(some(10 + turn), removed=[1]), change(removed=[3], partition=SECRET)], watermark=turn
        )

    for reader in (early, late):
        assert numbers(reader.by_words("number1", BOTH, 5)) == [1]
        assert numbers(reader.by_meaning(unit_vectors(1, seed=3)[0], BOTH, 1)) == [3]
        reader.close()
    with index.open_reader() as now:
        assert now.by_words("number1", BOTH, 5) == []


def test_old_generations_are_removed_but_the_last_two(tmp_path: Path) -> None:
    index = folder(tmp_path)
    for turn in range(5):
        index.publish([change(some(turn + 1))], watermark=turn)

    assert sorted(path.stem for path in (tmp_path / "generations").iterdir()) == [
        "000000000004",
        "000000000005",
    ]
    assert len(list((tmp_path / "partitions" / "public").iterdir())) == 2


class Crash(Exception):  # noqa: N818
    """As if the process had ended."""


def crash(*_: object, **__: object) -> None:
    raise Crash


@pytest.mark.parametrize("step", ["keep_folder", "publish", "new_folder"])
def test_a_crash_leaves_the_generation_before(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = folder(tmp_path)
    before = index.publish([change(some(1))], watermark=1)
    monkeypatch.setattr(index._generations, step, crash)
    with pytest.raises(Crash):
        index.publish([change(some(2)), change(some(3), partition=SECRET)], watermark=2)

    after = folder(tmp_path)
    assert after.current() == before
    with after.open_reader() as reader:
        assert numbers(reader.by_words("passage", BOTH, 5)) == [1]
    generation = after.publish([change(some(4))], watermark=3)
    assert generation.sizes == {PUBLIC: 2}
    on_disk = {
        path.relative_to(tmp_path / "partitions").as_posix() for path in (tmp_path / "partitions").glob("*/*")
    }
    assert on_disk == {before.folders[PUBLIC], generation.folders[PUBLIC]}


def test_entries_that_fail_leave_the_generation_before(tmp_path: Path) -> None:
    index = folder(tmp_path)
    before = index.publish([change(some(1))], watermark=1)

    def broken() -> Iterator[Entry]:
        yield from some(2)
        raise Crash

    with pytest.raises(Crash):
        index.publish([change(broken())], watermark=2)

    assert index.current() == before
    assert index.publish([change(some(3))], watermark=2).sizes == {PUBLIC: 2}


@pytest.mark.parametrize(
    "wrong", [np.ones(3, dtype=np.float32), np.ones(16, dtype=np.float32), np.full(16, np.nan)]
)
def test_wrong_vectors_are_refused(tmp_path: Path, wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="A vector is not"):
        folder(tmp_path).publish([change([entry(1, "text", wrong)])], watermark=1)


def test_repeated_ids_and_partitions_are_refused(tmp_path: Path) -> None:
    index = folder(tmp_path)

    with pytest.raises(ValueError, match="passage comes twice"):
        index.publish([change([*some(1), *some(1)])], watermark=1)
    with pytest.raises(ValueError, match="comes twice"):
        index.publish([change(some(1)), change(some(2))], watermark=1)
    index.publish([change(some(1))], watermark=1)
    with index.open_reader() as reader, pytest.raises(ValueError, match="16 finite numbers"):
        reader.by_meaning(np.ones(3, dtype=np.float32), BOTH, 1)


def test_another_model_makes_it_stale_until_rebuilt(tmp_path: Path) -> None:
    folder(tmp_path).publish([change(some(1))], watermark=1)
    other = folder(tmp_path, model_id="other@2", dimension=8)

    current = other.current()
    assert current is not None
    assert current.model_id == "model@1"
    with other.open_reader() as reader:
        assert reader.is_stale
        assert reader.by_meaning(unit_vectors(1, dimension=8)[0], BOTH, 5) == []
        assert numbers(reader.by_words("number1", BOTH, 5)) == [1]
    with pytest.raises(IndexStaleError, match="model@1"):
        other.publish([change([])], watermark=2)
    fresh = other.publish(
        [change([entry(5, "new", unit_vectors(1, dimension=8)[0])])], watermark=2, rebuild=True
    )
    assert (fresh.model_id, fresh.sizes) == ("other@2", {PUBLIC: 1})


def test_an_unreadable_manifest_gives_way_to_the_one_before(tmp_path: Path) -> None:
    index = folder(tmp_path)
    first = index.publish([change(some(1))], watermark=1)
    index.publish([change(some(2))], watermark=2)
    (tmp_path / "generations" / "000000000002.json").write_text('{"format": 1, "num')

    assert index.current() == first
    assert index.publish([change(some(3))], watermark=2).number == 3


def test_however_many_are_unreadable_the_readable_one_is_kept(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(some(1))], watermark=1)
    for number in (2, 3, 4):
        (tmp_path / "generations" / f"{number:012}.json").write_bytes(b"")

    generation = index.publish([change(some(5))], watermark=2)

    assert (generation.number, generation.sizes) == (5, {PUBLIC: 2})
    with index.open_reader() as reader:
        assert numbers(reader.by_words("passage", [PUBLIC], 5)) == [1, 5]


def test_no_readable_manifest_is_damage_that_a_rebuild_mends(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(some(1))], watermark=1)
    (tmp_path / "generations" / "000000000001.json").write_text("[]")

    with pytest.raises(IndexDamagedError, match="No manifest"):
        index.current()
    with pytest.raises(IndexDamagedError, match="No manifest"):
        index.open_reader()
    assert index.publish([change(some(2))], watermark=2, rebuild=True).sizes == {PUBLIC: 1}


@pytest.mark.parametrize("name", ["words/meta.json", "vectors/base.faiss", "vectors/base_ids.npy"])
def test_a_damaged_file_is_told(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_files, "DELTA_LEAST", 0)
    generation = folder(tmp_path).publish([change(some(1, 2, 3))], watermark=1)
    path = tmp_path / "partitions" / generation.folders[PUBLIC] / name
    path.write_bytes(path.read_bytes()[:20])

    def search(reader: IndexReader) -> None:
        reader.by_words("passage", [PUBLIC], 1)
        reader.by_meaning(unit_vectors(1)[0], [PUBLIC], 1)

    with folder(tmp_path).open_reader() as reader, pytest.raises(IndexDamagedError):
        search(reader)


def test_missing_folders_are_damage(tmp_path: Path) -> None:
    generation = folder(tmp_path).publish([change(some(1))], watermark=1)
    (tmp_path / "partitions" / generation.folders[PUBLIC]).rename(tmp_path / "elsewhere")

    with folder(tmp_path).open_reader() as reader, pytest.raises(IndexDamagedError):
        reader.by_words("passage", [PUBLIC], 1)
    with folder(tmp_path).open_reader() as reader, pytest.raises(IndexDamagedError):
        reader.by_meaning(unit_vectors(1)[0], [PUBLIC], 1)
    with pytest.raises(IndexDamagedError):
        folder(tmp_path).publish([change(some(2))], watermark=2)


@pytest.mark.parametrize(
    "name", ["../../etc", "a/b", "", ".", "19:x@thread.tacv2", "C" * 500, "C1", "c1", "チャンネル"]
)
def test_any_partition_name_has_a_folder_of_its_own(tmp_path: Path, name: str) -> None:
    index = folder(tmp_path / "root")
    changes = [
        change(some(1)),
        change(some(2), partition=Partition(name)),
        change(some(3), partition=Partition("c-1")),
    ]
    generation = index.publish(changes, watermark=1)

    assert len(set(generation.folders.values())) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["root"]
    with index.open_reader() as reader:
        assert numbers(reader.by_words("passage", [Partition(name)], 9)) == [2]


def test_many_threads_share_a_reader(tmp_path: Path) -> None:
    index = folder(tmp_path)
    index.publish([change(some(*range(1, 50))), change(some(*range(50, 60)), partition=SECRET)], watermark=1)
    found: list[list[int]] = []
    with index.open_reader() as reader:

        def search() -> None:
            found.extend(numbers(reader.by_words(f"number{n}", BOTH, 1)) for n in range(1, 60))

        threads = [threading.Thread(target=search) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(found) == sorted([[n] for n in range(1, 60)] * 4)


def test_a_publish_costs_what_it_changes(tmp_path: Path) -> None:
    """The base and the word segments are shared, not copied."""
    index = folder(tmp_path)
    first = index.publish([PartitionChange(partition=PUBLIC, added=some(*range(1, 2_500)))], watermark=1)
    second = index.publish([change(some(3_000))], watermark=2)

    def files(name: str) -> dict[int, int]:
        paths = (tmp_path / "partitions" / name).rglob("*")
        return {path.stat().st_ino: path.stat().st_size for path in paths if path.is_file()}

    old, new = files(first.folders[PUBLIC]), files(second.folders[PUBLIC])
    written = sum(size for inode, size in new.items() if inode not in old)
    assert written < 0.1 * sum(new.values())
