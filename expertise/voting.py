"""Evidence to votes: every passage close to the question votes for those who spoke in it.

Two votes, by words and by meaning, because their scores have no common scale; the ranker weighs them.
How sharp they are and how fast they age was chosen by replay: docs/ranking.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, exp2

from expertise.types import ChannelId, Evidence, MessageTs, PassageHead, PersonId, Role
from index.types import PassageId

HALF_LIFE_DAYS = 365.0
"""Expertise ages: what was said a year ago counts half."""

POWER = 2.0
"""A passage with half the best one's BM25 score votes a quarter."""

WARMTH = 0.1
"""A passage whose cosine is this much below the best one's votes ``1/e``."""

PLACING_POWER = 3.0
"""The same for where such things are discussed, by fused ranks, which fall slowly."""

FULL = 40
"""Characters from which what somebody said counts whole; a word of thanks is hardly an answer."""

TELLING = 20
"""Characters below which somebody's words are not shown as a reason: "me" tells a reader nothing."""

ANSWERING = (Role.ANSWERED, Role.TOLD)
"""Sharing what one knows is as good as being asked."""

ASKING = (Role.ASKED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What retrieval found: BM25 scores, and cosines; no cosines where no model reads the question."""

    words: Mapping[PassageId, float]
    meaning: Mapping[PassageId, float]


def gather(
    passages: Iterable[PassageHead], scores: Scores, close: Collection[PassageId], at: datetime
) -> list[Evidence]:
    """Ties every visible hit to the people in it, weighted by score and age; best first."""
    best_words = max(scores.words.values(), default=0.0) or 1.0  # common words alone may round to 0
    nearest = max(scores.meaning.values(), default=1.0)
    found: list[Evidence] = []
    order: list[tuple[float, PassageId, PersonId]] = []
    for passage in passages:
        freshness = _freshness(passage.ended_at, at)
        words = (scores.words.get(passage.id, 0.0) / best_words) ** POWER * freshness
        cosine = scores.meaning.get(passage.id)
        meaning = 0.0 if cosine is None else exp((cosine - nearest) / WARMTH) * freshness
        is_close = passage.id in close
        for person_id, role, characters, ts in passage.speakers:
            fullness = characters / FULL if characters < FULL else 1.0
            own, near = words * fullness, meaning * fullness
            tells = is_close and characters >= TELLING
            found.append(Evidence(person_id, passage, role, ts, own, near, tells))
            order.append((-(own + near), passage.id, person_id))
    return [found[at] for at in sorted(range(len(found)), key=order.__getitem__)]


def one_per_thread(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence of each person in each thread."""
    best: dict[tuple[PersonId, str, MessageTs], Evidence] = {}
    for item in evidence:
        best.setdefault((item.person_id, item.passage.channel_id, item.passage.thread_ts), item)
    return list(best.values())


def votes(
    evidence: Iterable[Evidence], roles: Collection[Role], worth: Callable[[Evidence], float]
) -> dict[PersonId, float]:
    """CombSUM: a person's votes are summed, the best one of each thread, so that a long one votes once.

    Macdonald and Ounis, "Voting for candidates", CIKM 2006.
    """
    best: dict[PersonId, dict[tuple[ChannelId, MessageTs], float]] = {}
    for item in evidence:
        if item.role in roles:
            own = best.setdefault(item.person_id, {})
            if (vote := worth(item)) > 0:
                passage = item.passage
                key = (passage.channel_id, passage.thread_ts)
                if vote > own.get(key, 0.0):
                    own[key] = vote
    return {person_id: _summed(own) for person_id, own in best.items()}


def _summed(own: Mapping[tuple[ChannelId, MessageTs], float]) -> float:
    """In an order of its own, so that the last bits do not depend on what was found first."""
    if len(own) == 1:
        return next(iter(own.values()))
    total = 0.0
    for key in sorted(own):
        total += own[key]
    return total


def places(
    passages: Iterable[PassageHead], fused: Mapping[PassageId, float], at: datetime
) -> dict[ChannelId, float]:
    """Where such things are discussed: each channel's share of what was found, 0..1, the largest first."""
    top = max(fused.values(), default=1.0)
    weight: dict[ChannelId, float] = {}
    for passage in passages:
        vote = (fused.get(passage.id, 0.0) / top) ** PLACING_POWER * _freshness(passage.ended_at, at)
        weight[passage.channel_id] = weight.get(passage.channel_id, 0.0) + vote
    total = sum(weight.values()) or 1.0
    ordered = sorted(weight, key=lambda channel: (-weight[channel], channel))
    return {channel: weight[channel] / total for channel in ordered}


def _freshness(then: datetime, now: datetime) -> float:
    days = max(0.0, (now - then).total_seconds() / 86_400)
    return exp2(-days / HALF_LIFE_DAYS)
