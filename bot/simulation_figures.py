"""What a walk came to, in figures that stand beside those of what really happened."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from statistics import median_high

from bot.consent import week_of
from bot.hours import worked
from bot.simulating import Asked, Walked
from bot.simulation_types import Case, Figures
from expertise.types import PersonId

_MINUTE = 60
_NEVER = float("inf")


def figures(walked: Walked) -> Figures:
    """Of one way of asking."""
    answered = [each for each in walked.asked if each.helper]
    sent, people = sum(walked.got.values()), _everybody(walked.asked)
    return replace(
        _of(walked.asked, people),
        invitations=sent / len(answered) if answered else None,
        a_week=sent / (_weeks(walked.asked) * len(people)) if people else 0.0,
        busiest=max(walked.got.values(), default=0),
    )


def history(walked: Walked) -> Figures:
    """Of the same questions, posted: what was said to whom in private is not known."""
    posted = [replace(each, helper=each.case.helped_by, at=each.case.helped_at) for each in walked.asked]
    return _of(posted, _everybody(walked.asked))


def _of(asked: Sequence[Asked], people: Collection[PersonId]) -> Figures:
    helped = Counter(each.helper for each in asked if each.helper)
    return Figures(
        answered=sum(helped.values()) / len(asked) if asked else 0.0,
        minutes=_half_within([_waited(each) for each in asked]),
        gini=gini(helped[who] for who in people),
    )


def _waited(asked: Asked) -> float:
    """Working minutes of the asker; what comes outside of their hours has come when they are back."""
    if asked.at is None:
        return _NEVER
    return worked(asked.hours, asked.case.at, asked.at).total_seconds() / _MINUTE


def _half_within(minutes: Sequence[float]) -> float | None:
    """Of all questions, those without an answer among them: these waited for ever."""
    middle = median_high(minutes) if minutes else _NEVER
    return None if middle == _NEVER else middle


def _everybody(asked: Sequence[Asked]) -> frozenset[PersonId]:
    """Who might have been asked by any way, or answered: the same people for all of them."""
    return frozenset(who for each in asked for who in _around(each.case))


def _around(case: Case) -> Iterable[PersonId]:
    return (*case.candidates, *case.helpers, *([case.helped_by] if case.helped_by else []))


def _weeks(asked: Sequence[Asked]) -> int:
    moments = [each.case.at for each in asked]
    return week_of(max(moments)) - week_of(min(moments)) + 1


def gini(amounts: Iterable[int]) -> float:
    """How unevenly something is spread: 0 evenly, near 1 all with one (Gini 1912)."""
    ordered = sorted(amounts)
    total = sum(ordered)
    if not total:
        return 0.0
    weighted = sum(place * amount for place, amount in enumerate(ordered, 1))
    return 2 * weighted / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)
