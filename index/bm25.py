"""BM25 as tantivy computes it, so that our own scores and tantivy's can be compared.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
idf of Lucene and tantivy (``src/query/bm25.rs``), which is never negative.
"""

import math
from dataclasses import dataclass

K1 = 1.2
B = 0.75
_EXACT_LENGTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStatistics:
    """One partition: how many passages, and their mean number of terms."""

    passages: int
    average_length: float


def idf(passages_with_term: int, passages: int) -> float:
    """``ln(1 + (N - n + 0.5) / (n + 0.5))``; a count above ``N`` counts as ``N``."""
    n = min(passages_with_term, passages)
    return math.log(1 + (passages - n + 0.5) / (n + 0.5))


def term_score(term_idf: float, frequency: int, length: int, average_length: float) -> float:
    """``idf (k1 + 1) tf / (tf + k1 (1 - b + b dl / avgdl))``; 0 for a term that does not occur."""
    if not frequency:
        return 0.0
    relative = rounded_length(length) / average_length if average_length else 1.0
    return term_idf * (K1 + 1) * frequency / (frequency + K1 * (1 - B + B * relative))


def rounded_length(length: int) -> int:
    """The length as it fits one byte: exact below 24, then four significant bits (Lucene, tantivy)."""
    if length < _EXACT_LENGTHS:
        return length
    rest = length - _EXACT_LENGTHS
    shift = max(0, rest.bit_length() - 4)
    return _EXACT_LENGTHS + ((rest >> shift) << shift)
