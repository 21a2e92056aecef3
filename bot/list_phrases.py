"""What is said about a list in a file that cannot be read, whatever it lists: read it as a whole."""

from collections.abc import Sequence

NOT_UTF8 = "The list is not in UTF-8. Save it again as “CSV UTF-8”. Nothing was changed."


def empty(columns: Sequence[str]) -> str:
    named = _named(columns)
    return f"The list is empty. It needs a first line with the columns {named}, and a line for each of what it lists."


def columns_missing(columns: Sequence[str], found: Sequence[str]) -> str:
    has = f"; it has {', '.join(found)}" if found else ""
    return f"The first line of the list must name the columns {_named(columns)}{has}. Nothing was changed."


def _named(columns: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(columns[:-1]), *columns[-1:])))


def broken_line(line: int) -> str:
    return f"Line {line:,} of the list cannot be read: check its quotes and separators. Nothing was changed."


def unreadable(path: str) -> str:
    return f"{path} cannot be read. Check that the file is there, and that you may read it."
