"""Who comes first among people of nearly equal score: whoever has come first less lately."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from expertise.types import Candidate, PersonId

NEARLY = 0.2
"""Utilities this far below the best one count as nearly equal: odds of about five to six."""

LOAD_HALF_LIFE_DAYS = 30.0
"""A first place is half forgotten after a month."""


def spread(
    candidates: Sequence[Candidate], load: Mapping[PersonId, float], within: float = NEARLY
) -> list[Candidate]:
    """Bring the least loaded of the nearly best to the front; the order of all others stays.

    ``load`` is a decayed count of first places. What is lost is bounded: nobody comes first who is more
    than ``within`` (in nats of utility) below the best. Scores are handed on by place, so that they
    still fall.
    """
    if not candidates:
        return []
    bar = candidates[0].score - within
    nearly = [place for place, candidate in enumerate(candidates) if candidate.score >= bar]
    first = min(nearly, key=lambda place: (load.get(candidates[place].person.id, 0.0), place))
    order = [first, *(place for place in range(len(candidates)) if place != first)]
    return [
        replace(candidates[place], score=ranked.score)
        for place, ranked in zip(order, candidates, strict=True)
    ]
