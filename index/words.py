"""Search by word over one partition, with the public partition's idea of which words are rare.

Text never meets a query parser: questions become terms, terms become term queries, so no text
can make an error. Within a private partition tantivy only proposes; the scores are our own, from
public statistics, so that they compare across partitions.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import tantivy

from index.bm25 import TermStatistics, idf, term_score
from index.errors import IndexDamagedError
from index.short_texts import Covered, Shares, ShortTexts
from index.stopwords import subject_terms
from index.terms import Terms, passage_terms, question_terms, words_among
from index.types import Hit, PassageId

GRAM_MARK: Final = "\u2248"
"""Stands before a trigram, and in no word. One field for both, so that one length norm serves both."""
GRAM_WEIGHT: Final = 0.1
"""A word gives about ten trigrams: together they weigh as much as the word."""

MOST_TERMS = 32
MOST_GRAMS = 16
MOST_ASKED = 20_000
"""Distinct terms of a question that are looked at: all of 40,000 characters."""
COMMON_SHARE = 0.5
COMMON_FROM = 1_000
RARE_SHARE = 0.4
UNKNOWN_LENGTH = 50.0
DECIMALS = 4
MOST_TIED = 4_096
"""Of more equal passages (a bot that says one thing), which are found is left to chance."""
_WRITER_BYTES = 64_000_000
_NOTICED = 50
"""Deleted passages below a fiftieth of a count move its idf by less than 0.02."""
_SPARE = 32
_REMEMBERED = 16_384
_PROBED_TERMS = 100
_PROBES = ("th", "ei", "qu")

Weighted = dict[str, float]
"""By term: its public idf, times ``GRAM_WEIGHT`` for a trigram."""

_FIELD = "terms"


class Rarity:
    """What a partition knows of terms, mostly the public one; without any, all terms are equally rare."""

    def __init__(self, public: "WordIndex | None") -> None:
        self._public = public
        self._rare = lru_cache(maxsize=8)(self._rare_words)  # one question, many passages
        self._weights = lru_cache(maxsize=8)(self._weights_of)  # many questions, the same short texts

    def idf(self, term: str) -> float:
        """Inverse document frequency among public passages, never negative."""
        if self._public is None:
            return idf(0, 0)
        return idf(self._public.passages_with(term), len(self._public))

    def rarest(self, terms: Iterable[str], most: int) -> list[str]:
        """The ``most`` rarest of distinct terms, rarest first; none that half of many passages hold."""
        counts = {term: self._listed(term) for term in islice(dict.fromkeys(terms), MOST_ASKED)}
        told = [term for term, count in counts.items() if count <= self._common]
        return sorted(told, key=lambda term: (counts[term], term))[:most]

    @property
    def _common(self) -> float:
        known = len(self._public) if self._public else 0
        return COMMON_SHARE * known if known >= COMMON_FROM else math.inf

    def _listed(self, term: str) -> int:
        return self._public.listed(term) if self._public else 0

    @property
    def average_length(self) -> float:
        """Mean number of terms of public passages."""
        return self._public.statistics.average_length if self._public else UNKNOWN_LENGTH

    def coverage(self, text: str, passage_text: str) -> float:
        """Share, 0..1, of the weight of the text's rare words that the passage holds.

        A word is rare whose idf is at least 0.4 of that of a word never seen; one never seen
        counts fully, a stop word never. 0 if the text has no rare word.
        """
        rare = self._rare(text)
        held = words_among(rare, passage_text) if rare else frozenset()
        total = sum(rare.values())
        return sum(weight for term, weight in rare.items() if term in held) / total if total else 0.0

    def covered(self, texts: ShortTexts, question: str) -> Covered:
        """How a question covers each of the texts; without a public partition all words weigh alike."""
        return texts.covered(question, self._weights(texts), self.idf)

    def _rare_words(self, text: str) -> dict[str, float]:
        floor = RARE_SHARE * (idf(0, len(self._public)) if self._public else 0.0)
        subject = subject_terms(text, self.rarest(question_terms(text).words, MOST_TERMS))
        weights = {term: self.idf(term) for term in subject}
        return {term: weight for term, weight in weights.items() if weight >= floor}

    def _weights_of(self, texts: ShortTexts) -> Shares:
        return texts.weights(self.idf)


class WordIndex:
    """One partition's words, as they stood when the folder was written; safe to share by threads.

    Raises ``IndexDamagedError`` if the folder cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        try:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            self._searcher = index.searcher()
        except (ValueError, OSError) as error:
            raise IndexDamagedError(f"The word index in {folder} cannot be read") from error
        self._schema = index.schema
        self.listed = lru_cache(maxsize=_REMEMBERED)(self._listed)
        self.passages_with = lru_cache(maxsize=_REMEMBERED)(self._passages_with)

    def __len__(self) -> int:
        return self._searcher.num_docs

    @cached_property
    def statistics(self) -> TermStatistics:
        """As tantivy uses them: passages deleted but not yet merged away included.

        Tantivy tells its totals only while it explains a score, so let it explain one.
        """
        for term in self._some_terms():
            query = self._term(term)
            for _, address in self._searcher.search(query, 1, count=False).hits:
                told = dict(_explained(json.loads(query.explain(self._searcher, address).to_json())))
                return TermStatistics(passages=int(told["N"]), average_length=told["avgdl"])
        return TermStatistics(passages=len(self), average_length=0.0)

    def _some_terms(self) -> Iterator[str]:
        """Terms of the index, cheaply: to list those of no prefix, tantivy reads them all."""
        for prefix in (*_PROBES, ""):
            for term, _ in self._searcher.terms_with_prefix(_FIELD, prefix, limit=_PROBED_TERMS):
                yield term

    def _passages_with(self, term: str) -> int:
        """Passages that hold the term, without the deleted ones where those can matter."""
        listed = self.listed(term)
        deleted = self.statistics.passages - len(self)
        if _NOTICED * deleted <= listed:
            return listed
        return int(self._searcher.search(self._term(term), 1).count)  # type: ignore[attr-defined]

    def _listed(self, term: str) -> int:
        """Passages that hold the term, those deleted but not yet merged away included."""
        return self._searcher.doc_freq(_FIELD, term)

    def search(self, asked: Terms, k: int, rarity: Rarity, *, rescore: bool) -> list[Hit]:
        """The ``k`` best, best first, ties by id.

        Of a question's terms, only the 32 rarest words and the 16 rarest trigrams count.
        ``rescore`` computes scores from stored terms and public statistics: for private partitions.
        """
        grams = self._choose(_marked(asked.grams), rarity, MOST_GRAMS)
        weighted = self._choose(asked.words, rarity, MOST_TERMS) | grams
        if not weighted or k < 1:
            return []
        proposed = self._propose(weighted, max(2 * k, 100) if rescore else k)
        scores = [self._score(at, weighted, rarity) if rescore else score for score, at in proposed]
        ids = self._searcher.fast_field_values("id", [at for _, at in proposed])
        best = sorted((-round(score, DECIMALS), int(i or 0)) for i, score in zip(ids, scores, strict=True))
        return [Hit(passage_id=PassageId(number), score=-negative) for negative, number in best[:k]]

    def _choose(self, terms: Iterable[str], rarity: Rarity, most: int) -> Weighted:
        known = (term for term in islice(dict.fromkeys(terms), MOST_ASKED) if self.listed(term))
        rarest = rarity.rarest(known, most)
        return {term: rarity.idf(term) * (GRAM_WEIGHT if term[0] == GRAM_MARK else 1) for term in rarest}

    def _propose(self, weighted: Weighted, k: int) -> "list[tuple[float, tantivy.DocAddress]]":
        """At least the ``k`` best, and (up to a limit) all that tie with the last of them."""
        query = self._query(weighted)
        limit = k + _SPARE
        while True:
            hits = self._searcher.search(query, limit, count=False).hits
            tied = len(hits) == limit and round(hits[k - 1][0], DECIMALS) == round(hits[-1][0], DECIMALS)
            if not tied or limit > MOST_TIED:
                return hits
            limit *= 2

    def _query(self, weighted: Weighted) -> tantivy.Query:
        """Term queries boosted so that each weighs its public idf, whatever tantivy's own would be."""
        clauses = []
        for term, weight in weighted.items():
            own = idf(self.listed(term), self.statistics.passages)
            query = tantivy.Query.boost_query(self._term(term), weight / own)
            clauses.append((tantivy.Occur.Should, query))
        return tantivy.Query.boolean_query(clauses)

    def _term(self, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, _FIELD, term, "freq")

    def _score(self, address: tantivy.DocAddress, weighted: Weighted, rarity: Rarity) -> float:
        stored = str(self._searcher.doc(address).get_first(_FIELD) or "").split()
        counts = Counter(stored)
        return sum(
            term_score(weight, counts[term], len(stored), rarity.average_length)
            for term, weight in weighted.items()
        )


