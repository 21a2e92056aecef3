"""A message in pieces that stay whole: sentences, lines of a list, blocks of code."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

MARK = "[…]"
"""Where something was left out."""

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_BORDER = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[^\W_a-z]|[\"“‘(`*_-])|\n+", re.MULTILINE)


class Piece(NamedTuple):
    """Where it stands in its text, without white space around it."""

    start: int
    end: int
    text: str
    is_code: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether it is a line that repeats somebody else's words."""
        return not self.is_code and self.text.startswith(">")


def pieces_of(text: str) -> list[Piece]:
    """In order. Words between them are none: all that is left out is white space."""
    return list(_pieces(text))


def chosen(pieces: Sequence[Piece], most: int, worth: Callable[[Piece], float]) -> list[Piece]:
    """Those that are worth most, the earlier of equals, as far as there is room; at least one. In order."""
    ranked = sorted(pieces, key=lambda piece: (-worth(piece), piece.start))
    kept, room = ranked[:1], most - sum(len(piece.text) for piece in ranked[:1])
    for piece in ranked[1:]:
        if len(piece.text) <= room:
            kept.append(piece)
            room -= len(piece.text) + len(MARK)
    return sorted(kept)


def joined(text: str, kept: Sequence[Piece]) -> str:
    """As they stand in the text where they follow each other; with a mark where something is left out."""
    told = ""
    end = 0
    for piece in kept:
        between = text[end : piece.start]
        told += between if not between.strip() else _gap(told)
        told += piece.text
        end = piece.end
    return told.strip() + (f" {MARK}" if text[end:].strip() else "")


def _gap(told: str) -> str:
    return f" {MARK} " if told else f"{MARK} "


def _pieces(text: str) -> Iterator[Piece]:
    start = 0
    for fence in _FENCE.finditer(text):
        yield from _sentences(text, start, fence.start())
        yield Piece(fence.start(), fence.end(), fence[0], is_code=True)
        start = fence.end()
    yield from _sentences(text, start, len(text))


def _sentences(text: str, start: int, end: int) -> Iterator[Piece]:
    for border in _BORDER.finditer(text, start, end):
        yield from _stripped(text, start, border.start())
        start = border.end()
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Piece]:
    words = text[start:end]
    if kept := words.strip():
        begin = start + words.index(kept[0]) if kept[0] in words else start
        yield Piece(begin, begin + len(kept), kept)
