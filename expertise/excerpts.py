"""Shortens an answer honestly: words as they stand, in a row, with a mark wherever some were left out."""

import re
from collections.abc import Collection, Sequence
from itertools import accumulate

from expertise.readable import readable
from index.short_texts import telling_words

CUT = "…"

_SENTENCE = re.compile(r".+?(?:[.!?。！？](?=\s)|\n|\Z)", re.DOTALL)
_SHOWS = re.compile(r"`[^`\n]+`|https?://", re.IGNORECASE)
_WORTH_SHOWING = 1.5
_LATER = 0.9
"""What a stretch is worth that does not begin where the answer does."""


def excerpt(text: str, question: str, length: int) -> str:
    """The stretch of a text, on one line, that says most on a question, at most ``length`` characters.

    What others are quoted with in it is left out. Where it fits whole it is whole.
    """
    own = readable(text)
    begins_later = not " ".join(text.split()).startswith(" ".join(own.split())[:20])
    sentences = [line for found in _SENTENCE.findall(own) if (line := " ".join(found.split()))]
    first, last = _stretch(sentences, set(telling_words(question)), length - 2)
    said = " ".join(sentences[first:last])
    words = _shortened(said, length - 2)
    is_cut = len(words) < len(said) or last < len(sentences)
    return f"{CUT if first or begins_later else ''}{words}{CUT if is_cut else ''}"


def _stretch(sentences: Sequence[str], asked: Collection[str], room: int) -> tuple[int, int]:
    """The sentences from one on, as many as fit, that hold most; the earliest of equals."""
    worths = [_worth(sentence, asked) for sentence in sentences]
    stretches = [(first, _last(sentences, first, room)) for first in range(len(sentences))]
    summed = [0.0, *accumulate(worths)]
    return max(
        stretches,
        key=lambda each: ((summed[each[1]] - summed[each[0]]) * (_LATER if each[0] else 1.0), -each[0]),
        default=(0, 0),
    )


def _last(sentences: Sequence[str], first: int, room: int) -> int:
    used = -1
    for place in range(first, len(sentences)):
        used += len(sentences[place]) + 1
        if used > room:
            return max(place, first + 1)
    return len(sentences)


def _worth(sentence: str, asked: Collection[str]) -> float:
    """What it has of the question, and what it shows to be done."""
    words = telling_words(sentence)
    shared = sum(word in asked for word in words)
    return shared + _WORTH_SHOWING * bool(_SHOWS.search(sentence)) + min(len(words), 12) / 12


def _shortened(line: str, room: int) -> str:
    if len(line) <= room:
        return line
    return line[: room + 1].rsplit(" ", 1)[0][:room].rstrip(" ,.;:")
