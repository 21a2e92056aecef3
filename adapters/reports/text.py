"""Draws a report for a terminal: plain columns without lines or colours, as a screen reader likes it."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from unicodedata import east_asian_width

from adapters.console import printable
from adapters.reports.sections import headline, sections
from adapters.reports.view import Section, Table
from bot import report_phrases as say
from bot.report_types import Report

_WIDTH = 100
_GAP = "   "


def report_lines(report: Report) -> Iterator[str]:
    """The whole report, line by line, of at most 100 characters unless a table is wider.

    No line holds a control character, nor any space but the plain one.
    """
    period = [[say.period(report.since, report.until)]] if report.since and report.until else []
    return drawn([headline(report), *period], sections(report))


def drawn(paragraphs: Iterable[Sequence[str]], parts: Iterable[Section]) -> Iterator[str]:
    """Paragraphs of sentences, then sections, in the form of ``report_lines``."""
    yield from (line.replace("\N{NO-BREAK SPACE}", " ") for line in _lines(paragraphs, parts))


def _lines(paragraphs: Iterable[Sequence[str]], parts: Iterable[Section]) -> Iterator[str]:
    for place, sentences in enumerate(paragraphs):
        if place:
            yield ""
        yield from _sentences(sentences)
    for section in parts:
        yield ""
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield printable(section.title)
    yield ""
    yield from _sentences(section.sentences)
    if section.table:
        yield ""
        yield from _columns(section.table)
        yield ""
    yield from _sentences(section.notes)


def _sentences(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from wrap(printable(sentence), _WIDTH)


def _columns(table: Table) -> Iterator[str]:
    rows = [[printable(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for name, *figures in rows:
        padded = [_blank(figure, width) + figure for figure, width in zip(figures, widths[1:], strict=True)]
        yield f"  {name}{_blank(name, widths[0])}{_GAP}{_GAP.join(padded)}"


def _blank(text: str, width: int) -> str:
    return " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns on a terminal: wide letters take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
