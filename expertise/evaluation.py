"""How good a ranking was, once history has told who helped."""

from collections.abc import Collection, Sequence

from expertise.types import PersonId


def is_success(ranking: Sequence[PersonId], relevant: Collection[PersonId], cutoff: int) -> bool:
    """Success at a cutoff: somebody relevant is among the first ``cutoff``."""
    return any(person in relevant for person in ranking[:cutoff])


def reciprocal_rank(ranking: Sequence[PersonId], relevant: Collection[PersonId]) -> float:
    """``1 / rank`` of the first relevant person, counted from 1; 0 when there is none."""
    return next((1 / rank for rank, person in enumerate(ranking, 1) if person in relevant), 0.0)
