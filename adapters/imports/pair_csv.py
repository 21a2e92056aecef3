"""Reads a list: a CSV file with a few columns that matter, as spreadsheets write it."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from adapters.imports.errors import (
    EmptyListError,
    ListColumnsError,
    ListEncodingError,
    ListError,
    ListLineError,
    ListMissingError,
)

_SEPARATORS = (",", ";", "\t")
"""Spreadsheets write the one that their country's numbers leave free."""


class PairLine(NamedTuple):
    """One line, with its number in the file; the fields as they stand there."""

    number: int
    first: str
    second: str


def read_pairs(path: Path, columns: tuple[str, str]) -> list[PairLine]:
    """Every line that is not blank. Other columns are passed over; columns' names ignore case.

    Raises the ``ListError`` that says what is wrong.
    """
    return [PairLine(number, first, second) for number, (first, second) in read_rows(path, columns)]


def read_rows(
    path: Path, columns: Sequence[str], also: Sequence[str] = ()
) -> list[tuple[int, Sequence[str]]]:
    """The same for any number of columns; those of ``also`` may be missing, and are '' then."""
    try:
        return _read(path, columns, also)
    except ListError as error:
        error.columns = tuple(columns)
        raise


def _read(path: Path, columns: Sequence[str], also: Sequence[str]) -> list[tuple[int, Sequence[str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListEncodingError from error
    except OSError as error:
        raise ListMissingError(str(path)) from error
    lines = list(_lines(text, columns, also))
    if not lines:
        raise EmptyListError
    return lines


def _lines(text: str, columns: Sequence[str], also: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    rows = _rows(text)
    _, header = next(rows, (0, []))
    names = [name.strip().casefold() for name in header]
    if not any(names):
        raise EmptyListError
    if not {*columns} <= set(names):
        raise ListColumnsError([name.strip() for name in header])
    places = [names.index(each) for each in columns]
    others = [names.index(each) if each in names else -1 for each in also]
    for number, row in rows:
        if not any(map(str.strip, row)):
            continue
        if len(row) <= max(places):
            raise ListLineError(number)
        yield number, [*(row[n] for n in places), *(row[n] if 0 <= n < len(row) else "" for n in others)]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of its last line in the file."""
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count), strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise ListLineError(reader.line_num) from error
        if row is None:
            return
        yield reader.line_num, row
