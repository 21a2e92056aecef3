"""A history, walked through in time: before each past question the bot is asked who should answer.

It goes the same way as live traffic: messages through ingestion, passages through the index,
questions through the matcher. At a question only messages with an earlier ``ts`` exist.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from bot.answering import Tools, matcher
from bot.arranging import arrange
from bot.audience import readable_channels
from bot.indexing import IndexPublisher, embed_missing, publish
from bot.ingestion import Reading, put_message
from bot.ports import Storage
from bot.types import Workspace
from expertise.matcher import Settings
from expertise.ports import PassageSearch
from expertise.types import Channel, ChannelId, Message, MessageTs, Person, PersonId, Question, Ranking, Scope
from index.types import PUBLIC, Embedder

_BULK = 2_000
_ACTIVE_PEOPLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PastQuestion:
    """A question out of the past; ``helpers`` is who then answered, empty where that is not known."""

    qid: str
    text: str
    ts: MessageTs
    at: datetime
    channel_id: ChannelId | None
    asker_id: PersonId | None
    helpers: frozenset[PersonId] = frozenset()
    excluded: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A history as replay needs it: everything, to be given out in time order."""

    workspace: Workspace
    people: Sequence[Person]
    channels: Sequence[Channel]
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What the bot would have said, and what the habit says: whoever has been answering here lately."""

    question: PastQuestion
    ranking: Ranking
    habit: tuple[PersonId, ...]
    baselines: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)


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
    ) -> None:
        self._storage = storage
        self._workspace = workspace
        self._index = index
        self._reading = reading
        self._embedder = embedder
        self._settings = settings
        self._on_progress = on_progress

    async def run(self, past: Past, questions: Sequence[PastQuestion]) -> AsyncIterator[Replayed]:
        """The outcome of each question, in time order."""
        await self._enter(past)
        channels = {channel.id: channel for channel in past.channels}
        messages = sorted(map(_without_future, past.messages), key=attrgetter("ts", "channel_id"))
        position = 0
        for number, question in enumerate(sorted(questions, key=attrgetter("ts", "qid")), 1):
            start = position
            while position < len(messages) and messages[position].ts < question.ts:
                position += 1
            await self._take(messages[start:position], channels)
            yield await self._ask(question)
            self._on_progress("replaying", number, len(questions))

    async def _enter(self, past: Past) -> None:
        async with self._storage.registry() as registry:
            await registry.workspaces.ensure(self._workspace)
            await registry.commit()
        async with self._storage.begin(self._workspace.id) as uow:
            await uow.people.save(past.people)
            await uow.channels.save(past.channels)
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

    async def _ask(self, question: PastQuestion) -> Replayed:
        tools = await self._ready(question.at)
        async with self._storage.begin(self._workspace.id) as uow:
            scope = Scope(partitions=frozenset({PUBLIC}), unnamed=question.excluded)
            readable = await readable_channels(uow, scope)
            ranking = await matcher(uow, tools, readable).rank(
                Question(
                    text=question.text,
                    asked_at=question.at,
                    scope=scope,
                    asker_id=question.asker_id,
                    channel_id=question.channel_id,
                )
            )
            around = await uow.activity.busiest(
                scope.partitions, question.channel_id, question.at, _ACTIVE_PEOPLE
            )
        habit = sorted(around, key=lambda p: (-around[p].here, -around[p].anywhere, p))
        nobody = question.excluded | {question.asker_id}
        return Replayed(question=question, ranking=ranking, habit=tuple(p for p in habit if p not in nobody))

    async def _ready(self, at: datetime) -> Tools:
        await embed_missing(self._storage, self._workspace.id, self._embedder, _silent)
        await publish(self._storage, self._workspace.id, self._index, self._embedder.model_id)
        return Tools(
            embedder=self._embedder,
            detect=self._reading.detect,
            search=self._index.open_reader(),
            clock=lambda: at,
            settings=self._settings,
        )


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
