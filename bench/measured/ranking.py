"""``ranking``: from hits to ranked people among a million passages and ten thousand people.

Hits are drawn beforehand: what searching takes is measured by ``vectors`` and ``words``, what encoding
takes by ``question``. All else is the product's: its stores over SQLite, its matcher, its coverage.
"""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from bench.figures import Row, Spread, at_most, spread, timed
from bench.history import History, filled
from bench.materials import Materials, application_at, stage
from bot.answering import Tools, matcher
from bot.audience import readable_channels
from bot.ports import Storage
from expertise.matcher import LONGEST_QUESTION
from expertise.ports import PassageSearch
from expertise.types import Question, Scope
from index.short_texts import Covered, ShortTexts
from index.types import PUBLIC, Embedder, Hit, Partition, PassageId, Vectors

PASSAGES = 1_000_000
PEOPLE = 10_000
QUESTIONS = 120
LIMIT_SECONDS = 0.015
_WARM_UP = 20
_IN_BOTH = 0.15
"""Share of the passages found by words that are found by meaning too, as among real ones."""
_NEAR = 0.5
"""Share of the hits that stand in one of a few channels: where such things are discussed."""
_NEAR_CHANNELS = 3


def measure(materials: Materials) -> Iterator[Row]:
    """Two rows: asked in a channel, and anywhere. The limit is on what 95 % stay below."""
    options, folder = materials.options, materials.place("ranking")
    count = options.scaled(PASSAGES)
    with stage(f"writing a database of {count:,} passages"):
        history = asyncio.run(filled(folder, materials.passages, count, PEOPLE, options.seed))
    texts = [asked.text[:LONGEST_QUESTION] for asked in materials.questions(QUESTIONS + _WARM_UP)]
    with stage(f"asking {QUESTIONS} questions, in a channel and anywhere"):
        figures = asyncio.run(_asked(materials, history, texts))
    size = (folder / "kenner.db").stat().st_size
    for what, (ours, found) in figures.items():
        yield Row(
            benchmark="ranking",
            what=f"{count:,} passages, {PEOPLE:,} people: {what}",
            ours=ours,
            limit=at_most(ours.p95, LIMIT_SECONDS, f"p95 ≤ {LIMIT_SECONDS * 1e3:g} ms"),
            note=f"without encoding and searching; {found:.0f} people ranked; {size / 1e6:,.0f} MB on disk",
        )


async def _asked(
    materials: Materials, history: History, texts: Sequence[str]
) -> dict[str, tuple[Spread, float]]:
    """Seconds by where it was asked, and how many people were ranked on average."""
    home = application_at(materials.home)
    async with home.storage() as storage:
        tools = home.tools(await home.workspace(storage))
    drawn = _Drawn(history, tools.search, materials.options.seed)
    tools = replace(tools, search=drawn, embedder=_Encoded(tools.embedder))
    async with application_at(history.folder).storage() as storage:
        return {
            "asked in a channel": await _timed(storage, history, tools, texts, in_channel=True),
            "asked anywhere": await _timed(storage, history, tools, texts, in_channel=False),
        }


async def _timed(
    storage: Storage, history: History, tools: Tools, texts: Sequence[str], *, in_channel: bool
) -> tuple[Spread, float]:
    seconds: list[float] = []
    ranked = []
    scope = Scope(partitions=frozenset({PUBLIC}))
    for number, text in enumerate(texts):
        question = Question(
            text=text,
            asked_at=history.end,
            scope=scope,
            asker_id=history.askers[number % len(history.askers)],
            channel_id=history.channel_of(number) if in_channel else None,
        )
        async with storage.begin(history.workspace_id) as uow:
            ranks = matcher(uow, tools, await readable_channels(uow, scope))
            tools.search.by_words(text, scope.partitions, tools.settings.depth)  # draws the hits
            with timed(seconds):
                ranking = await ranks.rank(question)
        ranked.append(len(ranking.utilities))
    return spread(seconds[_WARM_UP:]), float(np.mean(ranked))


@dataclass(frozen=True)
class _Encoded:
    """An ``Embedder`` that costs nothing."""

    real: Embedder

    @property
    def model_id(self) -> str:
        return self.real.model_id

    @property
    def dimension(self) -> int:
        return self.real.dimension

    @property
    def languages(self) -> frozenset[str] | None:
        return self.real.languages

    @cached_property
    def _nothing(self) -> Vectors:
        return np.zeros((1, self.dimension), dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._nothing[: len(texts)]


class _Drawn:
    """A ``PassageSearch`` whose hits were drawn before it is asked for them; coverage is the real one."""

    def __init__(self, history: History, real: PassageSearch, seed: int) -> None:
        self._history = history
        self._real = real
        self._chooser = np.random.default_rng(seed)
        self._hits: dict[str, tuple[list[Hit], list[Hit]]] = {}
        self._text = ""

    def by_words(self, text: str, _partitions: Collection[Partition], k: int) -> list[Hit]:
        self._text = text
        if text not in self._hits:
            self._hits[text] = self._draw(k)
        return self._hits[text][0]

    def by_meaning(self, _vector: Vectors, _partitions: Collection[Partition], _k: int) -> list[Hit]:
        """Of the question that was last searched for by words."""
        return self._hits[self._text][1]

    def coverage(self, text: str, passage_text: str, partitions: Collection[Partition]) -> float:
        return self._real.coverage(text, passage_text, partitions)

    def covered(self, texts: ShortTexts, question: str) -> Covered:
        return self._real.covered(texts, question)

    def _draw(self, k: int) -> tuple[list[Hit], list[Hit]]:
        """Scores fall as they do among real passages: BM25 from 30 to 10, cosines from 0.7 to 0.3."""
        rows = self._rows(2 * k)
        both = round(_IN_BOTH * k)
        words, meaning = rows[:k], [*rows[:both], *rows[k : 2 * k - both]]
        shuffled = self._chooser.permutation(meaning).tolist()
        return _falling(words, 30.0, 10.0), _falling(shuffled, 0.7, 0.3)

    def _rows(self, count: int) -> list[int]:
        near = self._history.in_channels(self._chooser, _NEAR_CHANNELS, round(_NEAR * count))
        found = dict.fromkeys(near)
        while len(found) < count:
            found[int(self._chooser.integers(self._history.passages)) + 1] = None
        return [int(row) for row in self._chooser.permutation(list(found))]


def _falling(rows: Sequence[int], first: float, last: float) -> list[Hit]:
    scores = np.geomspace(first, last, len(rows)).tolist()
    return [Hit(passage_id=PassageId(row), score=score) for row, score in zip(rows, scores, strict=True)]
