"""A history, walked through in time: before each past question the bot is asked who should answer.

It goes the same way as live traffic: messages through ingestion, passages through the index,
questions through the matcher. At a question only messages with an earlier ``ts`` exist.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from bot.answering import Tools, matcher
from bot.arranging import arrange
from bot.audience import readable_channels
from bot.comparing import Asked, Baselines, Comparison
from bot.indexing import IndexPublisher, embed_missing, publish
from bot.ingestion import Reading, put_message
from bot.itinerary import Turns, itinerary
from bot.past import Past, PastQuestion, Replayed
from bot.ports import Storage, UnitOfWork
from bot.rereading import rereading
from bot.types import Workspace
from expertise.errors import EmptyQuestionError
from expertise.fairness import NEARLY
from expertise.learning import Learner, example
from expertise.matcher import LONGEST_QUESTION, Settings
from expertise.ports import PassageSearch
from expertise.types import Channel, ChannelId, Message, PersonId, Question, Ranking, Scope
from index.types import PUBLIC, Embedder

_BULK = 2_000
_NOTHING = Ranking(candidates=(), threads=(), stands_out=False, ask_in=None)


class ReplayIndex(IndexPublisher, Protocol):
    """An index that can be published to and searched."""

    def open_reader(self) -> PassageSearch: ...


Progress = Callable[[str, int, int], None]


class Replay:
    """One walk through a history, over any storage; the in-memory one is quickest."""

    def __init__(
        self,
        storage: Storage,
        workspace: Workspace,
        index: ReplayIndex,
        reading: Reading,
        embedder: Embedder,
        settings: Settings,
        on_progress: Progress,
        *,
        fairness: float = NEARLY,
    ) -> None:
        self._storage = storage
        self._workspace = workspace
        self._index = index
        self._reading = rereading(reading)
        self._embedder = embedder
        self._settings = settings
        self._on_progress = on_progress
        self._turns = Turns(fairness)
        self._search: PassageSearch | None = None
        self.learner = Learner(settings.weights)

    async def run(
        self,
        past: Past,
        questions: Sequence[PastQuestion],
        lessons: Sequence[PastQuestion] = (),
        *,
        with_votes: bool = False,
        with_people: bool = True,
    ) -> AsyncIterator[Replayed]:
        """The outcome of each question, in time order; the baselines that search only ``with_votes``.

        Without ``with_people`` only past threads are looked for, which is quicker by far.
        ``lessons`` are learned from on the way, each once its truth is complete.
        """
        await self._enter(past)
        comparison = Comparison(with_votes=with_votes)
        bots = frozenset(person.id for person in past.people if person.is_bot)
        channels = {channel.id: channel for channel in past.channels}
        messages = sorted(map(_without_future, past.messages), key=attrgetter("ts", "channel_id"))
        position = 0
        steps = itinerary(questions, lessons)
        for number, step in enumerate(steps, 1):
            start = position
            while position < len(messages) and messages[position].ts < step.asked.ts:
                position += 1
            if position > start:
                await self._take(messages[start:position], channels)
                comparison.take(messages[start:position])
                self._search = None
            outcome = await self._ask(
                step.asked, comparison, bots, is_wanted=step.is_wanted, with_people=with_people
            )
            if step.lesson:
                self._learn(step.lesson, outcome.ranking)
            if step.is_wanted:
                yield self._turns.taken(outcome)
            self._on_progress("replaying", number, len(steps))

    def _learn(self, lesson: PastQuestion, ranking: Ranking) -> None:
        signals = {candidate.person.id: candidate.signals for candidate in ranking.candidates}
        if found := example(lesson.at, signals, lesson.helpers):
            self.learner.add(found)

    async def _enter(self, past: Past) -> None:
        """Who there is, and where: an export says of them what became of them only at its end."""
        async with self._storage.registry() as registry:
            await registry.workspaces.ensure(self._workspace)
            await registry.commit()
        async with self._storage.begin(self._workspace.id) as uow:
            await uow.people.save([replace(p, title="", has_left=False) for p in past.people])
            await uow.channels.save([replace(c, purpose="", is_archived=False) for c in past.channels])
            await uow.commit()

    async def _take(self, messages: Sequence[Message], channels: dict[ChannelId, Channel]) -> None:
        """Let messages happen: one by one, or a long stretch at once, which comes to the same rows."""
        async with self._storage.begin(self._workspace.id) as uow:
            if len(messages) < _BULK or await uow.transcript.count():
                for message in messages:
                    await put_message(uow, channels[message.channel_id], message, self._reading)
            else:
                for channel_id, own in _by_channel(_with_parents(messages)).items():
                    await uow.messages.add(channel_id, own)
                    await arrange(uow, channels[channel_id], self._reading)
            await uow.commit()

    async def _ask(
        self,
        question: PastQuestion,
        comparison: Comparison,
        bots: frozenset[PersonId],
        *,
        is_wanted: bool,
        with_people: bool,
    ) -> Replayed:
        tools = await self._ready(question.at)
        nobody = bots | question.excluded | ({question.asker_id} if question.asker_id else set())
        asked = Asked(
            text=question.text.strip()[:LONGEST_QUESTION],
            at=question.at,
            channel_id=question.channel_id,
            nobody=nobody,
        )
        async with self._storage.begin(self._workspace.id) as uow:
            ranking = await _rank(uow, tools, question, with_people=with_people)
            is_compared = is_wanted and with_people
            beside = await comparison.rank(uow, tools, asked) if is_compared else Baselines(people={})
        return Replayed(
            question=question, ranking=ranking, baselines=beside.people, baseline_threads=beside.threads
        )

    async def _ready(self, at: datetime) -> Tools:
        return Tools(
            embedder=self._embedder,
            detect=self._reading.detect,
            search=await self._published(),
            clock=lambda: at,
            settings=replace(self._settings, weights=self.learner.at(at).weights),
        )

    async def _published(self) -> PassageSearch:
        """The index of all that has happened; the same as for the last question where nothing has since."""
        if self._search is None:
            await embed_missing(self._storage, self._workspace.id, self._embedder, _silent)
            await publish(self._storage, self._workspace.id, self._index, self._embedder.model_id)
            self._search = self._index.open_reader()
        return self._search


async def _rank(uow: UnitOfWork, tools: Tools, question: PastQuestion, *, with_people: bool) -> Ranking:
    """What the bot says in chat; of a text without a letter it says nothing, which counts as a miss."""
    scope = Scope(partitions=frozenset({PUBLIC}), unnamed=question.excluded)
    put = Question(
        text=question.text,
        asked_at=question.at,
        scope=scope,
        asker_id=question.asker_id,
        channel_id=question.channel_id,
    )
    try:
        matching = matcher(uow, tools, await readable_channels(uow, scope))
        return await (matching.rank(put) if with_people else matching.recall(put))
    except EmptyQuestionError:
        return _NOTHING


def _without_future(message: Message) -> Message:
    """An export marks a thread's first message from the start: only its first reply makes it one."""
    is_parent = message.thread_ts == message.ts
    return replace(message, thread_ts=None if is_parent else message.thread_ts, edited_at=None)


def _with_parents(messages: Sequence[Message]) -> list[Message]:
    """Marks again the first messages of threads that have a reply among these."""
    parents = {(m.channel_id, m.thread_ts) for m in messages if m.thread_ts}
    return [replace(m, thread_ts=m.ts) if m.key in parents else m for m in messages]


def _by_channel(messages: Iterable[Message]) -> dict[ChannelId, list[Message]]:
    grouped: dict[ChannelId, list[Message]] = {}
    for message in messages:
        grouped.setdefault(message.channel_id, []).append(message)
    return grouped


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress of the small steps between two questions is not shown."""
