"""Reads cards from a folder of Markdown files, or a CSV file of questions and answers.

All that is wrong is told at once, each with its file and line.
"""

from pathlib import Path

from adapters.imports.card_csv import read_csv
from adapters.imports.card_markdown import read_markdown
from bot.card_lists import CardLine
from bot.errors import CardError, CardFault, CardLinesError, KennerError

MOST_BYTES = 1_000_000
"""Of a file: a card is a page, not a book."""


def read_cards(path: Path) -> list[CardLine]:
    """Every card. Raises CardLinesError, or the ``ListError`` that says what is wrong with a CSV file."""
    if not path.is_dir():
        return read_csv(path)
    lines: list[CardLine] = []
    faults: dict[str, KennerError] = {}
    for file in sorted(path.rglob("*.md")):
        name = file.relative_to(path).as_posix()
        try:
            lines.append(read_markdown(name, _text(file)))
        except CardError as error:
            faults[f"{name}:{error.line}" if error.line else name] = error
    if faults:
        raise CardLinesError(faults)
    if not lines:
        raise CardLinesError({str(path): CardError(CardFault.NO_FILES)})
    return lines


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CardError(CardFault.TOO_LARGE)
        return file.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CardError(CardFault.NOT_UTF8) from error
    except OSError as error:
        raise CardError(CardFault.UNREADABLE) from error
