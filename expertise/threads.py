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
    found: dict[Key, _Thread] = {}
    for passage in passages:
        key = (passage.channel_id, passage.thread_ts)
        thread = found.get(key)
        if thread is None:
            thread = found[key] = _Thread(passage)
        elif passage.ended_at > thread.ended_at:
            thread.ended_at = passage.ended_at
        thread.near = max(thread.near, nearness(passage.id))
        thread.is_close |= passage.id in close
        thread.is_own |= any(speaker.person_id == asker_id for speaker in passage.speakers)
    threads = [
        PastThread(key[0], key[1], each.passage, each.score(at), each.is_close) for key, each in found.items()
    ]
    return sorted(threads, key=lambda thread: (-thread.score, thread.channel_id, thread.ts))


class _Thread:
    """What its passages say, one after the other."""

    __slots__ = ("ended_at", "is_close", "is_own", "near", "passage")

    def __init__(self, first: PassageHead) -> None:
        self.passage = first
        self.ended_at = first.ended_at
        self.near = 0.0
        self.is_close = False
        self.is_own = False

    def score(self, at: datetime) -> float:
        return self.near**2 * _aged(self.ended_at, at) * (OWN if self.is_own else 1.0)


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


def _aged(then: datetime, now: datetime) -> float:
    days = max(0.0, (now - then).total_seconds() / 86_400)
    return float((1 + days) ** -AGEING)
