"""The heart: one question in, a ranking of people out.

Scope and consent stand in the question already. Everything below sees only partitions of that
scope, so nothing outside it can shape a score, an order or a name.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from expertise import ports
from expertise.confidence import UNREAD, Calibration, chance
from expertise.declared import Knows, Topics
from expertise.errors import EmptyQuestionError
from expertise.fusion import fused
from expertise.promise import promising
from expertise.ranker import PRIOR, Shares, Weights, log_shares, reasons
from expertise.signals import Gathered, Gatherer
from expertise.threads import chance_that_first_answers, past_threads
from expertise.types import (
    Activity,
    Candidate,
    Evidence,
    PassageHead,
    PersonId,
    Question,
    Ranking,
)
from expertise.voting import Scores, gather, one_per_thread, places
from index.languages import UNKNOWN
from index.short_texts import Covered, ShortTexts, plainly_covered
from index.stopwords import telling_language
from index.types import Embedder, Hit, Partition, PassageId, Vectors

LONGEST_QUESTION = 4_000
"""Characters that are read of a question; the model reads less still."""

SHOWN = 3
"""People that are named at most."""

DETAILED = 100
"""Of so many of the best it is told why they stand there; of the others, only if they can be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Depths and thresholds of the search."""

    depth: int = 200
    examined: int = 30
    closeness: float = 0.40
    coverage_worth: float = 0.15
    coverage_alone: float = 0.3
    weights: Weights = field(default_factory=lambda: PRIOR)
    calibration: Calibration = field(default_factory=Calibration)
    unread: Calibration = UNREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What retrieval gave: fused ranks, and the scores behind them."""

    fused: Mapping[PassageId, float]
    scores: Scores
    vector: Vectors | None

    @property
    def has_meaning(self) -> bool:
        return self.vector is not None


Found_co = TypeVar("Found_co", covariant=True)


class About(Protocol[Found_co]):
    """Short texts that are held against a question, such as what channels are for."""

    @property
    def texts(self) -> ShortTexts: ...

    def near(self, covered: Covered, vector: Vectors | None) -> Sequence[Found_co]: ...


