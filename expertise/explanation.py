"""Why this person: the facts behind a place in the ranking, for `bot/phrases.py` to put into words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from expertise.types import Candidate, ChannelId, Evidence, Role, Signal

_STILL = 0.25
"""Decayed answers, two half-lives after the only one, from which "lately" may still be said."""


class Also(StrEnum):
    """What else is said of somebody, beside what they wrote."""

    HERE = "here"  # answers in the question's channel
    THERE = "there"  # answers where such things are discussed
    LATELY = "lately"  # has lately helped others
    KNOWN = "known"  # has been in threads with the asker


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What can be said of a candidate. Counts are of threads, times of their last message.

    ``also`` is what else did most to put the person there, ``knows`` what they say they know about it,
    ``member_of`` where they are that is for such things.
    """

    answered: int
    told: int
    asked: int
    last_at: datetime | None
    channels: tuple[ChannelId, ...]
    also: Also | None
    best: Evidence | None
    knows: tuple[str, ...] = ()
    member_of: tuple[ChannelId, ...] = ()


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
        also=_also(candidate),
        best=shown[0] if shown else None,
        knows=candidate.knows,
        member_of=candidate.member_of,
    )


def _also(candidate: Candidate) -> Also | None:
    """The strongest of the model's own reasons that can be told, and is still true."""
    activity = candidate.activity
    told: dict[Signal, tuple[Also, bool]] = {
        Signal.HERE: (Also.HERE, activity.here >= _STILL) if activity.here else (Also.THERE, True),
        Signal.LATELY: (Also.LATELY, activity.lately >= _STILL),
        Signal.TIES: (Also.KNOWN, True),
    }
    possible = (told[signal] for signal in candidate.reasons if signal in told)
    return next((also for also, is_true in possible if is_true), None)
