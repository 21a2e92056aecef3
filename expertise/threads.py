"""Past threads that may answer a question: the nearest, the recent ones first, with an honest chance."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from math import exp, log

from expertise.types import ChannelId, MessageTs, PassageHead, PastThread, PersonId
from expertise.voting import Scores
from index.types import PassageId

AGEING = 0.4
"""Exponent of the power law by which a thread's worth falls with its age in days: docs/ranking.md."""

OWN = 0.5
"""What a thread counts in which the asker wrote: they have seen it."""

INTERCEPT, SLOPE = -2.1, 2.0
"""Of the chance that the first thread answers, by the logarithm of its lead over the second."""

Key = tuple[ChannelId, MessageTs]


def past_threads(
    passages: Sequence[PassageHead],
    scores: Scores,
    close: Collection[PassageId],
    asker_id: PersonId | None,
    at: datetime,
) -> list[PastThread]:
    """Every thread that was found, the best first, by its best passage: words and meaning together.

    Passages are given best first; a thread is shown by the first of its passages.
    """
    nearness = _nearness(scores)
    own = {_key(p) for p in passages if any(s.person_id == asker_id for s in p.speakers)}
    ended: dict[Key, datetime] = {}
    near: dict[Key, float] = {}
    shown: dict[Key, PassageHead] = {}
    closest: set[Key] = set()
    for passage in passages:
        key = _key(passage)
        shown.setdefault(key, passage)
        ended[key] = max(passage.ended_at, ended.get(key, passage.ended_at))
        near[key] = max(near.get(key, 0.0), nearness(passage.id))
        if passage.id in close:
            closest.add(key)
    threads = [
        PastThread(
            channel_id=key[0],
            ts=key[1],
            passage=passage,
            score=near[key] ** 2 * _aged(ended[key], at) * (OWN if key in own else 1.0),
            is_close=key in closest,
        )
        for key, passage in shown.items()
    ]
    return sorted(threads, key=lambda thread: (-thread.score, thread.channel_id, thread.ts))


def chance_that_first_answers(threads: Sequence[PastThread]) -> float:
    """The probability that the first of these threads answers, 0..1: by how far it leads.

    Fitted on the older threads that people pointed to as an answer. A first thread that is not close
    has none.
    """
    if not threads or not threads[0].is_close:
        return 0.0
    lead = log(threads[0].score / threads[1].score) if len(threads) > 1 else 0.0
    return 1 / (1 + exp(-(INTERCEPT + SLOPE * lead)))


def _nearness(scores: Scores) -> Callable[[PassageId], float]:
    best = max(scores.words.values(), default=0.0) or 1.0
    words: Mapping[PassageId, float] = scores.words
    return lambda passage_id: max(
        words.get(passage_id, 0.0) / best + max(0.0, scores.meaning.get(passage_id, 0.0)), 1e-9
    )


def _key(passage: PassageHead) -> Key:
    return passage.channel_id, passage.thread_ts


def _aged(then: datetime, now: datetime) -> float:
    days = max(0.0, (now - then).total_seconds() / 86_400)
    return float((1 + days) ** -AGEING)
