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
    told: int
    asked: int
    last_at: datetime | None
    channels: tuple[ChannelId, ...]
    is_active_here: bool
    best: Evidence | None


def explain(candidate: Candidate) -> Explanation:
    """The facts, from the evidence close enough to show: only what the scope allows is in it."""
    evidence = [e for e in candidate.evidence if e.is_close]
    by_role = {role: [e for e in evidence if e.role is role] for role in Role}
    shown = by_role[Role.ANSWERED] or by_role[Role.TOLD] or by_role[Role.ASKED]
    return Explanation(
        answered=len(by_role[Role.ANSWERED]),
        told=len(by_role[Role.TOLD]),
        asked=len(by_role[Role.ASKED]),
        last_at=max((e.passage.ended_at for e in shown), default=None),
        channels=tuple(dict.fromkeys(e.passage.channel_id for e in shown)),
        is_active_here=candidate.activity.here >= _NOTABLE_ACTIVITY,
        best=shown[0] if shown else None,
    )
