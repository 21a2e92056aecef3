"""A message taken apart for noticing: its author's own words, in sentences, each with the signs in it.

Linear in the text, and bounded: of a long message its beginning and its end are read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from expertise.noticing_signs import Sign
from expertise.noticing_words import SPACED, UNSPACED

HEAD = 3_000
TAIL = 1_500
"""Characters read of a long message: a question stands where it begins or where it ends."""

_SENTENCES = 16
"""Sentences read from each end."""

_WORDS = 80
"""Words read of a sentence."""

_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>]*[^\s<>?.,;:!)\]}]")
_CODE = re.compile(r"`[^`\n]*`")
_QUOTATION = re.compile(r"^[ \t]*(?:>|&gt;).*$", re.MULTILINE)
_STOP = re.compile(r"([!?…。！？؟⁇⁈⁉՞]+|\.(?=\s|$)|\n+)")
_MARKS = frozenset("?？؟⁇⁈⁉՞")
_GREEK = re.compile(r"(?<=[\u0370-\u03ff]);")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MENTION = re.compile(r"@[\w.\-]+")
_PICTURE = re.compile(r":[a-z0-9_+\-]{2,30}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """``signs`` has the place of the first word of each; ``is_marked``: it ends in a question mark."""

    signs: Mapping[Sign, int]
    words: int
    is_marked: bool
    is_exclaimed: bool

    def opens(self, sign: Sign, latest: int = 0) -> bool:
        """Whether such a word begins it, or stands among the first after that one, up to ``latest``."""
        return self.signs.get(sign, latest + 1) <= latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """``plain`` is everything but blocks of code, ``own`` also without quotations; cut where it is long."""

    plain: str
    own: str
    sentences: tuple[Sentence, ...]
    has_code: bool

    @property
    def marked(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if sentence.is_marked]

    @property
    def unmarked(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if not sentence.is_marked]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said in words: code, addresses, mentions, quotations, pictures, marks alone."""
        rest = _without(self.own, _ADDRESS, _CODE, _MENTION, _PICTURE)
        return not any(map(str.isalpha, rest))

    @property
    def is_solved(self) -> bool:
        """Whether it says so after its last question."""
        asked = max((at for at, sentence in enumerate(self.sentences) if sentence.is_marked), default=-1)
        later = self.sentences[asked + 1 :]
        return any(Sign.SOLVED in s.signs and Sign.NOT not in s.signs for s in later)

    @property
    def thanks(self) -> bool:
        """Whether it begins by thanking."""
        return any(Sign.THANKS in sentence.signs for sentence in self.sentences[:2])


def said(text: str) -> Said:
    """A message's text, as our plain text has it."""
    parts = text.split("```")
    plain = _cut("\n".join(parts[::2]))
    own = _QUOTATION.sub("", plain) if ">" in plain or "&gt;" in plain else plain
    return Said(plain=plain, own=own, sentences=tuple(_sentences(own)), has_code=len(parts) > 1)


def _cut(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def _without(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return text


def _sentences(text: str) -> Iterable[Sentence]:
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if "`" in text:
        text = _CODE.sub(" ", text)
    if ";" in text:
        text = _GREEK.sub("?", text)  # a Greek question mark is often typed as a semicolon
    pieces = _STOP.split(text.replace("’", "'").lower())
    found = [
        (piece, stop)
        for piece, stop in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
        if not (piece.isspace() or not piece) or not _MARKS.isdisjoint(stop)
    ]
    if len(found) > 2 * _SENTENCES:
        found = found[:_SENTENCES] + found[-_SENTENCES:]
    return (_sentence(piece, stop) for piece, stop in found)


def _sentence(text: str, stop: str) -> Sentence:
    words = _WORD.findall(text)[:_WORDS]
    signs = _signs(words)
    length = len(words)
    if not text.isascii() and _UNSPACED.search(text):
        length += len(text) // 3
        signs |= {sign: 0 for sign, parts in _unspaced().items() if any(part in text for part in parts)}
    is_marked = "¿" in text or not _MARKS.isdisjoint(stop)
    return Sentence(signs=signs, words=length, is_marked=is_marked, is_exclaimed="!" in stop)


def _signs(words: list[str]) -> dict[Sign, int]:
    found: dict[Sign, int] = {}
    known = lexicon()
    for at, word in enumerate(words):
        for rest, sign in known.get(word, ()):
            if sign not in found and (not rest or tuple(words[at + 1 : at + 1 + len(rest)]) == rest):
                found[sign] = at
    return found


Rest = tuple[str, ...]


@cache
def lexicon() -> Mapping[str, tuple[tuple[Rest, Sign], ...]]:
    """Words and phrases by their first word, made once: what must follow it, and what it then tells."""
    found: dict[str, list[tuple[Rest, Sign]]] = {}
    for sign, lines in SPACED.items():
        for phrase in sorted(_phrases(lines)):
            first, *rest = phrase.split()
            found.setdefault(first, []).append((tuple(rest), sign))
    return {first: tuple(each) for first, each in found.items()}


@cache
def _unspaced() -> Mapping[Sign, frozenset[str]]:
    return {sign: _phrases(lines) for sign, lines in UNSPACED.items()}


def _phrases(lines: str) -> frozenset[str]:
    return frozenset(phrase.strip() for line in lines.strip().splitlines() for phrase in line.split("|"))
