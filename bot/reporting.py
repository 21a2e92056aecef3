"""What a replay tells the person who wonders whether to switch Kenner on: counts of questions, no people."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from statistics import quantiles

from bot.past import Past, Replayed
from bot.pastwaits import Waits
from bot.report_types import (
    CUTOFFS,
    FEWEST_OF_A_GROUP,
    MOST_GROUPS,
    Group,
    Load,
    Report,
    Standing,
    Waited,
    Way,
)
from expertise.evaluation import is_success
from expertise.reliability import reliability
from expertise.shares import Interval, Share, paired_difference
from expertise.topics import topics
from expertise.types import Person, PersonId

_AMONG = 3
_BUSIEST = 3
_NAME_PART = re.compile(r"[^\W_]+")


def report(
    past: Past,
    outcome: Sequence[Replayed],
    waits: Waits,
) -> Report:
    """Count the outcome of a replay.

    Outcomes whose question has helpers are held against them; the others are taken for questions that
    nobody answered.
    """
    known = [one for one in outcome if one.question.helpers]
    return Report(
        workspace=past.workspace.name,
        since=min((one.question.at for one in known), default=None),
        until=max((one.question.at for one in known), default=None),
        questions=len(known),
        named=Share(count=sum(one.ranking.stands_out for one in known), of=len(known)),
        standings=tuple(_standing(way, known) for way in _ways(known)),
        ahead=_ahead(known),
        loads=_loads(known, waits.first),
        waited=_waited(waits, [one for one in outcome if not one.question.helpers]),
        channels=_by_channel(past, known),
        topics=_by_topic(past, known),
        reliability=reliability(_sureness(known)),
    )


# ------------------------------------------------------------------ who would have been found


def _ways(known: Sequence[Replayed]) -> list[Way]:
    everywhere = known and all(Way.ANYWHERE in one.baselines for one in known)
    return [Way.KENNER, Way.CHANNEL, *([Way.ANYWHERE] if everywhere else [])]


def _standing(way: Way, known: Sequence[Replayed]) -> Standing:
    return Standing(way=way, among=tuple(_share(way, known, cutoff) for cutoff in CUTOFFS))


def _share(way: Way, known: Sequence[Replayed], cutoff: int = _AMONG) -> Share:
    return Share(count=sum(_found(way, one, cutoff) for one in known), of=len(known))


def _found(way: Way, one: Replayed, cutoff: int = _AMONG) -> bool:
    return is_success(_named(way, one), one.question.helpers, cutoff)


def _named(way: Way, one: Replayed) -> Sequence[PersonId]:
    if way is Way.KENNER:
        return [candidate.person.id for candidate in one.ranking.candidates]
    return one.baselines.get(way, one.habit)


def _ahead(known: Sequence[Replayed]) -> Interval:
    """By how much Kenner's share among the first three is above the habit's."""
    pairs = Counter((_found(Way.KENNER, one), _found(Way.CHANNEL, one)) for one in known)
    return paired_difference(pairs[True, False], pairs[False, True], len(known))


def _sureness(known: Sequence[Replayed]) -> Iterator[tuple[float, bool]]:
    """How sure a ranking was of its first three, and whether it was right."""
    for one in known:
        if one.ranking.confidence > 0:
            yield one.ranking.confidence, _found(Way.KENNER, one)


# ------------------------------------------------------------------ how the load would have spread


def _loads(known: Sequence[Replayed], first: Mapping[str, PersonId]) -> tuple[Load, ...]:
    really = [first[one.question.qid] for one in known if one.question.qid in first]
    unbalanced = [one.unbalanced for one in known if one.unbalanced]
    ways = (Way.KENNER, Way.CHANNEL)
    return (
        *(_load(way, [named[0] for one in known if (named := _named(way, one))]) for way in ways),
        *([_load(Way.UNBALANCED, unbalanced)] if unbalanced else []),
        _load(Way.HISTORY, really),
    )


def _load(way: Way, firsts: Sequence[PersonId]) -> Load:
    counts = Counter(firsts)
    busiest = sum(count for _, count in counts.most_common(_BUSIEST))
    return Load(way=way, busiest=Share(count=busiest, of=len(firsts)), people=len(counts))


# ------------------------------------------------------------------ how long questions waited

_BOUNDS = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))


def _waited(waits: Waits, asked_again: Sequence[Replayed]) -> Waited:
    within = [sum(wait <= bound for wait in waits.answered) for bound in _BOUNDS]
    ends = [*within, len(waits.answered)]
    return Waited(
        bounds=_BOUNDS,
        counts=tuple(end - start for start, end in zip([0, *within], ends, strict=True)),
        quartiles=_quartiles(waits.answered),
        unanswered=len(waits.unanswered),
        unknown=waits.unknown,
        stood_out=Share(count=sum(one.ranking.stands_out for one in asked_again), of=len(asked_again)),
    )


def _quartiles(answered: Sequence[timedelta]) -> tuple[timedelta, timedelta, timedelta] | None:
    if len(answered) < 2:  # noqa: PLR2004 the fewest that have quartiles
        return None
    low, middle, high = quantiles([wait.total_seconds() for wait in answered], method="inclusive")
    return timedelta(seconds=low), timedelta(seconds=middle), timedelta(seconds=high)


# ------------------------------------------------------------------ by channel and by topic


def _by_channel(past: Past, known: Sequence[Replayed]) -> tuple[Group, ...]:
    names = {channel.id: channel.name for channel in past.channels}
    return _groups(known, lambda one: names.get(one.question.channel_id) if one.question.channel_id else None)


def _by_topic(past: Past, known: Sequence[Replayed]) -> tuple[Group, ...]:
    found = topics(
        [one.question.text for one in known],
        [one.question.asker_id for one in known],
        name_parts(past.people),
    )
    if found is None:
        return ()
    named = {one.question.qid: name or None for one, name in zip(known, found, strict=True)}
    return _groups(known, lambda one: named[one.question.qid])


def name_parts(people: Iterable[Person]) -> Collection[str]:
    """Every word of anybody's name, handle or id, in lower case: no report uses one."""
    words = (f"{person.name} {person.handle} {person.platform_id}".lower() for person in people)
    return {part for text in words for part in _NAME_PART.findall(text)}


def _groups(known: Sequence[Replayed], name_of: Callable[[Replayed], str | None]) -> tuple[Group, ...]:
    """The largest groups first; small ones, and what has no name, together at the end."""
    sizes = Counter(filter(None, map(name_of, known)))
    kept = [name for name, size in sizes.most_common(MOST_GROUPS) if size >= FEWEST_OF_A_GROUP]
    rest = [one for one in known if name_of(one) not in kept]
    groups = [_group(name, [one for one in known if name_of(one) == name]) for name in kept]
    return (*groups, *([_group(None, rest)] if rest else []))


def _group(name: str | None, own: Sequence[Replayed]) -> Group:
    return Group(name=name, kenner=_share(Way.KENNER, own), habit=_share(Way.CHANNEL, own))
