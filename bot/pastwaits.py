"""What became of past questions: who answered first, after how long, and which ones nobody answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from bot.past import PastQuestion
from bot.pastquestions import opening_question
from expertise.passages import is_pause
from expertise.questions import looks_like_question
from expertise.types import ChannelId, Message, MessageKind, MessageTs, PersonId

SETTLED = timedelta(days=7)
"""Time after which a question without an answer counts as one that nobody answered."""

MOST = 200
"""Questions without an answer that are asked again, so that a replay ends in reasonable time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What became of the messages that look like questions, and who first answered in any thread.

    ``answered`` is the time to the first reply by somebody else, shortest first. ``unanswered`` is in
    time order. ``unknown`` counts questions in the midst of talk outside threads, where nobody can say
    what answers what. ``first`` names, by question, the person whose answer came first: to count how
    answering was spread, never to be shown. ``replied`` is when that was, and ``questions`` are those that
    ``answered`` is about, in time order.
    """

    answered: tuple[timedelta, ...] = ()
    unanswered: tuple[PastQuestion, ...] = ()
    unknown: int = 0
    first: Mapping[str, PersonId] = field(default_factory=dict)
    replied: Mapping[str, datetime] = field(default_factory=dict)
    questions: tuple[PastQuestion, ...] = ()


def waits(messages: Iterable[Message], since: MessageTs) -> Waits:
    """Of the questions asked from ``since`` until a week before the history ends."""
    said = sorted((m for m in messages if m.kind is MessageKind.PERSON), key=attrgetter("ts", "channel_id"))
    openings = [o for o in _openings(said) if o.message.ts >= since and o.message.author_id]
    asked = [o for o in openings if _is_settled(o.message, said[-1]) and looks_like_question(o.message.text)]
    silent = [o for o in asked if o.reply is None]
    return Waits(
        answered=tuple(sorted(o.reply.at - o.message.at for o in asked if o.reply)),
        unanswered=tuple(opening_question(o.message) for o in silent if o.is_alone),
        unknown=sum(not o.is_alone for o in silent),
        first={o.qid: o.reply.author_id for o in openings if o.reply and o.reply.author_id},
        replied={o.qid: o.reply.at for o in asked if o.reply},
        questions=tuple(opening_question(o.message) for o in asked if o.reply),
    )


def _is_settled(question: Message, last: Message) -> bool:
    return last.at - question.at >= SETTLED


_Replies = Mapping[tuple[ChannelId, MessageTs], Sequence[Message]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """A message that is no reply, the first reply by somebody else, and whether nobody spoke around it."""

    message: Message
    reply: Message | None
    is_alone: bool

    @property
    def qid(self) -> str:
        return opening_question(self.message).qid


def _openings(said: Sequence[Message]) -> Iterator[_Opening]:
    replies = _replies(said)
    for talk in _talks(message for message in said if _is_top_level(message)):
        for position, message in enumerate(talk):
            answers = _others(replies.get(message.key, ()), message.author_id)
            yield _Opening(
                message=message,
                reply=next(answers, None),
                is_alone=_is_alone(talk, position, replies),
            )


def _replies(said: Iterable[Message]) -> _Replies:
    found: dict[tuple[ChannelId, MessageTs], list[Message]] = {}
    for message in said:
        if message.thread_ts and not _is_top_level(message):
            found.setdefault((message.channel_id, message.thread_ts), []).append(message)
    return found


def _is_top_level(message: Message) -> bool:
    return message.thread_ts in {None, message.ts}


def _talks(top_level: Iterable[Message]) -> list[list[Message]]:
    """What was said outside threads, cut at every pause of its channel."""
    talks: list[list[Message]] = []
    current: dict[ChannelId, list[Message]] = {}
    for message in top_level:
        talk = current.get(message.channel_id)
        if talk is None or is_pause(talk[-1].at, message.at):
            talk = current[message.channel_id] = []
            talks.append(talk)
        talk.append(message)
    return talks


def _is_alone(talk: Sequence[Message], position: int, replies: _Replies) -> bool:
    """Whether nobody else spoke in the same talk, or in a thread that hangs on a later part of it."""
    asker = talk[position].author_id
    hanging = (reply for message in talk[position + 1 :] for reply in replies.get(message.key, ()))
    return next(_others(talk, asker), None) is None and next(_others(hanging, asker), None) is None


def _others(messages: Iterable[Message], asker: PersonId | None) -> Iterator[Message]:
    return (message for message in messages if message.author_id != asker)
