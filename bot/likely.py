"""Who is likely enough to help to be asked at all: few are disturbed for a small chance."""

from collections.abc import Mapping, Sequence

from expertise.confidence import chance_of
from expertise.types import PersonId, Ranking

LEAST = 0.1
"""Below this chance nobody is put on a plan after the first ones. docs/inviting.md says why."""

ANYWAY = 2
"""So many are on it whatever their chance: a plan that rests on one person ends at the first no."""


def chances(ranking: Ranking) -> dict[PersonId, float]:
    """What the ranking says of each who can be shown, alone: as often right as of the first few together."""
    scores = list(ranking.utilities.values())
    shown = {each.person.id for each in ranking.candidates if each.can_be_shown}
    return {
        who: chance_of(place, scores, ranking.calibration)
        for place, who in enumerate(ranking.utilities)
        if who in shown
    }


def worth_asking(
    people: Sequence[PersonId], said: Mapping[PersonId, float], least: float = LEAST
) -> list[PersonId]:
    """The first ones, and of the others those who are likely enough; of whom nothing is said, stays."""
    return [who for place, who in enumerate(people) if place < ANYWAY or said.get(who, 1.0) >= least]
