"""Reciprocal rank fusion, by hand."""

import pytest

from expertise.fusion import reciprocal_rank_fusion
from index.types import Hit, PassageId


def test_ranks_of_both_lists_add_up() -> None:
    fused = reciprocal_rank_fusion([_hits(1, 2, 3), _hits(3, 4)])

    assert [hit.passage_id for hit in fused] == [3, 1, 2, 4]
    assert [hit.score for hit in fused] == pytest.approx([1 / 63 + 1 / 61, 1 / 61, 1 / 62, 1 / 62])


def test_equal_sums_come_by_id() -> None:
    fused = reciprocal_rank_fusion([_hits(9, 1), _hits(1, 9)])

    assert [hit.passage_id for hit in fused] == [1, 9]
    assert fused[0].score == fused[1].score


def test_scores_of_the_lists_do_not_matter() -> None:
    loud = [Hit(passage_id=hit.passage_id, score=1_000 * hit.score) for hit in _hits(5, 6)]

    assert reciprocal_rank_fusion([loud, _hits(6)]) == reciprocal_rank_fusion([_hits(5, 6), _hits(6)])


def test_nothing_gives_nothing() -> None:
    assert reciprocal_rank_fusion([[], []]) == []


def _hits(*numbers: int) -> list[Hit]:
    return [Hit(passage_id=PassageId(n), score=1 / rank) for rank, n in enumerate(numbers, 1)]
