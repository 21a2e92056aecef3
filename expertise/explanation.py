"""Why this person: the facts behind a place in the ranking, for `bot/phrases.py` to put into words."""

from dataclasses import dataclass
from datetime import datetime

from expertise.types import Candidate, ChannelId, Evidence, Role, Signal

_STILL = 0.25
"""Decayed answers, two half-lives after the only one, from which "lately" may still be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What can be said of a candidate. Counts are of threads, times of their last message.

    The rest is said only where it put the person there: answers ``here`` in the question's channel, or
    ``there`` where such things are discussed; ``lately`` anywhere; is ``known`` to the asker.
    """

    answered: int
    told: int
    asked: int
    last_at: datetime | None
    channels: tuple[ChannelId, ...]
    is_active_here: bool
    is_active_there: bool
    is_active_lately: bool
    is_known: bool
    best: Evidence | None


def explain(candidate: Candidate) -> Explanation:
    """The facts, from the evidence close enough to show: only what the scope allows is in it."""
    evidence = [e for e in candidate.evidence if e.is_close]
    by_role = {role: [e for e in evidence if e.role is role] for role in Role}
    is_active = Signal.HERE in candidate.reasons
    shown = by_role[Role.ANSWERED] or by_role[Role.TOLD] or by_role[Role.ASKED]
    return Explanation(
        answered=len(by_role[Role.ANSWERED]),
        told=len(by_role[Role.TOLD]),
        asked=len(by_role[Role.ASKED]),
        last_at=max((e.passage.ended_at for e in shown), default=None),
        channels=tuple(dict.fromkeys(e.passage.channel_id for e in shown)),
        is_active_here=is_active and candidate.activity.here >= _STILL,
        is_active_there=is_active and candidate.activity.here == 0,
        is_active_lately=Signal.LATELY in candidate.reasons and candidate.activity.lately >= _STILL,
        is_known=Signal.TIES in candidate.reasons,
        best=shown[0] if shown else None,
    )
