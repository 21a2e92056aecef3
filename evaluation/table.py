"""One table a kind, for a terminal or a file."""

from collections.abc import Iterator, Mapping, Sequence

from bot import phrases
from evaluation.measures import Score
from evaluation.sets import Kind
from evaluation.verdicts import Check, Verdict

_COMMON = ("MRR", "S@1", "S@3", "S@5", "R@10")
_PEOPLE = (*_COMMON, "noHub MRR", "top3 load", "Gini")
_THREADS = (*_COMMON, "answered", "P@1")
_NAME = 16
_NONE = "–"


def lines(kind: Kind, queries: int, scores: Mapping[str, Score], verdict: Verdict) -> Iterator[str]:
    """Every run's measures, the kind's targets below them."""
    columns = _THREADS if kind is Kind.ANSWERS else _PEOPLE
    yield f"{kind:<{_NAME}}{'n':>6}" + "".join(f"{name:>11}" for name in columns)
    for name, score in scores.items():
        yield f"{name:<{_NAME}}{queries:>6}" + "".join(f"{_cell(score, c):>11}" for c in columns)
    yield from _aligned([_told(check) for check in verdict.checks])
    if verdict.by_time:
        yield f"  {phrases.BY_TIME}  {'  '.join(f'{ratio:.3f}' for ratio in verdict.by_time)}"


def _cell(score: Score, column: str) -> str:
    return f"{score.values[column]:.3f}" if column in score.values else _NONE


def _told(check: Check) -> tuple[str, ...]:
    what = f"{check.measured}, {phrases.better_than(check.beside)}" if check.beside else str(check.measured)
    interval = f"[{check.ratio.low:.3f}, {check.ratio.high:.3f}]" if check.ratio else ""
    if check.target is None:
        return what, f"{check.value:.3f}", interval, "", ""
    target = phrases.at_most(check.target) if check.is_upper else phrases.at_least(check.target)
    return what, f"{check.value:.3f}", interval, target, phrases.MET if check.is_met else phrases.NOT_MET


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells)}".rstrip()
