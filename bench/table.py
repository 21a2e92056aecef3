"""What comes out: a table for people, and the same as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from bench.figures import Row, Spread, Unit

_HEADS = ("", "ours p50", "p95", "beside", "p50", "p95", "ratio", "limit", "")
_SCALES = {
    Unit.SECONDS: ((60.0, 1.0, "s"), (1.0, 1.0, "s"), (0.0, 1e3, "ms")),
    Unit.BYTES: ((1e9, 1e-9, "GB"), (0.0, 1e-6, "MB")),
    Unit.SHARE: ((0.0, 1.0, ""),),
}


def lines(rows: Sequence[Row]) -> list[str]:
    """The table: rows of a benchmark stand together, notes below their row."""
    cells = [_HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADS))]
    return [_joined(_HEADS, widths), *_body(rows, widths)]


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows in base units: seconds, bytes, shares."""
    return [{**asdict(row), "ours": _plain(row.ours), "beside": _plain(row.beside)} for row in rows]


def _plain(figure: Spread | None) -> dict[str, Any] | None:
    return None if figure is None else {**asdict(figure), "unit": figure.unit.value}


def _body(rows: Sequence[Row], widths: Sequence[int]) -> Iterator[str]:
    for benchmark, own in groupby(rows, key=attrgetter("benchmark")):
        yield benchmark
        for row in own:
            yield _joined(_cells(row), widths)
            if row.note:
                yield f"      {row.note}"


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if column in (0, 3, 7, 8) else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    verdict = "" if row.limit is None else "within" if row.limit.is_kept else "OVER"
    return (
        f"  {row.what}",
        *_shown(row.ours),
        row.beside_name,
        *(_shown(row.beside) if row.beside else ("", "")),
        "" if row.ratio is None else f"{row.ratio:.2f} ×",
        row.limit.text if row.limit else "",
        verdict,
    )


def _shown(figure: Spread) -> tuple[str, str]:
    """A thing measured once stands in the first column alone."""
    return number(figure.p50, figure.unit), number(figure.p95, figure.unit) if figure.count > 1 else ""


def number(value: float, unit: Unit) -> str:
    """To three digits, in the unit that suits it."""
    factor, name = next((f, n) for least, f, n in _SCALES[unit] if abs(value) >= least)
    scaled = value * factor
    digits = 0 if abs(scaled) >= 100 else 1 if abs(scaled) >= 10 else 2 if name else 3  # noqa: PLR2004
    return f"{scaled:,.{digits}f} {name}".strip()
