"""Why this person: the facts behind a place in the ranking, for `bot/phrases.py` to put into words."""

from dataclasses import dataclass
from datetime import datetime

from expertise.types import Candidate, ChannelId, Evidence, Role

_NOTABLE_ACTIVITY = 1.0
"""Decayed answers in the channel from which somebody counts as active there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What can be said of a candidate. Counts are of threads, times of their last message."""

    answered: int
    asked: int
    last_at: datetime | None
    channels: tuple[ChannelId, ...]
    is_active_here: bool
    best: Evidence | None


def explain(candidate: Candidate) -> Explanation:
    """The facts, from the evidence close enough to show: only what the scope allows is in it."""
    evidence = [e for e in candidate.evidence if e.is_close]
    told = [e for e in evidence if e.role is Role.ANSWERED] or evidence
    return Explanation(
        answered=sum(e.role is Role.ANSWERED for e in evidence),
        asked=sum(e.role is Role.ASKED for e in evidence),
        last_at=max((e.passage.ended_at for e in told), default=None),
        channels=tuple(dict.fromkeys(e.passage.channel_id for e in told)),
        is_active_here=candidate.activity.here >= _NOTABLE_ACTIVITY,
        best=told[0] if told else None,
    )
