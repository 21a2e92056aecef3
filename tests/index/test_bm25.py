"""The formula, by hand and against tantivy."""

import math
from pathlib import Path

import pytest

from index.bm25 import idf, rounded_length, term_score
from index.terms import question_terms
from index.types import PassageId
from index.words import Rarity, WordIndex, WordWriter


def test_idf_by_hand() -> None:
    assert idf(1, 3) == pytest.approx(math.log(1 + 2.5 / 1.5))
    assert idf(0, 0) == pytest.approx(math.log(2))
    assert idf(9, 3) == idf(3, 3) > 0


def test_score_by_hand() -> None:
    # tf 2, length 10 of mean 20: 2 * 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 0.5))
    assert term_score(2.0, 2, 10, 20.0) == pytest.approx(8.8 / 2.75)
    assert term_score(2.0, 0, 10, 20.0) == 0.0


def test_lengths_are_rounded_as_in_lucene() -> None:
    assert [rounded_length(n) for n in (0, 23, 24, 40, 41, 42, 57, 63, 64)] == [
        0,
        23,
        24,
        40,
        40,
        42,
        56,
        60,
        64,
    ]


def test_own_scores_are_those_of_tantivy(tmp_path: Path) -> None:
    texts = [f"{'apple ' * (i % 4)}{'pear ' * (i % 3)}{'filler ' * i} gatt {i}" for i in range(1, 70)]
    with WordWriter(tmp_path, stored=True) as writer:
        for number, text in enumerate(texts):
            writer.add(PassageId(number), text)
    index = WordIndex(tmp_path)
    asked = question_terms("apple pear gatt 17")

    by_tantivy = index.search(asked, 100, Rarity(index), rescore=False)
    by_us = index.search(asked, 100, Rarity(index), rescore=True)

    assert len(by_us) == 69
    ours = {hit.passage_id: hit.score for hit in by_us}
    assert ours == pytest.approx({hit.passage_id: hit.score for hit in by_tantivy}, abs=2e-4)
