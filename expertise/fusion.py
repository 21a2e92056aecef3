"""One list of passages out of two: by meaning and by words."""

from collections.abc import Sequence

from index.types import Hit, PassageId

_DAMPING = 60


def reciprocal_rank_fusion(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Sum over the lists of ``1 / (60 + rank)``, best first, ties by id.

    Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
    rank learning methods", SIGIR 2009. Ranks need no common scale, which cosines and BM25 lack.
    """
    ordered = sorted(fused(lists).items(), key=lambda item: (-item[1], item[0]))
    return [Hit(passage_id=passage_id, score=score) for passage_id, score in ordered]


def fused(lists: Sequence[Sequence[Hit]]) -> dict[PassageId, float]:
    """The same scores, in no order."""
    scores: dict[PassageId, float] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, 1):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + 1 / (_DAMPING + rank)
    return scores
