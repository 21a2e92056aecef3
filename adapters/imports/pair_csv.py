"""Reads a list of pairs: a CSV file with two columns that matter, as spreadsheets write it."""

import csv
from collections.abc import Iterator
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
    try:
        return _pairs(path, columns)
    except ListError as error:
        error.columns = columns
        raise


def _pairs(path: Path, columns: tuple[str, str]) -> list[PairLine]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListEncodingError from error
    except OSError as error:
        raise ListMissingError(str(path)) from error
    lines = list(_lines(text, columns))
    if not lines:
        raise EmptyListError
    return lines


def _lines(text: str, columns: tuple[str, str]) -> Iterator[PairLine]:
    rows = _rows(text)
    _, header = next(rows, (0, []))
    names = [name.strip().casefold() for name in header]
    if not any(names):
        raise EmptyListError
    if not {*columns} <= set(names):
        raise ListColumnsError([name.strip() for name in header])
    first, second = map(names.index, columns)
    for number, row in rows:
        if not any(map(str.strip, row)):
            continue
        if len(row) <= max(first, second):
            raise ListLineError(number)
        yield PairLine(number, row[first], row[second])


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
