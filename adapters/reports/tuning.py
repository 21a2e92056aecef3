"""Draws how well past answers would have helped: for a terminal, as a page, and as JSON."""

from collections.abc import Iterator, Sequence
from math import isinf
from typing import Any

from adapters.reports.page import drawn_page
from adapters.reports.text import drawn
from adapters.reports.view import Dot, Dots, Section, Table
from bot import tuning_phrases as say
from bot.bar_ports import Mode
from bot.report_phrases import between, percent
from bot.tuning_types import Group, Truth, Tuning
from expertise.curve import FEWEST, Curve, Point, Proposal

_CELLS = 20
_COLUMNS = (say.BAR, say.SAID, say.HELPED, say.INTERVAL, say.JUDGED, say.DRAWN)


def tuning_lines(told: Tuning, channel: str | None = None) -> Iterator[str]:
    """The whole, line by line; the curve is that of one channel where one is named."""
    if not told.whole.questions:
        return drawn([[say.no_questions(told.workspace)]], [])
    period = [[say.period(told.since, told.until)]] if told.since and told.until else []
    return drawn([[say.title(told.workspace)], headline(told), *period], sections(told, channel))


def tuning_page(told: Tuning, channel: str | None = None) -> str:
    """The same as one page that holds everything."""
    parts = list(sections(told, channel, is_drawn=False))
    return drawn_page(told, headline(told), parts, say)


def headline(told: Tuning) -> list[str]:
    """What was looked at, and the best that there is."""
    if not told.whole.questions:
        return [say.no_questions(told.workspace)]
    own = [say.looked_at(told.whole.questions, told.whole.judged)]
    points = [point for point in told.whole.curve if point.judged >= FEWEST]
    if points:
        top = max(points, key=lambda point: point.right.low)
        own.append(
            say.best(top.bar, top.right.value, top.right.low, top.right.high, top.judged, top.answered.value)
        )
    return own


def sections(told: Tuning, channel: str | None = None, *, is_drawn: bool = True) -> Iterator[Section]:
    """The curve, what is proposed, and the groups. ``is_drawn``: the curve stands in its table, too."""
    if not told.whole.questions:
        return
    shown = next((group for group in told.groups if channel and group.name == channel), told.whole)
    yield _curve(shown, is_drawn=is_drawn)
    yield _proposals(shown)
    channels = [group for group in told.groups if group.channel_id]
    languages = [group for group in told.groups if group.language]
    for slug, name, groups in (
        ("channels", say.PER_CHANNEL, channels),
        ("languages", say.PER_LANGUAGE, languages),
    ):
        if groups:
            yield _groups(slug, name, [told.whole, *groups])
    helps = say.ANSWERS if told.is_strict else say.HELPS
    yield Section(slug="method", title=say.METHOD, notes=(say.TRUTHS[told.truth], helps, *say.METHOD_POINTS))


def _curve(group: Group, *, is_drawn: bool) -> Section:
    points = [point for point in group.curve if point.answered.count]
    dots = [_dot(point) for point in points if point.judged >= FEWEST]
    return Section(
        slug="curve",
        title=f"{say.CURVE}: {group.name or say.ALL}",
        sentences=(say.CURVE_READ,),
        table=Table(
            caption=say.CURVE,
            header=_COLUMNS if is_drawn else _COLUMNS[:-1],
            rows=[_row(point) if is_drawn else _row(point)[:-1] for point in points],
        ),
        chart=Dots(dots=dots, across=say.SAID, up=say.HELPED),
        notes=say.CURVE_NOTES,
    )


def _row(point: Point) -> tuple[str, ...]:
    said = percent(point.answered.value)
    if not point.judged:
        return say.chance(point.bar), said, say.NOTHING, say.NOTHING, "0", ""
    right = point.right
    interval = between(right.low, right.high)
    return say.chance(point.bar), said, percent(right.value), interval, f"{point.judged:,}", _drawn(point)


def _drawn(point: Point) -> str:
    """The interval as a line, the share as a point on it, in twenty cells."""
    low, at, high = (
        min(round(value * _CELLS), _CELLS - 1)
        for value in (point.right.low, point.right.value, point.right.high)
    )
    cells = ["─" if low <= cell <= high else "·" for cell in range(_CELLS)]
    cells[at] = "●"
    return "".join(cells)


def _dot(point: Point) -> Dot:
    right = point.right
    return Dot(x=point.answered.value, y=right.value, low=right.low, high=right.high)


def _proposals(group: Group) -> Section:
    return Section(
        slug="bars",
        title=say.PROPOSED,
        sentences=[_proposal(mode, each, group.curve) for mode, each in group.proposals.items()],
    )


def _proposal(mode: Mode, each: Proposal, points: Curve) -> str:
    if not isinf(each.shown):
        point = next(point for point in points if point.bar == each.shown)
        return say.reached(mode, each.aim, each.shown, point.answered.value, point.right.low)
    if not isinf(each.likely):
        return say.only_likely(mode, each.aim, each.likely, each.judged)
    return say.out_of_reach(mode, each.aim, each.judged)


def _groups(slug: str, name: str, groups: Sequence[Group]) -> Section:
    bar = 0.4
    return Section(
        slug=slug,
        title=name,
        table=Table(
            caption=f"{name}, {say.BAR.lower()} {say.chance(bar)}",
            header=(
                say.WHERE,
                say.QUESTIONS,
                say.JUDGED,
                say.SAID,
                say.HELPED,
                *(say.MODES[mode] for mode in groups[0].proposals),
            ),
            rows=[_group(group, bar) for group in groups],
        ),
        notes=say.GROUP_NOTES,
    )


def _group(group: Group, bar: float) -> tuple[str, ...]:
    point = next(point for point in group.curve if point.bar == bar)
    right = point.right
    helped = f"{percent(right.value)} ({between(right.low, right.high)})" if point.size else say.NOTHING
    bars = (say.bar_or_silent(each.shown) for each in group.proposals.values())
    return (
        group.name or say.ALL,
        f"{group.questions:,}",
        f"{group.judged:,}",
        percent(point.answered.value),
        helped,
        *bars,
    )


def tuning_json(told: Tuning) -> dict[str, Any]:
    """Every figure; a bar that nothing reaches is null."""
    return {
        "workspace": told.workspace,
        "since": told.since.isoformat() if told.since else None,
        "until": told.until.isoformat() if told.until else None,
        "truth": told.truth.value,
        "truth_in_words": say.TRUTHS[told.truth] if told.truth is not Truth.NONE else None,
        "strict": told.is_strict,
        "groups": [_group_json(group) for group in told.groups],
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "channel": group.name if group.channel_id else None,
        "language": group.language,
        "questions": group.questions,
        "judged": group.judged,
        "curve": [_point_json(point) for point in group.curve],
        "bars": {mode.value: _proposal_json(each) for mode, each in group.proposals.items()},
    }


def _point_json(point: Point) -> dict[str, Any]:
    is_known = point.size > 0
    return {
        "bar": point.bar,
        "said": round(point.answered.value, 4),
        "helped": round(point.right.value, 4) if is_known else None,
        "low": round(point.right.low, 4),
        "high": round(point.right.high, 4),
        "judged": point.judged,
    }


def _proposal_json(each: Proposal) -> dict[str, Any]:
    return {
        "aim": each.aim,
        "bar": None if isinf(each.shown) else each.shown,
        "likely": None if isinf(each.likely) else each.likely,
        "judged": each.judged,
    }
