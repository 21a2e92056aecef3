"""Evidence to scores: every passage close to the question votes for those who spoke in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from math import exp2, log1p

from expertise.types import Evidence, MessageTs, Passage, PersonId, Role, Speaker
from index.types import PassageId

ROLE_WEIGHT: Mapping[Role, float] = {Role.ANSWERED: 1.0, Role.TOLD: 1.0, Role.ASKED: 0.25}
"""Sharing what one knows is as good as being asked. Whoever asked lately knows something of the
matter, but less than who answered."""

HALF_LIFE_DAYS = 365.0
"""Expertise ages: what was said a year ago counts half."""

SHARPNESS = 6.0
"""Power that a fused score is raised to: ranks alone fall too slowly, and a hundred far passages
would outvote the one that answers."""


FULL_ANSWER = 100.0
"""Characters of an answer that counts about two thirds; from there on, worth grows slowly."""


def gather(
    passages: Iterable[Passage],
    scores: Mapping[PassageId, float],
    close: Collection[PassageId],
    at: datetime,
) -> list[Evidence]:
    """Ties every visible hit to the people in it, weighted by score, role and age; best first."""
    top = max(scores.values(), default=1.0)
    found = [
        Evidence(
            person_id=speaker.person_id,
            passage=passage,
            role=speaker.role,
            ts=speaker.ts,
            weight=(scores[passage.id] / top) ** SHARPNESS
            * _worth(speaker)
            * _freshness(passage.ended_at, at),
            is_close=passage.id in close,
        )
        for passage in passages
        for speaker in passage.speakers
    ]
    return sorted(found, key=lambda e: (-e.weight, e.passage.id, e.person_id))


def _worth(speaker: Speaker) -> float:
    """An answer of some length says more than a word of thanks; ten times the length, not ten times."""
    return ROLE_WEIGHT[speaker.role] * log1p(speaker.characters / FULL_ANSWER)


def one_per_thread(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence of each person in each thread: a long thread votes once."""
    best: dict[tuple[PersonId, str, MessageTs], Evidence] = {}
    for item in evidence:
        best.setdefault((item.person_id, item.passage.channel_id, item.passage.thread_ts), item)
    return list(best.values())


def comb_sum(evidence: Iterable[Evidence]) -> dict[PersonId, float]:
    """CombSUM: a person's score is the sum of the weights of their evidence.

    Macdonald and Ounis, "Voting for candidates", CIKM 2006.
    """
    scores: dict[PersonId, float] = {}
    for item in evidence:
        scores[item.person_id] = scores.get(item.person_id, 0.0) + item.weight
    return scores


def _freshness(then: datetime, now: datetime) -> float:
    days = max(0.0, (now - then).total_seconds() / 86_400)
    return exp2(-days / HALF_LIFE_DAYS)