class WordWriter:
    """Adds to and removes from the index in a folder, all at once when the ``with`` block ends well."""

    def __init__(self, folder: Path, *, stored: bool) -> None:
        """``stored`` keeps the terms, as rescoring needs them; it counts for a new folder only."""
        is_new = not (folder / "meta.json").exists()
        folder.mkdir(parents=True, exist_ok=True)
        path = str(folder)
        self._index = tantivy.Index(_schema(stored=stored), path) if is_new else tantivy.Index.open(path)
        self._index.config_reader("manual")
        self._writer = self._index.writer(_WRITER_BYTES, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._writer.commit()
        else:
            self._writer.rollback()
        self._writer.wait_merging_threads()

    def remove(self, passage_ids: Iterable[PassageId]) -> None:
        """Those that are not there are passed over. Removes only what was added before."""
        for passage_id in passage_ids:
            self._writer.delete_documents_by_term("id", passage_id)

    def add(self, passage_id: PassageId, text: str) -> None:
        """Adds a passage; one of that id must have been removed before."""
        terms = passage_terms(text)
        document = tantivy.Document()
        document.add_integer("id", passage_id)  # unsigned: deletion by term would silently miss it
        document.add_text(_FIELD, " ".join([*terms.words, *_marked(terms.grams)]))
        self._writer.add_document(document)


def _schema(*, stored: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_text_field(_FIELD, stored=stored, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _marked(grams: Iterable[str]) -> Iterator[str]:
    return (GRAM_MARK + gram for gram in grams)


def _explained(node: dict[str, Any]) -> Iterator[tuple[str, float]]:
    yield node["description"].split(",")[0], node["value"]
    for detail in node.get("details") or ():
        yield from _explained(detail)
