"""What a measurement of past answers holds: figures, and what they were held against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.bar_ports import Mode
from expertise.curve import Curve, Proposal
from expertise.types import ChannelId, MessageTs


class Key(NamedTuple):
    """A message that opens a thread, and so the thread."""

    channel_id: ChannelId
    ts: MessageTs


class Verdict(StrEnum):
    """Whether what stands in a thread answers a question, as somebody judged who read both."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One judgement. ``weight``: how many questions like it this one stands for; None: it was not drawn."""

    question: Key
    thread: Key
    verdict: Verdict
    weight: float | None


class Truth(StrEnum):
    """What the past is held against."""

    JUDGED = "judged"  # somebody read a sample
    LINKED = "linked"  # somebody else linked to an older thread
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions of a channel, of a language, or all of them (neither is given)."""

    channel_id: ChannelId | None
    language: str | None
    name: str
    questions: int
    judged: int
    curve: Curve
    proposals: Mapping[Mode, Proposal]

    @property
    def is_whole(self) -> bool:
        return self.channel_id is None and self.language is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """The whole first, then channels, then languages, the largest first."""

    workspace: str
    since: datetime | None
    until: datetime | None
    truth: Truth
    is_strict: bool
    groups: Sequence[Group]

    @property
    def whole(self) -> Group:
        return self.groups[0]
