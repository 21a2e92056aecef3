"""Reads a list of who knows what: a CSV file with the columns person and topic."""

from pathlib import Path

from adapters.imports.pair_csv import read_pairs
from bot.topic_lists import TopicLine


def read_topics(path: Path) -> list[TopicLine]:
    """Every line that is not blank. Raises the ``ListError`` that says what is wrong."""
    return [
        TopicLine(number=number, person=person.strip(), topic=topic)
        for number, person, topic in read_pairs(path, ("person", "topic"))
    ]
