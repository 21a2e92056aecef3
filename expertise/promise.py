"""Which past thread may be put before somebody who asks, unasked, and with which chance it helps.

Not the first of ``past_threads``: those are ordered for whoever wants to look through them, and lead by how
fresh they are. Here only what stands in a thread counts, and whether it can be news: docs/decisions/0024.
"""

from collections.abc import Collection, Iterable, Sequence
from math import exp

from expertise.types import ChannelId, MessageTs, PassageHead, PersonId, Promising, Role
from expertise.voting import Scores
from index.types import PassageId

MEANING = 3.0
"""What a cosine counts beside the share of the best words score."""

INTERCEPT, SLOPE = -5.6, 1.74
"""Of the chance by that sum; fitted on 180 past questions that were read and judged: docs/tuning.md."""

Key = tuple[ChannelId, MessageTs]


def promising(
    passages: Sequence[PassageHead],
    scores: Scores,
    close: Collection[PassageId],
    asker_id: PersonId | None,
) -> Promising | None:
    """The thread that most likely helps, if any can: ties by channel and time.

    One that is close, in which somebody answered, and in which the asker did not write: what they have seen
    already helped in none of 39 cases.
    """
    best = max((scores.words.get(each.id, 0.0) for each in passages), default=0.0) or 1.0
    worth = {
        each.id: MEANING * max(0.0, scores.meaning.get(each.id, 0.0)) + scores.words.get(each.id, 0.0) / best
        for each in passages
    }
    found = [
        max(own, key=lambda each: (worth[each.id], -each.id))
        for own in _by_thread(passages)
        if _can_help(own, close, asker_id)
    ]
    if not found:
        return None
    first = min(found, key=lambda each: (-worth[each.id], each.channel_id, each.thread_ts))
    return Promising(
        channel_id=first.channel_id, ts=first.thread_ts, passage=first, chance=_chance(worth[first.id])
    )


def _by_thread(passages: Iterable[PassageHead]) -> Iterable[list[PassageHead]]:
    grouped: dict[Key, list[PassageHead]] = {}
    for each in passages:
        grouped.setdefault((each.channel_id, each.thread_ts), []).append(each)
    return grouped.values()


def _can_help(own: Sequence[PassageHead], close: Collection[PassageId], asker_id: PersonId | None) -> bool:
    speakers = [speaker for each in own for speaker in each.speakers]
    return (
        any(each.id in close for each in own)
        and any(speaker.role is Role.ANSWERED for speaker in speakers)
        and all(speaker.person_id != asker_id for speaker in speakers)
    )


def _chance(worth: float) -> float:
    return 1 / (1 + exp(-(INTERCEPT + SLOPE * worth)))
