"""What the bot has to say of a ranking: who, why, in whose words, with links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.card_finding import Kept
from bot.permalinks import permalink
from bot.ports import UnitOfWork
from bot.types import MessageKey, Workspace
from expertise.explanation import Explanation, explain
from expertise.types import (
    Candidate,
    Channel,
    ChannelId,
    Message,
    MessageKind,
    MessageTs,
    PastThread,
    Person,
    PersonId,
    Question,
    Ranking,
)

_QUOTE_LENGTH = 240
_THREADS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Somebody's own words, shortened, with where they stand. ``ts`` names the message in its channel."""

    text: str
    author: Person | None
    channel: Channel
    ts: MessageTs
    at: datetime
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A person to ask, and why."""

    person: Person
    score: float
    explanation: Explanation
    channels: tuple[Channel, ...]
    quotation: Quotation | None
    member_of: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot has to say. Without suggestions nobody stands out.

    ``cards`` are knowledge cards near the question, the nearest first; the threads that they were made of are
    not told again. ``ask_in`` is where the closest talk is, ``belongs_in`` the channel that by its name and
    purpose is for such things: looked for only where nobody can be shown for what they wrote or declared.
    """

    question: str
    asked_at: datetime
    suggestions: tuple[Suggestion, ...]
    threads: tuple[Quotation, ...]
    ask_in: Channel | None
    ranking: Ranking
    belongs_in: Channel | None = None
    cards: tuple[Kept, ...] = ()


class Telling:
    """Turns a ranking into what can be shown: names of channels, quotations, links."""

    def __init__(
        self,
        uow: UnitOfWork,
        workspace: Workspace,
        question: Question,
        channels: Mapping[ChannelId, Channel],
    ) -> None:
        self._uow = uow
        self._workspace = workspace
        self._question = question
        self._channels = channels

    async def answer(
        self,
        ranking: Ranking,
        shown: Sequence[Candidate],
        belongs_in: Channel | None = None,
        cards: Sequence[Kept] = (),
    ) -> Answer:
        explanations = [explain(candidate) for candidate in shown]
        kept = {(each.card.channel_id, each.card.thread_ts) for each in cards}
        others = [each for each in ranking.threads if (each.channel_id, each.ts) not in kept]
        threads = [thread for thread in others if self._may_help(thread)][:_THREADS] if shown else []
        messages = await self._uow.transcript.by_keys(_keys(explanations, threads))
        authors = await self._uow.people.by_ids({m.author_id for m in messages.values() if m.author_id})
        quoting = _Quoting(self._workspace, self._channels, {p.id: p for p in authors}, messages)
        return Answer(
            question=self._question.text,
            asked_at=self._question.asked_at,
            suggestions=tuple(
                _suggestion(candidate, explanation, quoting)
                for candidate, explanation in zip(shown, explanations, strict=True)
            ),
            threads=tuple(filter(None, (quoting.quote(t.channel_id, t.ts) for t in threads))),
            ask_in=self._channels.get(ranking.ask_in) if ranking.ask_in else None,
            ranking=ranking,
            belongs_in=belongs_in,
            cards=tuple(cards),
        )

    def _may_help(self, thread: PastThread) -> bool:
        """Not where the asker alone spoke: that they asked before is no news to them."""
        asker = self._question.asker_id
        return thread.is_close and any(one.person_id != asker for one in thread.passage.speakers)


def _keys(explanations: Iterable[Explanation], threads: Iterable[PastThread]) -> list[MessageKey]:
    quoted = [(e.best.passage.channel_id, e.best.ts) for e in explanations if e.best]
    return [*quoted, *((t.channel_id, t.ts) for t in threads)]


def _suggestion(candidate: Candidate, explanation: Explanation, quoting: "_Quoting") -> Suggestion:
    best = explanation.best
    return Suggestion(
        person=candidate.person,
        score=candidate.score,
        explanation=explanation,
        channels=tuple(quoting.channels[c] for c in explanation.channels),
        quotation=quoting.quote(best.passage.channel_id, best.ts) if best else None,
        member_of=tuple(quoting.channels[c] for c in explanation.member_of),
    )


@dataclass(frozen=True, slots=True)
class _Quoting:
    workspace: Workspace
    channels: Mapping[ChannelId, Channel]
    people: Mapping[PersonId, Person]
    messages: Mapping[MessageKey, Message]

    def quote(self, channel_id: ChannelId, ts: MessageTs) -> Quotation | None:
        """The message's words, or None where it, or the right to see it, is gone."""
        message = self.messages.get((channel_id, ts))
        channel = self.channels.get(channel_id)
        if not message or not channel or message.kind is MessageKind.TOMBSTONE:
            return None
        return Quotation(
            text=shorten(message.text),
            author=self.people.get(message.author_id) if message.author_id else None,
            channel=channel,
            ts=message.ts,
            at=message.at,
            link=permalink(self.workspace, channel, message),
        )


def shorten(text: str, length: int = _QUOTE_LENGTH) -> str:
    """The beginning of a text on one line, cut between words, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length + 1].rsplit(" ", 1)[0][:length].rstrip(" ,.;:") + "…"
