"""Reads cards from a CSV file with the columns question, answer, authors and, if there are any, topics."""

from pathlib import Path

from adapters.imports.pair_csv import read_rows
from bot.card_lists import CardLine, WordsLine
from expertise.extracting import title_of
from expertise.types import Role

COLUMNS = ("question", "answer", "authors")
TOPICS = "topics"


def read_csv(path: Path) -> list[CardLine]:
    """Every line that is not blank. Raises the ``ListError`` that says what is wrong."""
    lines = []
    for number, (question, answer, authors, topics) in read_rows(path, COLUMNS, (TOPICS,)):
        asked = question.strip()
        lines.append(
            CardLine(
                place=str(number),
                name=asked,
                title=title_of(asked),
                topics=_several(topics),
                authors=_several(authors),
                words=(
                    WordsLine(role=Role.ASKED, text=asked),
                    WordsLine(role=Role.ANSWERED, text=answer.strip()),
                ),
            )
        )
    return lines


def _several(text: str) -> tuple[str, ...]:
    """With commas, or with semicolons where names have commas."""
    separator = ";" if ";" in text else ","
    return tuple(dict.fromkeys(filter(None, (" ".join(each.split()) for each in text.split(separator)))))
