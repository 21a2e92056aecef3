"""Reads a list of who knows what: a CSV file with the columns person and topic."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from adapters.imports.errors import (
    EmptyListError,
    ListColumnsError,
    ListEncodingError,
    ListLineError,
    ListMissingError,
)
from bot.topic_lists import TopicLine

_SEPARATORS = (",", ";", "\t")
"""Spreadsheets write the one that their country's numbers leave free."""


def read_topics(path: Path) -> list[TopicLine]:
    """Every line that is not blank. Other columns are passed over; columns' names ignore case.

    Raises the ``TopicListError`` that says what is wrong.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ListEncodingError from error
    except OSError as error:
        raise ListMissingError(str(path)) from error
    lines = list(_lines(text))
    if not lines:
        raise EmptyListError
    return lines


def _lines(text: str) -> Iterator[TopicLine]:
    rows = _rows(text)
    _, header = next(rows, (0, []))
    names = [name.strip().casefold() for name in header]
    if not any(names):
        raise EmptyListError
    if not {"person", "topic"} <= set(names):
        raise ListColumnsError([name.strip() for name in header])
    person, topic = names.index("person"), names.index("topic")
    for number, row in rows:
        if not any(map(str.strip, row)):
            continue
        if len(row) <= max(person, topic):
            raise ListLineError(number)
        yield TopicLine(number=number, person=row[person].strip(), topic=row[topic])


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
