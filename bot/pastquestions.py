"""Which questions a history holds, and who then answered them: the truth that replay is held against."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from operator import attrgetter

from bot.past import PastQuestion
from expertise.learning import COMPLETE
from expertise.types import ChannelId, Message, MessageKind, MessageTs

HELD_OUT = 0.2
_LONGEST = 4_000

MOST_LESSONS = 300
"""Past questions from before the first one asked that are learned from: each costs as much as an answer."""


def past_questions(
    messages: Iterable[Message], held_out: float = HELD_OUT, within: timedelta = timedelta.max
) -> list[PastQuestion]:
    """The last share of threads in which somebody known before answered somebody else, in time order.

    Helpers are those who wrote no later than ``within`` after the question.
    """
    ordered = sorted(
        (m for m in messages if m.kind is MessageKind.PERSON and m.author_id), key=attrgetter("ts")
    )
    threads = _threads(ordered)
    first_seen: dict[str, str] = {}
    for message in ordered:
        first_seen.setdefault(message.author_id or "", message.ts)
    questions = [_question(thread, first_seen, within) for thread in threads]
    cut = len(questions) - round(len(questions) * held_out)
    return [q for q in questions[cut:] if q.helpers]


def lessons(
    messages: Iterable[Message], questions: Sequence[PastQuestion], most: int = MOST_LESSONS
) -> list[PastQuestion]:
    """What there is to learn from when these questions ask for people: the latest before, and themselves.

    Who helped is what was known a week after asking: nothing later is learned from.
    """
    asked = {(q.channel_id, q.ts) for q in questions if not q.wants_threads}
    first = min((ts for _, ts in asked), default=MessageTs(""))
    every = past_questions(messages, 1.0, COMPLETE)
    earlier = [q for q in every if q.ts < first]
    themselves = [q for q in every if q.ts >= first and (q.channel_id, q.ts) in asked]
    return earlier[max(0, len(earlier) - most) :] + themselves


def opening_question(message: Message) -> PastQuestion:
    """The question that a message opens, of which it is not said who answered."""
    return PastQuestion(
        qid=f"{message.channel_id}/{message.ts}",
        text=message.text[:_LONGEST],
        ts=message.ts,
        at=message.at,
        channel_id=message.channel_id,
        asker_id=message.author_id,
    )


def _threads(ordered: Sequence[Message]) -> list[list[Message]]:
    found: dict[tuple[ChannelId, MessageTs], list[Message]] = {}
    for message in ordered:
        found.setdefault((message.channel_id, message.thread_ts or message.ts), []).append(message)
    return [thread for thread in found.values() if len(thread) > 1]


def _question(thread: Sequence[Message], first_seen: dict[str, str], within: timedelta) -> PastQuestion:
    first = thread[0]
    helpers = {
        m.author_id
        for m in thread
        if m.author_id
        and m.author_id != first.author_id
        and first_seen[m.author_id] < first.ts
        and m.at - first.at <= within
    }
    return replace(opening_question(first), helpers=frozenset(helpers))