class Matcher:
    """Ranks the people who could answer. Deterministic given rows and index."""

    def __init__(  # noqa: PLR0913 its ports, each by its name
        self,
        *,
        embedder: Embedder,
        detect: ports.Detect,
        search: ports.PassageSearch,
        evidence: ports.EvidenceStore,
        activity: ports.ActivityStore,
        ties: ports.TieStore,
        people: ports.PersonStore,
        settings: Settings | None = None,
        aside: ports.Aside = ports.at_once,
    ) -> None:
        self._embedder = embedder
        self._detect = detect
        self._search = search
        self._evidence = evidence
        self._gatherer = Gatherer(activity, ties)
        self._people = people
        self._settings = settings or Settings()
        self._aside = aside
        self._read: tuple[str, Vectors | None] | None = None

    async def rank(self, question: Question, topics: Topics | None = None) -> Ranking:
        """Everyone in the scope with a vote, recent activity or a near topic, best first, ties by id.

        ``topics`` are what people have declared; None: nothing.

        Raises EmptyQuestionError when there is nothing to search for.
        """
        text = _asked(question)
        found, passages, close = await self._passages(text, question)
        evidence = gather(passages, found.scores, close, question.asked_at)
        where = places(passages, found.fused, question.asked_at)
        known = self._known(text, found, question, topics)
        gathered = await self._gatherer.gather(question, evidence, where, known)
        utilities, shares = await self._ranked(question, gathered)
        candidates = await self._candidates(evidence, known, gathered, utilities, shares)
        threads = past_threads(passages, found.scores, close, question.asker_id, question.asked_at)
        calibration = self._settings.calibration if found.has_meaning else self._settings.unread
        return Ranking(
            candidates=tuple(candidates),
            threads=tuple(threads),
            stands_out=any(candidate.can_be_shown for candidate in candidates),
            ask_in=next(iter(where), None),
            confidence=chance(list(utilities.values()), SHOWN, calibration),
            calibration=calibration,
            answers=chance_that_first_answers(threads),
            promising=promising(passages, found.scores, close, question.asker_id),
            utilities=utilities,
        )

    async def recall(self, question: Question) -> Ranking:
        """The past threads of ``rank``, with their chances, and nobody: for whoever needs no people.

        Raises EmptyQuestionError.
        """
        found, passages, close = await self._passages(_asked(question), question)
        threads = past_threads(passages, found.scores, close, question.asker_id, question.asked_at)
        return Ranking(
            candidates=(),
            threads=tuple(threads),
            stands_out=False,
            ask_in=None,
            answers=chance_that_first_answers(threads),
            promising=promising(passages, found.scores, close, question.asker_id),
        )

    async def about(self, question: Question, held: About[Found_co]) -> Sequence[Found_co]:
        """Those of these short texts that are near the question, best first. Raises EmptyQuestionError.

        Where not all readers may read what is public, no word counts more for being rare there.
        """
        text, is_public = _asked(question), question.scope.is_among_colleagues
        return await self._aside(
            lambda: held.near(
                self._search.covered(held.texts, text) if is_public else plainly_covered(held.texts, text),
                self._vector(text),
            )
        )

    async def _passages(
        self, text: str, question: Question
    ) -> tuple[_Found, list[PassageHead], set[PassageId]]:
        """What was found, its passages, the best first, and which of them are close."""
        found = await self._aside(lambda: self._retrieve(text, question))
        heads = await self._evidence.heads(list(found.fused))
        passages = [p for p in heads if not question.is_asked_in(p.channel_id, p.thread_ts)]
        passages.sort(key=lambda passage: (-found.fused[passage.id], passage.id))
        examined = [p.id for p in passages[: self._settings.examined]]
        return found, passages, await self._close(text, found, examined, question.scope.partitions)

    def _retrieve(self, text: str, question: Question) -> _Found:
        partitions, depth = question.scope.partitions, self._settings.depth
        words = self._search.by_words(text, partitions, depth)
        vector = self._vector(text)
        meaning = [] if vector is None else self._search.by_meaning(vector, partitions, depth)
        return _Found(
            fused=fused([meaning, words]),
            scores=Scores(words=_scores_of(words), meaning=_scores_of(meaning)),
            vector=vector,
        )

    def _known(
        self, text: str, found: _Found, question: Question, topics: Topics | None
    ) -> Mapping[PersonId, Knows]:
        """Who has declared something near the question: public, so whatever the scope's partitions are."""
        if topics is None:
            return {}
        covered = self._search.covered(topics.texts, text)
        return topics.near(covered, found.vector, question.asked_at, question.scope.may_suggest)

    def _vector(self, text: str) -> Vectors | None:
        """Read once, whoever needs it first; None in a language that the model does not read."""
        if self._read is None or self._read[0] != text:
            self._read = text, self._embedder.encode([text])[0] if self._serves(text) else None
        return self._read[1]

    def _serves(self, text: str) -> bool:
        served = self._embedder.languages
        if served is None:
            return True
        language = self._detect(text)
        return (telling_language(text) or language if language == UNKNOWN else language) in {*served, UNKNOWN}

    async def _ranked(self, question: Question, gathered: Gathered) -> tuple[dict[PersonId, float], Shares]:
        """Everyone who may be named, by utility."""
        may = question.scope.may_suggest
        found = {who for who in gathered.people if who != question.asker_id and may(who)}
        named = await self._people.nameable(found)
        shares = log_shares(named, gathered.values)
        return shares.utilities(self._settings.weights), shares

    async def _candidates(
        self,
        evidence: Sequence[Evidence],
        known: Mapping[PersonId, Knows],
        gathered: Gathered,
        utilities: Mapping[PersonId, float],
        shares: Shares,
    ) -> list[Candidate]:
        """Of all who are ranked those that somebody may look at, best first."""
        telling = {item.person_id for item in evidence if item.is_close} | known.keys()
        looked_at = [who for rank, who in enumerate(utilities) if rank < DETAILED or who in telling]
        people = await self._people.by_ids(looked_at)
        by_person = _by_person(one_per_thread(evidence), {person.id for person in people})
        signals = [shares[person.id] for person in people]
        return [
            Candidate(
                person=person,
                score=utilities[person.id],
                evidence=tuple(by_person.get(person.id, ())),
                activity=gathered.activity.get(person.id, Activity()),
                signals=own,
                reasons=why,
                knows=known[person.id].topics if person.id in known else (),
            )
            for person, own, why in zip(
                people, signals, reasons(signals, self._settings.weights), strict=True
            )
        ]

    async def _close(
        self, text: str, found: _Found, examined: Sequence[PassageId], partitions: Collection[Partition]
    ) -> set[PassageId]:
        """Those near enough to be shown: by meaning and rare words together, or by rare words alone.

        Words are read only where they can decide. The bars were measured with questions of a place's own
        and of other places: docs/decisions/0015.
        """
        close = {each for each in examined if self._is_close(each, found, 0.0)}
        open_ = [each for each in examined if each not in close and self._is_close(each, found, 1.0)]
        texts = await self._evidence.texts(open_) if open_ else {}
        covered = ((each, self._search.coverage(text, own, partitions)) for each, own in texts.items())
        return close | {each for each, coverage in covered if self._is_close(each, found, coverage)}

    def _is_close(self, passage_id: PassageId, found: _Found, coverage: float) -> bool:
        if not found.has_meaning:
            return coverage >= self._settings.coverage_alone
        cosine = found.scores.meaning.get(passage_id, 0.0)
        return cosine + self._settings.coverage_worth * coverage >= self._settings.closeness


def _asked(question: Question) -> str:
    """Raises EmptyQuestionError when there is nothing to search for."""
    text = question.text.strip()[:LONGEST_QUESTION]
    if not any(map(str.isalnum, text)):
        raise EmptyQuestionError
    return text


def _scores_of(hits: Sequence[Hit]) -> dict[PassageId, float]:
    return {hit.passage_id: hit.score for hit in hits}


def _by_person(evidence: Iterable[Evidence], people: Collection[PersonId]) -> dict[PersonId, list[Evidence]]:
    grouped: dict[PersonId, list[Evidence]] = {}
    for item in evidence:
        if item.person_id in people:
            grouped.setdefault(item.person_id, []).append(item)
    return grouped
