"""Cuts text into the terms that word search compares; pure, the same for passages and questions.

Ordinary words are folded (case, accents) and stemmed as English. Identifiers and codes stay
whole (``wasm_init_memory``, ``foo::bar``, ``0x8005``) and also give their parts. A name before a
code gives a pair (``gatt~133``), so that "GATT 133" is more than two words. Scripts without
spaces give overlapping pairs of characters, as Lucene's CJKAnalyzer does. Long words also give
character trigrams, in a field of their own, for compounds ("Rechnungsprüfung").
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import tantivy

MAX_TERM = 80
"""Longer runs (base64, minified code) are not words anybody asks for."""
LONG_WORD = 10
"""Passages give trigrams of words of at least this length."""
ASKED_WORD = 5
"""Questions give trigrams of words of at least this length, to find them within longer ones."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff"
_RUN = rf"(?:[A-Za-z0-9_]++|[^\W{_UNSPACED}]|[{_MARKS}])++"  # possessive: never looks back
_TOKEN = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<spaced>{_RUN}(?:(?:::|->|[.\-/:#@$\\]){_RUN})*(?:\+\+|#)?)"
)
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_TOKEN_ALONE = re.compile(re.sub(r"\(\?P<\w+>", "(?:", _TOKEN.pattern))
_CONNECTOR = re.compile(r"::|->|[.\-/:#@$\\+]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+")
_BETWEEN_PAIR = re.compile(r"[ \t]{0,2}[:=#(]?[ \t]{0,2}")
_STRIPPED_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f]")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Terms in the order of the text, repeated as often as they occur; none holds white space."""

    words: tuple[str, ...]
    grams: tuple[str, ...]


def passage_terms(text: str) -> Terms:
    """The terms of a passage. Never fails, whatever the text."""
    return _terms(text, LONG_WORD)


def question_terms(text: str) -> Terms:
    """The terms of a question: the same words, and trigrams of shorter words as well."""
    return _terms(text, ASKED_WORD)


def words_among(wanted: Collection[str], text: str) -> set[str]:
    """Which of these words a passage of that text has: the same as looking them up among its terms.

    Quicker, as each token is looked at once, and pairs only where one is wanted.
    """
    tokens = set(_TOKEN_ALONE.findall(unicodedata.normalize("NFKC", text)))
    held = set(chain.from_iterable(map(_words_of_token, tokens)))
    codes = {code for word in wanted for _, pair, code in [word.partition("~")] if pair}
    if codes & held:  # a code is a word itself, so without it there is no pair
        held.update(passage_terms(text).words)
    return held.intersection(wanted)


def surfaces(text: str) -> dict[str, str]:
    """Each term of a text, and how it was first written, to show to people; pieces as they are searched."""
    found: dict[str, str] = {}
    for token in _TOKEN.finditer(unicodedata.normalize("NFKC", text)):
        words = _token_terms(token[0], str(token.lastgroup), LONG_WORD)[0]
        for word in words:
            found.setdefault(word, token[0] if len(words) == 1 else word)
    return found


def fold(text: str) -> str:
    """Lower case without accents, compatibility forms unified; Japanese and Indic marks stay."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _STRIPPED_MARKS.sub("", decomposed)).translate(_UNDECOMPOSED)


def _terms(text: str, gram_from: int) -> Terms:
    words: list[str] = []
    grams: list[str] = []
    previous: re.Match[str] | None = None
    text = unicodedata.normalize("NFKC", text)
    for token in _TOKEN.finditer(text):
        token_words, token_grams = _token_terms(token[0], str(token.lastgroup), gram_from)
        words.extend(token_words)
        grams.extend(token_grams)
        if previous is not None and (pair := _pair(text, previous, token)):
            words.append(pair)
        previous = token
    return Terms(words=tuple(words), grams=tuple(grams))


@lru_cache(maxsize=65_536)
def _token_terms(token: str, script: str, gram_from: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if script == "unspaced":
        return tuple(_ngrams(fold(token), 2)), ()
    pieces = list(_pieces(token))
    words = [stem(piece) for piece in pieces]
    if fold(token) not in pieces:
        words.insert(0, fold(token))
    spelled = [piece for piece in pieces if piece.isalpha() and len(piece) >= gram_from]
    grams = [gram for piece in spelled for gram in _ngrams(piece, 3)]
    return tuple(word for word in words if _fits(word)), tuple(grams)


@lru_cache(maxsize=65_536)
def _words_of_token(token: str) -> tuple[str, ...]:
    """As a passage gives them."""
    return _token_terms(token, "unspaced" if _UNSPACED_RUN.match(token) else "spaced", LONG_WORD)[0]


def _pieces(token: str) -> Iterator[str]:
    """``foo::barBaz`` gives foo, barbaz, bar, baz: each piece, and its humps where it has several."""
    for piece in _CONNECTOR.split(token):
        if 0 < len(piece) <= MAX_TERM:
            humps = [fold(hump) for hump in _HUMP.split(piece) if hump]
            yield from humps if humps == [fold(piece)] else (fold(piece), *humps)


def stem(word: str) -> str:
    """The English stem of a folded word; words of other scripts and codes stay whole."""
    if not (word.isascii() and word.isalpha() and len(word) <= MAX_TERM):
        return word
    stems: list[str] = _stemmer().analyze(word)
    return stems[0] if stems else word


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def _fits(word: str) -> bool:
    return len(word) <= MAX_TERM and any(character != "_" for character in word)


def _ngrams(word: str, length: int) -> Iterator[str]:
    """All stretches of ``length`` characters; a shorter word gives itself."""
    for start in range(max(1, len(word) - length + 1)):
        yield word[start : start + length]


def _pair(text: str, before: re.Match[str], token: re.Match[str]) -> str | None:
    """Of a code and the name just before it; most tokens are none, so the cheap questions come first."""
    code = token[0]
    if code.isalpha() or len(code) > 12 or not code.isalnum():  # noqa: PLR2004
        return None
    name = before[0]
    is_name = name.isalpha() and 1 < len(name) <= 20  # noqa: PLR2004
    if not is_name or not _BETWEEN_PAIR.fullmatch(text, before.end(), token.start()):
        return None
    return f"{fold(name)}~{fold(code)}"
