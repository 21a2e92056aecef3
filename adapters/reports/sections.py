"""A report's figures as sentences, tables and charts, in the order in which they are read.

The terminal and the page show the same sections; every chart stands beside a table of its figures.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from adapters.reports.groups import by_channel, by_topic
from adapters.reports.view import Bar, Bars, Diagonal, Section, Table
from bot import report_phrases as say
from bot.report_types import CUTOFFS, Load, Report, Standing, Waited, Way
from expertise.reliability import Reliability
from expertise.shares import Share

_WAYS = {
    Way.KENNER: say.KENNER,
    Way.CHANNEL: say.CHANNEL,
    Way.ANYWHERE: say.ANYWHERE,
    Way.UNBALANCED: say.UNBALANCED,
    Way.HISTORY: say.HISTORY,
}


def headline(report: Report) -> tuple[str, ...]:
    """The answer in a few sentences."""
    if not report.questions:
        return (say.no_questions(report.workspace),)
    ours, habit = (_among_three(report, way) for way in (Way.KENNER, Way.CHANNEL))
    return (
        say.found(ours.count, ours.of),
        say.habit(habit.count),
        say.ahead(report.ahead.low, report.ahead.high),
    )


def _among_three(report: Report, way: Way) -> Share:
    standing = next(standing for standing in report.standings if standing.way is way)
    return standing.among[CUTOFFS.index(3)]


def sections(report: Report) -> Iterator[Section]:
    """Every section that has something to say; where there was no past question, none but how sure it was."""
    if report.questions:
        yield _found(report)
        yield _waiting(report.waited)
        yield _spread(report.loads)
        yield by_channel(report.channels)
        yield by_topic(report.topics)
    if report.reliability:
        yield _sure(report.reliability)
    if report.questions:
        yield Section(slug="method", title=say.METHOD, notes=say.METHOD_POINTS)


# ------------------------------------------------------------------ who would have been found


def _found(report: Report) -> Section:
    named = report.named
    return Section(
        slug="found",
        title=say.FOUND,
        sentences=(say.few(report.questions), say.silent(named.of - named.count, named.of)),
        table=Table(
            caption=say.FOUND_TABLE,
            header=(say.WAY, *map(say.first, CUTOFFS)),
            rows=[(_WAYS[s.way], *map(_with_interval, s.among)) for s in report.standings],
        ),
        chart=Bars(groups=[_cutoff(report.standings, at) for at in range(len(CUTOFFS))]),
        notes=(say.FOUND_NOTE,),
    )


def _with_interval(share: Share) -> str:
    return say.share(share.value, share.low, share.high)


def _cutoff(standings: Sequence[Standing], at: int) -> tuple[str, list[Bar]]:
    bars = [_bar(_WAYS[s.way], s.among[at], is_ours=s.way is Way.KENNER) for s in standings]
    return say.first(CUTOFFS[at]), bars


def _bar(label: str, share: Share, *, is_ours: bool = False, is_counted: bool = True) -> Bar:
    """A bar, with an interval unless its share is of no counted kind."""
    low, high = (share.low, share.high) if is_counted else (share.value, share.value)
    return Bar(
        label=label, value=share.value, low=low, high=high, text=say.percent(share.value), is_ours=is_ours
    )


# ------------------------------------------------------------------ how long questions waited


def _waiting(waited: Waited) -> Section:
    fates = _fates(waited)
    table = Table(
        caption=say.WAITING_TABLE,
        header=(say.WAITED, say.QUESTIONS, say.SHARE, say.INTERVAL),
        rows=[
            (label, f"{fate.count:,}", say.percent(fate.value), say.between(fate.low, fate.high))
            for label, fate in fates
        ],
    )
    is_known = any(fate.count for _, fate in fates)
    return Section(
        slug="waiting",
        title=say.WAITING,
        sentences=tuple(_waiting_sentences(waited)),
        table=table if is_known else None,
        chart=Bars(groups=[("", [_bar(label, fate) for label, fate in fates])]) if is_known else None,
        notes=(say.WAITING_NOTE,),
    )


def _fates(waited: Waited) -> list[tuple[str, Share]]:
    """What can have become of a question, in the order of time."""
    seconds = [bound.total_seconds() for bound in waited.bounds]
    spans = [say.longer(low, high) for low, high in pairwise(seconds)]
    labels = [say.within(seconds[0]), *spans, say.later(seconds[-1]), say.NOBODY, say.UNTELLABLE]
    counts = [*waited.counts, waited.unanswered, waited.unknown]
    shares = [Share(count=count, of=sum(counts)) for count in counts]
    return list(zip(labels, shares, strict=True))


def _waiting_sentences(waited: Waited) -> Iterator[str]:
    if waited.quartiles:
        yield say.quartiles(*(quartile.total_seconds() for quartile in waited.quartiles))
    yield say.unanswered(waited.unanswered)
    if waited.stood_out.of:
        yield say.would_stand_out(waited.stood_out.count, waited.stood_out.of)


# ------------------------------------------------------------------ how the load would have spread


def _spread(loads: Sequence[Load]) -> Section:
    """Without intervals: who the busiest are is not fixed beforehand, so Wilson's would not hold."""
    ours, habit, *_ = (load.busiest for load in loads)
    bars = [
        _bar(_WAYS[load.way], load.busiest, is_ours=load.way is Way.KENNER, is_counted=False)
        for load in loads
    ]
    return Section(
        slug="spread",
        title=say.SPREAD,
        sentences=(say.spread(ours.value, habit.value),),
        table=Table(
            caption=say.SPREAD_TABLE,
            header=(say.WAY, say.BUSIEST, say.NAMED),
            rows=[(_WAYS[load.way], say.percent(load.busiest.value), f"{load.people:,}") for load in loads],
        ),
        chart=Bars(groups=[("", bars)]),
        notes=(say.SPREAD_NOTE,),
    )


# ------------------------------------------------------------------ how sure it was


def _sure(found: Reliability) -> Section:
    bins = [(one.predicted, one.observed) for one in found.bins]
    return Section(
        slug="sure",
        title=say.SURE,
        sentences=(say.brier(found.brier),),
        table=Table(
            caption=say.SURE_TABLE,
            header=(say.PREDICTED, say.OBSERVED, say.QUESTIONS),
            rows=[(say.percent(said), _with_interval(came), f"{came.of:,}") for said, came in bins],
        ),
        chart=Diagonal(bins=found.bins, across=say.PREDICTED, up=say.OBSERVED),
        notes=(say.SURE_NOTE,),
    )
