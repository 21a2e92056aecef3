"""A chat history in a file, before it has a workspace: platform ids, plain text, aware times."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.incoming import Posted
from expertise.types import ChannelKind, MessageKind, MessageTs


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPerson:
    """An account. ``name`` is never empty; ``handle`` is the name after an @.

    ``is_outsider``: of another company, known from a channel that is shared with it.
    ``is_listed`` is False where only messages tell of them: what is known of them already stays.
    """

    platform_id: str
    name: str
    handle: str
    title: str
    time_zone: str
    is_bot: bool
    has_left: bool
    email: str | None = None
    is_outsider: bool = False
    is_listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RawChannel:
    """A channel; a direct message's name is its members' handles, sorted.

    ``members`` is None where nobody tells. ``is_standard``: comes in without being asked for, though not
    everyone may read it. ``is_listed`` is False where only messages tell of it: what is known of it stays.
    """

    platform_id: str
    name: str
    kind: ChannelKind
    purpose: str
    topic: str
    is_archived: bool
    members: tuple[str, ...] | None
    created: datetime | None
    is_standard: bool = False
    is_listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """A message. ``ts`` is its id in its channel, ``at`` the same moment in UTC.

    ``thread_ts`` is that of the thread's first message, which carries its own; None
    outside threads. ``user`` is never None for a person's message; it may be an account
    that the export does not list.
    """

    ts: str
    at: datetime
    user: str | None
    text: str
    thread_ts: str | None
    kind: MessageKind
    edited_at: datetime | None


def as_posted(channel: str, raw: RawMessage) -> Posted:
    """A message of that channel, as if it had been heard."""
    return Posted(
        channel=channel,
        ts=MessageTs(raw.ts),
        at=raw.at,
        author=raw.user,
        text=raw.text,
        thread_ts=MessageTs(raw.thread_ts) if raw.thread_ts else None,
        kind=raw.kind,
        edited_at=raw.edited_at,
    )


class Reason(StrEnum):
    """Why something was left out."""

    NO_TIME = "no usable time"
    NO_AUTHOR = "no author"
    DUPLICATE = "same time as an earlier message of the channel"
    BROADCAST_COPY = "copy of a reply that was also sent to the channel"
    HIDDEN = "hidden, or a record of an edit or deletion"
    NOTICE = "a notice of the platform's own"
    NOT_IN_A_CHANNEL = "not said in a channel"
    NOT_A_MESSAGE = "not a message"
    NOT_AN_ACCOUNT = "an account without id"
    NOT_A_CHANNEL = "a channel without id"
    UNLISTED_FOLDER = "a folder of no listed channel"
    NOT_A_DAY = "a file that is no day"


class Leftovers:
    """Counts what was left out, by reason. Reading a thing twice counts it twice."""

    def __init__(self) -> None:
        """Start empty."""
        self._counts: Counter[Reason] = Counter()

    def add(self, reason: Reason) -> None:
        """Count one."""
        self._counts[reason] += 1

    @property
    def counts(self) -> Mapping[Reason, int]:
        """How many for each reason that occurred."""
        return dict(self._counts)


class History(Protocol):
    """What an import reads from; a Slack export is one. Read a day at a time."""

    @property
    def fingerprint(self) -> str:
        """Names the file's content: an import that goes on knows by it what it has read."""

    @property
    def leftovers(self) -> Leftovers:
        """What was left out so far."""

    def check(self, days: Sequence[str]) -> None:
        """Read the days and keep nothing; raises what reading them would."""

    def people(self) -> Iterable[RawPerson]:
        """Every account, once."""

    def channels(self) -> Sequence[RawChannel]:
        """Every channel, also those without messages."""

    def days(self, of: RawChannel, /) -> Sequence[str]:
        """The channel's parts, oldest first."""

    def messages(self, day: str, /) -> Sequence[RawMessage]:
        """One part's messages in time order."""
