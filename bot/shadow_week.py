"""A week as shadow mode would have kept it: every question, and what would have been said to it.

The decision is the live one: noticed, waited for a person, near enough, sure enough.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.manners import Manners
from bot.past import Past, PastQuestion, Replayed
from bot.tuning import noticed
from expertise.types import Channel, Message, MessageKind, MessageTs, Person, Promising, Role

WAIT = Manners().suggests_after
"""How long a person may be first."""


class Outcome(StrEnum):
    """What became of a message that asks for help."""

    ANSWERED = "answered"  # by a person, in time
    NOTHING = "nothing"  # no past thread was near
    UNSURE = "unsure"
    SAID = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """What would have been said: to which question, in whose words, how sure."""

    question: PastQuestion
    channel: Channel
    chance: float
    message: Message
    author: Person | None
    where: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """All of it, in time order."""

    counts: Mapping[Outcome, int]
    said: Sequence[Would]


def asked_in(past: Past, start: datetime, end: datetime) -> list[PastQuestion]:
    """What was asked from ``start`` until before ``end``."""
    return [question for question in noticed(past) if start <= question.at < end]


def shadow_week(past: Past, outcome: Iterable[Replayed], bar: float, wait: timedelta = WAIT) -> Week:
    """Decide about every question as it would have been decided then."""
    known = _Known(past)
    decided = [(one, known.decide(one, bar, wait)) for one in outcome]
    return Week(
        counts=Counter(what for _, what in decided),
        said=[
            would
            for one, what in decided
            if what is Outcome.SAID and (would := known.would(one.question, one.ranking.promising))
        ],
    )


class _Known:
    """The past, looked up by message, channel and person."""

    def __init__(self, past: Past) -> None:
        self._channels = {channel.id: channel for channel in past.channels}
        self._people = {person.id: person for person in past.people}
        self._messages = {message.key: message for message in past.messages}
        self._replied = _first_replies(past.messages)

    def decide(self, one: Replayed, bar: float, wait: timedelta) -> Outcome:
        question, pick = one.question, one.ranking.promising
        replied = self._replied.get(question.qid)
        if replied is not None and replied - question.at <= wait:
            return Outcome.ANSWERED
        if pick is None:
            return Outcome.NOTHING
        return Outcome.SAID if pick.chance >= bar else Outcome.UNSURE

    def would(self, question: PastQuestion, pick: Promising | None) -> Would | None:
        message = self._messages.get((pick.channel_id, _quoted(pick))) if pick else None
        if pick is None or message is None or question.channel_id is None:
            return None
        return Would(
            question=question,
            channel=self._channels[question.channel_id],
            chance=pick.chance,
            message=message,
            author=self._people.get(message.author_id) if message.author_id else None,
            where=self._channels[pick.channel_id],
        )


def _quoted(pick: Promising) -> MessageTs:
    """Of the best passage the words of whoever answered at most length; else of whoever spoke."""
    speakers = pick.passage.speakers
    return min(speakers, key=lambda each: (each.role is not Role.ANSWERED, -each.characters)).ts


def _first_replies(messages: Iterable[Message]) -> dict[str, datetime]:
    """By question, when somebody else first wrote in its thread."""
    ordered = sorted(messages, key=lambda message: message.ts)
    openers = {(m.channel_id, m.ts): m for m in ordered if m.thread_ts in {None, m.ts}}
    found: dict[str, datetime] = {}
    for message in ordered:
        opener = openers.get((message.channel_id, message.thread_ts or message.ts))
        if opener is None or message.kind is not MessageKind.PERSON:
            continue
        if message.author_id != opener.author_id:
            found.setdefault(f"{opener.channel_id}/{opener.ts}", message.at)
    return found
