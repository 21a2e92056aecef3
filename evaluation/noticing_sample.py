"""Which messages of a history were labelled: a sample by strata, the same from the same history and seed.

Each stratum is ordered by channel and length, and every so many-th message taken, so that all channels and
lengths are in it in proportion. Every other one belongs to the half that is looked at.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from operator import attrgetter
from random import Random

from bot.past import Past
from expertise.passages import is_pause
from expertise.types import ChannelId, Message, MessageKind, MessageTs

SEED = 20261129
WANTED: Mapping[str, int] = {
    "root ? answered": 110,
    "root ? unanswered": 50,
    "root answered": 80,
    "root unanswered": 60,
    "reply ?": 100,
    "reply": 80,
}
"""How many of each: begins a thread or replies, has a question mark, was answered by somebody else."""

_NO_WORDS = re.compile(r"```.*?(?:```|\Z)|`[^`]*`|https?://\S+", re.DOTALL)
_LENGTHS = (60, 200, 600)


class Half(StrEnum):
    """What is looked at while building, and what is measured once."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message in its thread, with what came after it there.

    ``follows``: it stands outside threads, and somebody else had just said something there: in talk.
    """

    message: Message
    channel: str
    follows: bool
    later: Sequence[Message]

    @property
    def begins(self) -> bool:
        """Whether a thread begins with it, or it stands outside threads."""
        return self.message.thread_ts in {None, self.message.ts}

    @property
    def opens(self) -> bool:
        """Whether it is no reply, neither in a thread nor in talk outside threads."""
        return self.begins and not self.follows

    @property
    def stratum(self) -> str:
        mark = " ?" if "?" in _NO_WORDS.sub(" ", self.message.text) else ""
        if not self.begins:
            return f"reply{mark}"
        return f"root{mark} {'answered' if self.others else 'unanswered'}"

    @property
    def others(self) -> list[Message]:
        """What others wrote later in the thread."""
        return [each for each in self.later if each.author_id != self.message.author_id]

    @property
    def own_next(self) -> list[Message]:
        """What its author wrote next, before anybody else."""
        return list(takewhile(lambda each: each.author_id == self.message.author_id, self.later))


def spoken(past: Past) -> list[Spoken]:
    """Everything that people said, thread by thread, the threads by their first message."""
    channels = {channel.id: channel.platform_id for channel in past.channels}
    said = (m for m in past.messages if m.kind is MessageKind.PERSON and m.author_id and m.text.strip())
    ordered = sorted(said, key=attrgetter("ts", "channel_id"))
    following = frozenset(_following(ordered))
    return [
        Spoken(
            message=each,
            channel=channels[each.channel_id],
            follows=each.key in following,
            later=thread[at + 1 :],
        )
        for thread in _threads(ordered)
        for at, each in enumerate(thread)
    ]


def _threads(ordered: Iterable[Message]) -> Iterable[list[Message]]:
    threads: dict[tuple[str, str], list[Message]] = {}
    for message in ordered:
        threads.setdefault((message.channel_id, message.thread_ts or message.ts), []).append(message)
    return threads.values()


def _following(ordered: Iterable[Message]) -> Iterator[tuple[ChannelId, MessageTs]]:
    """Those outside threads that somebody else's words, outside threads too, had just come before."""
    latest: dict[ChannelId, Message] = {}
    for message in ordered:
        if message.thread_ts is None:
            before = latest.get(message.channel_id)
            is_talk = before is not None and not is_pause(before.at, message.at)
            if before is not None and is_talk and before.author_id != message.author_id:
                yield message.key
            latest[message.channel_id] = message


def by_stratum(every: Iterable[Spoken]) -> Mapping[str, list[Spoken]]:
    """The whole history, stratum by stratum."""
    strata: dict[str, list[Spoken]] = {name: [] for name in WANTED}
    for each in every:
        strata[each.stratum].append(each)
    return strata


def sample(every: Iterable[Spoken], seed: int = SEED) -> Sequence[tuple[Spoken, Half]]:
    """Those to label, in the order of the strata, each with its half."""
    random, strata = Random(seed), by_stratum(every)  # noqa: S311 - a sample, no secret
    taken: list[tuple[Spoken, Half]] = []
    for name, wanted in WANTED.items():
        pool = sorted(strata[name], key=lambda each: (each.channel, _length(each), each.message.ts))
        step = len(pool) / wanted
        start = random.random() * step
        first = random.randrange(2)
        for at in range(wanted):
            half = Half.TEST if (at + first) % 2 else Half.DEV
            taken.append((pool[int(start + at * step)], half))
    return taken


def _length(each: Spoken) -> int:
    return sum(len(each.message.text) >= border for border in _LENGTHS)
