"""What a replay remembers of texts: the same outcomes, each read once."""

from bot.ingestion import Reading
from bot.rereading import rereading
from tests.support.rows import READING


def test_a_text_is_read_once_and_the_outcome_is_the_same() -> None:
    asked: list[str] = []

    def detect(text: str) -> str:
        asked.append(text)
        return READING.detect(text)

    reading = rereading(Reading(tokens=READING.tokens, detect=detect))

    assert [reading.detect("how do I restore?") for _ in range(3)] == [
        READING.detect("how do I restore?")
    ] * 3
    assert asked == ["how do I restore?"]


def test_pieces_and_counts_are_those_of_the_tokens_behind_and_nobody_can_spoil_them() -> None:
    tokens = rereading(READING).tokens

    tokens.split("one two three four", 2).clear()

    assert tokens.split("one two three four", 2) == READING.tokens.split("one two three four", 2)
    assert tokens.counts(["one two"]) == READING.tokens.counts(["one two"])
    assert tokens.max_tokens == READING.tokens.max_tokens
