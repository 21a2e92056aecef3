"""What a ranking must beat: two habits and plain retrieval, worked out on the same past.

A habit asks whoever has been answering lately. A vote asks those who answered in the threads most
similar to the question. Neither combines anything.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp2

from expertise.types import ChannelId, Message, MessageKind, MessageTs, Passage, PersonId, Role
from index.types import Hit, PassageId

ACTIVE = "active180"
"""Most threads answered anywhere in the window."""

CHANNEL = "channel180"
"""Most threads answered in the question's channel in the window, then anywhere: the usual habit."""

BM25 = "bm25"
DENSE = "dense"
DECAYED = "-decayed"
"""Added to a vote's name: the same vote with a half-life."""

WINDOW = timedelta(days=180)
HALF_LIFE = timedelta(days=180)
VOTING_THREADS = 50

ThreadKey = tuple[ChannelId, MessageTs]


class Answers:
    """Who has answered in which thread so far. Messages come in time order, questions in between.

    Whoever first speaks in a thread opens it; everyone else answers it, once. A message outside
    threads is a thread of its own.
    """

    def __init__(self) -> None:
        self._threads: dict[ThreadKey, _Thread] = {}
        self._anywhere = _Window()
        self._channels: dict[ChannelId, _Window] = {}

    def take(self, message: Message) -> None:
        """The next message has been written."""
        if message.kind is not MessageKind.PERSON:
            return
        key = (message.channel_id, message.thread_ts or message.ts)
        thread = self._threads.setdefault(key, _Thread(started_at=message.at))
        person = message.author_id
        if person is None or person in thread.answered:
            return
        if thread.opener is None:
            thread.opener = person
        elif person != thread.opener:
            thread.answered.add(person)
            self._anywhere.add(person, message.at)
            self._channels.setdefault(message.channel_id, _Window()).add(person, message.at)

    def active(self, at: datetime) -> list[PersonId]:
        """Those who answered in the window before that time, most threads first, ties by id."""
        anywhere = self._anywhere.counts(at)
        return sorted(anywhere, key=lambda person: (-anywhere[person], person))

    def active_in(self, channel_id: ChannelId | None, at: datetime) -> list[PersonId]:
        """The same people by threads in this channel, then anywhere, then id."""
        anywhere = self._anywhere.counts(at)
        here = self._channels[channel_id].counts(at) if channel_id in self._channels else Counter()
        return sorted(anywhere, key=lambda person: (-here[person], -anywhere[person], person))

    def similar(self, passage: Passage, score: float) -> "SimilarThread":
        """The thread of a passage, with all who have answered in it so far.

        A stretch of unthreaded talk is known only by its passages: there, who answered in this one.
        """
        key = (passage.channel_id, passage.thread_ts)
        thread = self._threads.get(key) or _Thread(started_at=passage.started_at)
        spoke = {speaker.person_id for speaker in passage.speakers if speaker.role is Role.ANSWERED}
        return SimilarThread(
            key=key, score=score, started_at=thread.started_at, answered=frozenset(thread.answered | spoke)
        )


@dataclass(slots=True, kw_only=True)
class _Thread:
    started_at: datetime
    opener: PersonId | None = None
    answered: set[PersonId] = field(default_factory=set)


class _Window:
    """Exact counts of the events of the last ``WINDOW``; asked at times that never go back."""

    def __init__(self) -> None:
        self._events: deque[tuple[datetime, PersonId]] = deque()
        self._counts: Counter[PersonId] = Counter()

    def add(self, person: PersonId, at: datetime) -> None:
        self._events.append((at, person))
        self._counts[person] += 1

    def counts(self, at: datetime) -> Counter[PersonId]:
        while self._events and self._events[0][0] < at - WINDOW:
            _, person = self._events.popleft()
            self._counts[person] -= 1
            if not self._counts[person]:
                del self._counts[person]
        return self._counts


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarThread:
    """A past thread, how similar it is to the question, and who has answered in it."""

    key: ThreadKey
    score: float
    started_at: datetime
    answered: frozenset[PersonId]


def best_passages(hits: Iterable[Hit], passages: Mapping[PassageId, Passage]) -> list[tuple[Passage, float]]:
    """The best passage of each thread with its score, in the order of ``hits``."""
    best: dict[ThreadKey, tuple[Passage, float]] = {}
    for hit in hits:
        if passage := passages.get(hit.passage_id):
            best.setdefault((passage.channel_id, passage.thread_ts), (passage, hit.score))
    return list(best.values())


def vote(
    threads: Sequence[SimilarThread], at: datetime, half_life: timedelta | None = None
) -> list[PersonId]:
    """The first ``VOTING_THREADS`` threads vote with their score for those who answered in them.

    With a half-life, a score is worth ``2 ** (-age / half_life)`` of itself, by the thread's age. A score
    that is not positive votes for nobody. Best first, ties by id.
    """
    votes: dict[PersonId, float] = {}
    for thread in threads[:VOTING_THREADS]:
        weight = thread.score * (exp2((thread.started_at - at) / half_life) if half_life else 1.0)
        if weight > 0:
            for person in thread.answered:
                votes[person] = votes.get(person, 0.0) + weight
    return sorted(votes, key=lambda person: (-votes[person], person))
