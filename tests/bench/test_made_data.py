"""What the benchmarks run on is made by a seed, and is shaped as it says."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from bench.exports import later, latest, repeated
from bench.sentences import recombined, sentences_of
from bench.vectors import Corpus, laid_out, made, nearest, unit, zipf_sizes
from index.types import PUBLIC


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_at(tmp_path / "vectors")


def corpus_at(path: Path) -> Corpus:
    real = unit(np.random.default_rng(5).standard_normal((40, 8), dtype=np.float32))
    return made(real, path, count=500, private=100, private_parts=6, queries=12, seed=3)


def test_vectors_are_of_unit_length_and_the_same_for_the_same_seed(corpus: Corpus, tmp_path: Path) -> None:
    again = corpus_at(tmp_path / "again")

    assert np.allclose(np.linalg.norm(corpus.vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(corpus.vectors, again.vectors)
    assert np.array_equal(corpus.queries, again.queries)


def test_partitions_cover_all_rows_once(corpus: Corpus) -> None:
    rows = [row for part in corpus.partitions.values() for row in part]

    assert rows == list(range(500))
    assert corpus.partitions[PUBLIC] == range(400)
    assert PUBLIC not in corpus.private


def test_private_sizes_fall_as_one_over_rank() -> None:
    assert zipf_sizes(1_100, 3) == [600, 300, 200]
    assert zipf_sizes(0, 3) == [0, 0, 0]
    assert list(laid_out(10, 0, 3)) == [PUBLIC]


def test_a_scope_is_private_and_no_larger_than_asked(corpus: Corpus) -> None:
    scope = corpus.scope(50, seed=1)

    assert scope
    assert PUBLIC not in scope
    assert sum(map(len, scope.values())) <= 50


def test_the_truth_is_what_comparing_with_everything_gives(corpus: Corpus) -> None:
    rows = np.concatenate([np.arange(10, 30), np.arange(200, 350)])
    by_hand = [rows[np.argsort(-(corpus.vectors[rows] @ query))[:5]].tolist() for query in corpus.queries]

    assert nearest(corpus, [range(10, 30), range(200, 350)], 5).tolist() == by_hand


def test_the_truth_has_fewer_columns_where_there_are_fewer_rows(corpus: Corpus) -> None:
    assert nearest(corpus, [range(3)], 5).shape == (12, 3)


def test_sentences_are_put_together_anew_by_the_seed() -> None:
    passages = ["One. Two!\nThree?", "Four"]

    texts = list(recombined(passages, 20, seed=1))

    assert sentences_of(passages[0]) == ["One.", "Two!", "Three?"]
    assert texts == list(recombined(passages, 20, seed=1))
    assert {len(sentences_of(text)) for text in texts} <= {1, 2, 3}
    assert {word for text in texts for word in text.split()} <= {"One.", "Two!", "Three?", "Four"}


def test_no_sentences_is_an_error() -> None:
    with pytest.raises(ValueError, match="no sentences"):
        next(recombined([""], 1, seed=1))


def export_at(path: Path) -> Path:
    days = {
        "general/2024-03-01.json": [
            {"ts": "1709283600.000001", "thread_ts": "1709283600.000001", "text": "at 1709283600.000001?"},
            {"ts": "1709287200.000002", "thread_ts": "1709283600.000001", "text": "yes"},
        ],
        "random/2024-03-02.json": [{"ts": "1709370000.000003", "text": "hello"}],
    }
    channels = [{"id": "C1", "name": "general"}, {"id": "C2", "name": "random"}]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("channels.json", json.dumps(channels))
        for name, messages in days.items():
            archive.writestr(name, json.dumps(messages))
    return path


def test_an_export_repeated_has_other_channels_on_later_days(tmp_path: Path) -> None:
    twice = repeated(export_at(tmp_path / "once.zip"), tmp_path / "twice.zip", 2)

    with zipfile.ZipFile(twice) as archive:
        names = [channel["id"] for channel in json.loads(archive.read("channels.json"))]
        copy = json.loads(archive.read("general-1/2024-03-02.json"))
        assert "general/2024-03-01.json" in archive.namelist()

    assert names == ["C1", "C2", "C1R1", "C2R1"]
    assert copy[1]["ts"] == "1709373600.000002"
    assert copy[1]["thread_ts"] == copy[0]["ts"] == "1709370000.000001"
    assert copy[0]["text"] == "at 1709283600.000001?"


def test_times_within_other_fields_move_too() -> None:
    message = {"ts": "10.000001", "edited": {"ts": "12.5"}, "replies": [{"ts": "11.0"}], "count": 3}

    assert later(message, 100) == {
        "ts": "110.000001",
        "edited": {"ts": "112.5"},
        "replies": [{"ts": "111.0"}],
        "count": 3,
    }


def test_the_latest_messages_are_those_with_the_highest_ts(tmp_path: Path) -> None:
    cut = latest(export_at(tmp_path / "once.zip"), tmp_path / "cut.zip", 2)

    with zipfile.ZipFile(cut) as archive:
        texts = [
            message["text"]
            for name in archive.namelist()
            if "/" in name
            for message in json.loads(archive.read(name))
        ]

    assert texts == ["yes", "hello"]
