"""Beside each replayed question, what the baselines would have said, knowing no more than the bot."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.answering import Tools
from bot.ports import UnitOfWork
from expertise.baselines import (
    ACTIVE,
    BM25,
    CHANNEL,
    DECAYED,
    DENSE,
    HALF_LIFE,
    Answers,
    SimilarThread,
    ThreadKey,
    best_passages,
    vote,
)
from expertise.types import ChannelId, Message, PersonId
from index.types import PUBLIC, Hit

_BEST = 100
_PASSAGES = 256

_Search = Callable[[int], list[Hit]]
"""The best so many passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the baselines see it. ``nobody`` are those who may not be named."""

    text: str
    at: datetime
    channel_id: ChannelId | None
    nobody: Collection[PersonId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """By the baseline's name: people to ask, and past threads, best hundred first."""

    people: Mapping[str, tuple[PersonId, ...]]
    threads: Mapping[str, tuple[ThreadKey, ...]] = field(default_factory=dict)


class Comparison:
    """Keeps count of the answers as messages happen; searches only where votes are wanted."""

    def __init__(self, *, with_votes: bool) -> None:
        self._answers = Answers()
        self._with_votes = with_votes

    def take(self, messages: Iterable[Message]) -> None:
        """These messages have been written, in time order."""
        for message in messages:
            self._answers.take(message)

    async def rank(self, uow: UnitOfWork, tools: Tools, asked: Asked) -> Baselines:
        """What each baseline says at that moment: the habits always, votes and threads if wanted."""
        similar = await self._similar(uow, tools, asked.text) if self._with_votes else {}
        people = {
            ACTIVE: self._answers.active(asked.at),
            CHANNEL: self._answers.active_in(asked.channel_id, asked.at),
        }
        for name, threads in similar.items():
            people[name] = vote(threads, asked.at)
            people[name + DECAYED] = vote(threads, asked.at, HALF_LIFE)
        return Baselines(
            people={name: _named(ranking, asked.nobody) for name, ranking in people.items()},
            threads={name: tuple(t.key for t in threads[:_BEST]) for name, threads in similar.items()},
        )

    async def _similar(self, uow: UnitOfWork, tools: Tools, text: str) -> dict[str, list[SimilarThread]]:
        scope = frozenset({PUBLIC})
        vector = tools.embedder.encode([text])[0]
        return {
            BM25: await self._threads(uow, lambda k: tools.search.by_words(text, scope, k)),
            DENSE: await self._threads(uow, lambda k: tools.search.by_meaning(vector, scope, k)),
        }

    async def _threads(self, uow: UnitOfWork, search: _Search) -> list[SimilarThread]:
        """At least ``_BEST`` threads where there are as many: passages of one thread crowd together."""
        depth = _PASSAGES
        while True:
            hits = search(depth)
            passages = {p.id: p for p in await uow.passages.by_ids([hit.passage_id for hit in hits])}
            best = best_passages(hits, passages)
            if len(best) >= _BEST or len(hits) < depth:
                return [self._answers.similar(passage, score) for passage, score in best]
            depth *= 2


def _named(ranking: Sequence[PersonId], nobody: Collection[PersonId]) -> tuple[PersonId, ...]:
    return tuple(person for person in ranking if person not in nobody)[:_BEST]
